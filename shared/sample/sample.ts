import { parseCellKey } from '../address/cell.ts'
import { parseAmount, parseCount, parseScore } from '../amount/parse.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import type { Fact, FactValue } from '../engine/facts.ts'
import published from './dongcheng-2024.json' with { type: 'json' }
import words from './dongcheng-2024-texts.json' with { type: 'json' }

/** The published 2024 book: whose it is, under which edition, and everything its accountant typed. */
export const sampleBook = {
  department: published.department,
  year: published.year,
  edition: published.edition,
  source: published.source,
}

/**
 * Facts of the sample book under its edition: typed cells, codes, units and projects, and the texts that no figure
 * gives. Explanations come apart, since they are given for values that the engine computes first.
 * @throws Error when the sample and the edition do not fit each other
 */
export function sampleFacts(edition: LinkedEdition): Fact[] {
  return [
    ...published.units.map(({ key, ...unit }): Fact => ({ kind: 'unit', key, value: unit })),
    ...published.codes.map(({ code, name }): Fact => ({ kind: 'row', key: code, value: { name } })),
    ...published.projects.map(({ key, ...project }): Fact => ({ kind: 'project', key, value: project })),
    ...Object.entries(published.cells).map(
      ([key, text]): Fact => ({ kind: 'cell', key, value: typedValue(edition, key, text) }),
    ),
    ...Object.entries(words.texts).map(([key, value]): Fact => ({ kind: 'text', key, value })),
    ...Object.entries(words.options).map(([key, value]): Fact => ({ kind: 'option', key, value })),
  ]
}

/** Explanations of the sample: the reasons its text part gives, by check and row. */
export const sampleExplanations: readonly { readonly check: string; readonly row: string; readonly text: string }[] =
  published.explanations

function typedValue(edition: LinkedEdition, key: string, text: string): FactValue {
  const address = parseCellKey(key)
  const form = edition.forms[edition.formIndex.get(address?.form ?? '') ?? -1]
  const column = form?.columns.find((one) => one.key === address?.column)
  if (column === undefined)
    throw new Error(`the sample states ${key}, which ${edition.edition.head.edition} does not have`)
  const unit = form?.rows?.find(({ row }) => row.key === address?.row)?.row.holds ?? column.holds
  if (unit === 'text') return text
  const parsed = unit === 'count' ? parseCount(text) : unit === 'score' ? parseScore(text) : parseAmount(text, '万元')
  const value = parsed.ok ? ('fen' in parsed ? parsed.fen : parsed.value) : null
  if (value === null) throw new Error(`the sample states ${key} as ${text}`)
  return value
}
