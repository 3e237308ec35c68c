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

/** What came of a family: its own tally, how long it took, and what the machine lacks for it. */
export type FamilyTally = {
  readonly name: string
  readonly tally: Tally
  readonly seconds: number
  /** null if it ran */
  readonly missing: string | null
  /** cases that went well, but not at the first try */
  readonly retried: readonly string[]
}

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

/** All families together. */
export function together(families: readonly FamilyTally[]): Tally {
  const sum = emptyTally()
  for (const { tally } of families) {
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key]
  }
  return sum
}

/** Cases that did not go as they must. */
export const failed = ({ lost, crashes, hangs }: Tally): number => lost + crashes + hangs

const titles = ['family', 'cases', 'killed', 'damaged', 'lost', 'crashes', 'hangs', 's'] as const

const rowOf = ({ name, tally, seconds }: Pick<FamilyTally, 'name' | 'tally' | 'seconds'>): readonly string[] => {
  const { tried, kills, corruptions, lost, crashes, hangs } = tally
  return [name, ...[tried, kills, corruptions, lost, crashes, hangs, Math.round(seconds)].map(String)]
}

/** The table of docs/trust.md, row by row: the families that ran, and all together. */
export function tableOf(families: readonly FamilyTally[]): string[] {
  const seconds = families.reduce((sum, one) => sum + one.seconds, 0)
  const rows = [
    ...families.filter(({ missing }) => missing === null).map(rowOf),
    rowOf({ name: 'together', tally: together(families), seconds }),
  ]
  return [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
}

/**
 * The closing lines: the table, what could not be tried, what went well only when tried again, the line that the gate
 * adds up, and the campaign as JSON, which is last.
 */
export function closingLines(families: readonly FamilyTally[]): string[] {
  const tally = together(families)
  return [
    ...tableOf(families),
    ...families.flatMap(({ missing }) => (missing === null ? [] : [`missing tool: ${missing}`])),
    ...families.flatMap(({ retried }) => retried.map((name) => `passed only when tried again: ${name}`)),
    `${tally.tried - failed(tally)} passed, ${failed(tally)} failed`,
    JSON.stringify(tally),
  ]
}
