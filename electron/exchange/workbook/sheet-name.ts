/** Excel's limit; names are compared without regard to case. */
const longest = 31

/**
 * Gives sheets their names: what is wanted, if Excel takes it. A name too long is cut at its end and closed with `…`;
 * characters that Excel refuses are left out; a name that is taken gets `~2`, `~3`, … The same wishes in the same
 * order always give the same names.
 */
export function sheetNamer(): (wanted: string) => string {
  const taken = new Set<string>()
  return (wanted) => {
    const clean = allowed(wanted)
    let name = cut(clean, longest)
    for (let number = 2; taken.has(name.toLowerCase()); number++) {
      const ending = `~${number}`
      name = `${cut(clean, longest - ending.length)}${ending}`
    }
    taken.add(name.toLowerCase())
    return name
  }
}

/** Apostrophes are allowed inside a name, but every formula that names the sheet would have to double them. */
const allowed = (name: string): string => name.replace(/[\\/?*[\]:'\p{Cc}]/gu, '')

function cut(name: string, length: number): string {
  if (name.length <= length) return name
  const last = name.charCodeAt(length - 2)
  return `${name.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 2 : length - 1)}…`
}
