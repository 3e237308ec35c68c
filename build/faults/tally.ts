import type { Outcome } from './case.ts'

/** What a campaign came to. */
export type Tally = {
  kills: number
  corruptions: number
  /** cases in which something acknowledged was missing, or a fault left no way on */
  lost: number
  tried: number
  crashes: number
  hangs: number
}

export const emptyTally = (): Tally => ({ kills: 0, corruptions: 0, lost: 0, tried: 0, crashes: 0, hangs: 0 })

/** How a case ended: with an outcome, by a crash, or not within its time. */
export type Ending =
  | { readonly how: 'outcome'; readonly outcome: Outcome }
  | { readonly how: 'crash'; readonly reason: string }
  | { readonly how: 'hang' }

export function count(tally: Tally, ending: Ending): void {
  tally.tried++
  if (ending.how === 'crash') tally.crashes++
  else if (ending.how === 'hang') tally.hangs++
  else {
    tally.kills += ending.outcome.kills ?? 0
    tally.corruptions += ending.outcome.corruptions ?? 0
    if (ending.outcome.lost.length > 0) tally.lost++
  }
}

/** Cases that did not go as they must. */
export const failed = ({ lost, crashes, hangs }: Tally): number => lost + crashes + hangs

/** The closing lines: what could not be tried, the line that the gate adds up, and the campaign as JSON, which is last. */
export const closingLines = (tally: Tally, missing: readonly string[]): string[] => [
  ...missing.map((what) => `missing tool: ${what}`),
  `${tally.tried - failed(tally)} passed, ${failed(tally)} failed`,
  JSON.stringify(tally),
]
