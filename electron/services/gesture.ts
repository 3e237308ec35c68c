import type { CellAddress } from '../../shared/address/cell.ts'
import { parseCellKey } from '../../shared/address/cell.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { inverseOf, needlessDefaults } from '../../shared/engine/defaults.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { Fact, FactChange } from '../../shared/engine/facts.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'
import { cellName, valueText } from '../../shared/words/cells.ts'
import { type CarriedDifference, carriedConsequences, type Difference, needsWords } from '../../shared/years/carried.ts'
import type { Place, Receipt } from '../ledger/ledger.ts'
import type { OpenBook } from './open-book.ts'

/** What one gesture of the user is going to change, in words for the history too. Nothing is done yet. */
export type Gesture = {
  readonly changes: readonly FactChange[]
  readonly label: string
  readonly place: Place | null
  /** what is said about another 年初数 than last year's book gives; none if left out */
  readonly difference?: Difference | undefined
}

/** A gesture that is safely stored, and what it took along besides its own changes. */
export type Performed = Receipt & { readonly also: readonly FactChange[] }

export const rejected = (where: string, reason: string): Result<never> =>
  refuse({ kind: 'request-rejected', where, reason })

/**
 * Does a gesture: the engine first, which refuses it as a whole when a total leaves the range, then the ledger in one
 * transaction. If the ledger refuses, the engine is put back and nothing counts as done.
 * An import states a default cell only where it differs from what the formula gives after the whole gesture; what a
 * person types there is kept, so that a formula that moves later is seen to differ. A carried cell goes back to last
 * year's number when that is typed; another number needs a kind of difference, unless the gesture takes over what was
 * found elsewhere: then it is a finding.
 *
 * @param origin what it came through: `cli`, `typed`, `sample`, `import`, `restore`
 * Faults: input-refused (out of range); difference-needed; request-rejected for a kind of difference there is not; and
 * those of a commit: stale-revision, book-sealed, disk-full …
 */
export function perform(open: OpenBook, gesture: Gesture, origin: string): Result<Performed> {
  const { engine, ledger, summary } = open
  const { difference = null } = gesture
  const kinds = kindsOf(engine)
  if (difference !== null && !kinds.includes(difference.kind)) {
    return rejected(`差异类型“${difference.kind.slice(0, 20)}”`, `没有这一类型，应为 ${kinds.join('、')} 之一`)
  }
  if (difference !== null && needsWords(difference.kind) && difference.note.trim() === '') {
    return rejected(`差异类型“${difference.kind}”`, '须写明是什么差异')
  }
  const inverse = inverseOf(engine.book, gesture.changes)
  if (engine.apply(gesture.changes).kind === 'out-of-range') {
    return refuse({ kind: 'input-refused', where: gesture.label, reason: totalOutOfRange })
  }
  const needless = origin === 'import' ? needlessDefaults(engine, gesture.changes) : []
  if (needless.length > 0) engine.apply(needless)
  const consequences = origin === 'restore' ? nothingFurther : carriedConsequences(engine, gesture.changes, difference)
  const [lacking] = origin === 'import' ? [] : consequences.lacking
  if (lacking !== undefined) {
    const refusal = differenceNeeded(open, lacking)
    engine.apply(inverse)
    return refusal
  }
  const also = [...needless, ...consequences.changes]
  inverse.unshift(...inverseOf(engine.book, consequences.changes))
  if (consequences.changes.length > 0) engine.apply(consequences.changes)
  const receipt = ledger.commit(summary.id, {
    base: summary.revision,
    changes: [...gesture.changes, ...also],
    origin,
    label: gesture.label,
    place: gesture.place,
  })
  if (!receipt.ok) {
    engine.apply(inverse)
    return receipt
  }
  const { revision, seq, time } = receipt.value
  open.summary = { ...summary, revision, seq, changed: time ?? summary.changed }
  return ok({ ...receipt.value, also })
}

const nothingFurther = { changes: [], lacking: [] } as const

const differenceNeeded = ({ engine, names }: OpenBook, { cell, carried }: CarriedDifference): Result<never> =>
  refuse({
    kind: 'difference-needed',
    where: cellName(names, cell),
    cell,
    carried: valueText(carried, engine.unitOf(cell) ?? 'amount'),
    kinds: [...kindsOf(engine)],
  })

/** Kinds of difference (差异类型) a person chooses from where a carried cell states another number. */
const kindsOf = ({ edition }: Engine): readonly string[] => edition.edition.head.differences ?? []

/** Facts as the changes that state them. */
export const stating = (facts: readonly Fact[]): FactChange[] =>
  facts.map(({ kind, key, value }) => ({ kind, key, after: value }))

/**
 * Takes back every fact that hangs on rows of code forms: cells, stated values and explanations there, and the texts
 * about them. A row that comes later may get the same key and must not find them.
 */
export function clearRows(engine: Engine, isGone: (row: string) => boolean): FactChange[] {
  const { edition, book } = engine
  const isCodeForm = (form: string): boolean =>
    edition.forms[edition.formIndex.get(form) ?? -1]?.form.codes !== undefined
  const hangs = ({ form, row }: Pick<CellAddress, 'form' | 'row'>): boolean =>
    (form === '' || isCodeForm(form)) && isGone(row)
  const changes: FactChange[] = []
  for (const kind of ['cell', 'stated'] as const) {
    for (const key of book.facts[kind].keys()) {
      const address = parseCellKey(key)
      if (address !== null && hangs(address)) changes.push({ kind, key, after: null })
    }
  }
  for (const key of book.facts.explanation.keys()) {
    const [, form = '', row = ''] = key.split('!')
    if (hangs({ form, row })) changes.push({ kind: 'explanation', key, after: null })
  }
  for (const key of book.facts.text.keys()) if (isGone(rowOfText(key))) changes.push({ kind: 'text', key, after: null })
  return changes
}

/** Row of a text: `reason.general.2080501`, `words:report.systemText.p1`, `figure:general.itemText.2080501/…`. */
const rowOfText = (key: string): string => /^[^/]*\.(\w+)(?:\/|$)/.exec(key)?.[1] ?? ''

/** How many amounts and other values a gesture takes away. */
export const cellsTaken = ({ changes }: Gesture): number =>
  changes.filter(({ kind, after }) => kind === 'cell' && after === null).length

const longestName = 120

/** A name as it is stored: trimmed. Fault: request-rejected for an empty or overlong one, or one of several lines. */
export function checkName(where: string, name: string): Result<string> {
  const trimmed = name.trim()
  if (trimmed === '') return rejected(where, '名称不能为空')
  if (trimmed.length > longestName) return rejected(where, `名称过长，最多 ${longestName} 个字`)
  if (/\p{Cc}/u.test(trimmed)) return rejected(where, '名称只能是一行文字')
  return ok(trimmed)
}
