/**
 * Initials of the pinyin of Chinese names, so that `xzdwltx` finds 行政单位离退休. The collation of the browser (ICU,
 * pinyin) orders characters by their reading: the first character of each letter is enough to tell the letter, and no
 * dictionary needs to be shipped. Characters with two readings in names of accounts are listed with both.
 */
const borders = Array.from('阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀')
const letters = Array.from('abcdefghjklmnopqrstwxyz')

/** Characters with another reading in names of accounts and projects than the one the collation files them under. */
const otherReadings: Readonly<Record<string, string>> = {
  参: 'cs',
  藏: 'cz',
  长: 'cz',
  传: 'cz',
  单: 'dcs',
  调: 'dt',
  给: 'jg',
  行: 'hx',
  会: 'hk',
  降: 'jx',
  率: 'ls',
  省: 'sx',
  提: 'td',
  系: 'xj',
  校: 'xj',
  重: 'cz',
}

let collator: Intl.Collator | null = null
const known = new Map<string, string>()

/** Possible initials of one character: a letter, a few of them, or the character itself. */
function initialsOf(character: string): string {
  const before = known.get(character)
  if (before !== undefined) return before
  const found =
    otherReadings[character] ?? (/[一-龥]/.test(character) ? byCollation(character) : character.toLowerCase())
  known.set(character, found)
  return found
}

function byCollation(character: string): string {
  collator ??= new Intl.Collator('zh-Hans-CN-u-co-pinyin')
  let letter = ''
  for (let at = 0; at < borders.length; at++) {
    if (collator.compare(character, borders[at] as string) < 0) break
    letter = letters[at] as string
  }
  return letter === '' ? character : letter
}

/** Whether the typed letters are initials of a run of characters of the name. */
export function matchesInitials(name: string, typed: string): boolean {
  const characters = Array.from(name).filter((one) => /[\p{L}\p{N}]/u.test(one))
  const wanted = typed.toLowerCase()
  for (let from = 0; from + wanted.length <= characters.length; from++) {
    let length = 0
    while (length < wanted.length && initialsOf(characters[from + length] as string).includes(wanted[length] as string))
      length++
    if (length === wanted.length) return true
  }
  return false
}
