import type { CellAddress } from '../address/cell.ts'
import { cellKey } from '../address/cell.ts'
import { sumOf } from '../amount/sum.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import { carriedSource, type Prior } from '../engine/compile.ts'
import type { Engine } from '../engine/engine.ts'
import { Lineage } from './lineage.ts'

/**
 * Last year's book as the formulas of a later edition see it: they ask by their own keys and get what it says under
 * its edition. A merged cell is the sum of what it was; a part of a split one is blank, since nobody can say how much
 * of last year's number belongs to it – the levels above still have the whole.
 */
export function priorUnder(newer: LinkedEdition, older: Engine): Prior {
  const prior = older.asPrior()
  const lineage = new Lineage(older.edition, newer)
  const codes = new Map<string, string>()
  const divided = new Set<string>()
  for (const [code, name] of prior.codes) {
    const { course, now } = lineage.codes.successors(code)
    for (const one of now) {
      codes.set(one, lineage.nameOf(code, name, one))
      if (course === 'split') divided.add(one)
    }
  }
  const value = (cell: CellAddress): number | null =>
    sumOf((lineage.sources(cell) ?? []).map((source) => prior.value(source)))
  return { value, codes, divided, absent: absentSources(lineage) }
}

/** What carried cells of the newer edition read and the older one has not, or only as a part of something else. */
function absentSources(lineage: Lineage): ReadonlySet<string> {
  const { newer } = lineage
  const absent = new Set<string>()
  for (const form of newer.forms)
    for (const cell of [...form.leaf, ...(form.rows ?? []).flatMap(({ cells }) => cells)]) {
      const [term] = cell.terms
      const source = newer.forms[term?.form ?? -1]
      const column = source?.columns[term?.column ?? -1]?.key
      if (!cell.carried || source === undefined || column === undefined) continue
      if (!lineage.hasSources(source.key, term?.row ?? null, column)) absent.add(carriedSource(newer.forms, cell))
    }
  return absent
}

/**
 * Everything non-blank that `priorUnder` answers, by cell key: for whoever has the older book only as numbers.
 *
 * @param prior what `priorUnder` made of the two, for whoever has it already
 */
export function priorCells(
  newer: LinkedEdition,
  older: Engine,
  prior: Prior = priorUnder(newer, older),
): readonly (readonly [key: string, value: number])[] {
  const lineage = new Lineage(older.edition, newer)
  const cells = new Map<string, number>()
  for (const { key: form, columns } of older.edition.forms)
    for (const { key: row } of older.rows(form))
      for (const { key: column } of columns) {
        const cell = { form, row, column }
        const own = older.number(cell)
        if (own === null) continue
        if (lineage.isIdentity) cells.set(cellKey(cell), own)
        else
          for (const now of lineage.successors(cell).now) {
            const number = prior.value(now)
            if (number !== null) cells.set(cellKey(now), number)
          }
      }
  return [...cells]
}

/** What a window or a printing thread has of last year's book: numbers by cell key, codes with their names. */
export type PriorNumbers = {
  readonly cells: readonly (readonly [key: string, value: number])[]
  readonly codes: readonly (readonly [code: string, name: string])[]
  readonly divided: readonly string[]
  readonly absent: readonly string[]
}

/** The numbers as formulas ask for them; null without last year's book. */
export function priorOf(numbers: PriorNumbers | null): Prior | null {
  if (numbers === null) return null
  const cells = new Map(numbers.cells)
  return {
    value: (cell) => cells.get(cellKey(cell)) ?? null,
    codes: new Map(numbers.codes),
    divided: new Set(numbers.divided),
    absent: new Set(numbers.absent),
  }
}
