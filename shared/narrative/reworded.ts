import type { Run } from './document.ts'

/**
 * A block in the book's own words (`text` fact `words:KEY`): text with the pattern's figures and free texts as tokens,
 * `{amount.GK01!incomeGrand!incomeFinal}` being the figure's key without that of its block, `{slot.KEY}` a free text.
 * What the pattern does not have here any more shows as the token itself and is found as a left-over place.
 */
export function reworded(text: string, block: string, pattern: readonly Run[]): Run[] {
  const known = new Map(pattern.flatMap((run) => (run.kind === 'words' ? [] : [[tokenOf(run, block), run] as const])))
  const runs: Run[] = []
  const say = (words: string): void => {
    if (words !== '') runs.push({ kind: 'free', slot: `words:${block}`, text: words, asked: false })
  }
  let from = 0
  for (const match of text.matchAll(/\{([^{}]+)\}/g)) {
    const run = known.get(match[1] ?? '')
    if (run === undefined) continue
    say(text.slice(from, match.index))
    runs.push(run)
    from = match.index + match[0].length
  }
  say(text.slice(from))
  return runs
}

/** The text to store for a block whose words were edited; `reworded` gives the runs back. */
export const wordsOf = (runs: readonly Run[], block: string): string =>
  runs.map((run) => (run.kind === 'words' || isOwnWords(run, block) ? run.text : `{${tokenOf(run, block)}}`)).join('')

const isOwnWords = (run: Run, block: string): boolean => run.kind === 'free' && run.slot === `words:${block}`

const tokenOf = (run: Exclude<Run, { kind: 'words' }>, block: string): string =>
  run.kind === 'free' ? `slot.${run.slot}` : run.key.slice(block.length + 1)
