import { levelOfCode } from '../../shared/address/code.ts'
import { parseAmount, parseCount, parseScore } from '../../shared/amount/parse.ts'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { Fact, ProjectFact } from '../../shared/engine/facts.ts'
import type { Finding } from '../../shared/engine/finding.ts'

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

/** Rules that list only what fails have no place where they are seen to hold. */
const listsOnlyFailures = new Set([
  'knownCode',
  'nameOfCode',
  'parentOfCode',
  'sign',
  'emptyRow',
  'duplicate',
  'samePriorScale',
  'codesOfPrior',
])

/** What a check says at the place of its example, for the book that it holds for and for the one that it fails for. */
export type Tried = { readonly holds: readonly string[]; readonly fails: readonly string[]; readonly isListed: boolean }

/** Tries an example: states of its check at its place. A check that lists only failures is not listed where it holds. */
export function tryExample(edition: LinkedEdition, example: Example): Tried {
  const states = (book: ExampleBook, all: boolean): string[] => {
    const { facts, prior } = exampleFacts(edition, book)
    const last = prior === null ? null : (Engine.create(edition, prior)?.asPrior() ?? null)
    const found = Engine.create(edition, facts, last)?.findings(all) ?? []
    return found
      .filter((finding) => finding.check === example.check && placeOf(finding) === example.at)
      .map(({ state }) => state)
  }
  const rules = edition.generals.filter(({ check }) => edition.checks[check]?.id === example.check)
  const isListed = !rules.some(({ relation }) => listsOnlyFailures.has(relation.rule))
  return { holds: states(example.holds, true), fails: states(example.fails, false), isListed }
}

/** True when the check holds for the one book and fails for the other. */
export const isShown = ({ holds, fails, isListed }: Tried): boolean =>
  !holds.includes('fails') &&
  (!isListed || holds.includes('holds')) &&
  fails.length > 0 &&
  fails.every((state) => state === 'fails')

const placeOf = (finding: Finding): string =>
  [finding.form, finding.row, finding.column].filter((part) => part !== null).join('!')

/** Checks without an example; those of the text part have theirs in tests of the text part. */
export function checksWithoutExample(edition: LinkedEdition, examples: readonly Example[]): string[] {
  const texts = edition.textRules.map(({ check }) => edition.checks[check]?.id ?? '')
  const shown = new Set([...examples.map((example) => example.check), ...texts])
  return edition.checks.map((check) => check.id).filter((id) => !shown.has(id))
}
