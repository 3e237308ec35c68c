import { levelOfCode } from '../../shared/address/code.ts'
import { parseAmount, parseCount, parseScore } from '../../shared/amount/parse.ts'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import type { Fact, ProjectFact } from '../../shared/engine/facts.ts'

/** What one side of an example states, in 万元 as a person types it. */
export type ExampleBook = {
  readonly cells: Readonly<Record<string, string>>
  readonly stated?: Readonly<Record<string, string>>
  readonly projects?: readonly (ProjectFact & { readonly key: string })[]
  /** printed names of codes, where they are not the table's */
  readonly names?: Readonly<Record<string, string>>
  /** cells of last year's book */
  readonly prior?: Readonly<Record<string, string>>
}
export type Example = {
  readonly check: string
  readonly at: string
  readonly holds: ExampleBook
  readonly fails: ExampleBook
}

/** Facts of an example: one unit, the codes its cells name, and what it states; `prior` null without last year's book. */
export function exampleFacts(edition: LinkedEdition, book: ExampleBook): { facts: Fact[]; prior: Fact[] | null } {
  const named = (cells: Readonly<Record<string, string>>): Fact[] => {
    const codes = new Set(Object.keys(cells).map((key) => key.split('!')[1]?.split('@')[0] ?? ''))
    return [...codes, ...Object.keys(book.names ?? {})]
      .filter((code) => levelOfCode(code) === 'item')
      .map((code) => ({
        kind: 'row',
        key: code,
        value: { name: book.names?.[code] ?? edition.codes.get(code)?.name ?? '' },
      }))
  }
  const typed = (kind: 'cell' | 'stated', cells: Readonly<Record<string, string>>): Fact[] =>
    Object.entries(cells).map(([key, text]) => ({ kind, key, value: typedNumber(edition, key, text) }))
  const unit: Fact = { kind: 'unit', key: 'u1', value: { name: '本级', order: 1 } }
  const projects = (book.projects ?? []).map(({ key, ...project }): Fact => ({ kind: 'project', key, value: project }))
  const facts = [
    unit,
    ...named({ ...book.cells, ...book.stated }),
    ...projects,
    ...typed('cell', book.cells),
    ...typed('stated', book.stated ?? {}),
  ]
  return { facts, prior: book.prior === undefined ? null : [unit, ...named(book.prior), ...typed('cell', book.prior)] }
}

function typedNumber(edition: LinkedEdition, key: string, text: string): number {
  const [form, , column] = key.split('!')
  const holds = edition.forms[edition.formIndex.get(form ?? '') ?? -1]?.columns.find((one) => one.key === column)?.holds
  const parsed = holds === 'count' ? parseCount(text) : holds === 'score' ? parseScore(text) : parseAmount(text, '万元')
  const value = parsed.ok ? ('fen' in parsed ? parsed.fen : parsed.value) : null
  if (value === null) throw new Error(`${key} = ${text} is no number`)
  return value
}
