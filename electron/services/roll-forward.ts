import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'
import { type BookNames, namesOf } from '../../shared/words/cells.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { type RollForwardOptions, type RollForwardPreview, usualOptions } from '../../shared/years/preview.ts'
import { priorUnder } from '../../shared/years/prior.ts'
import { rollForward } from '../../shared/years/roll-forward.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type BookReport, bookReport, chooseBookToRead } from './books.ts'
import { editionNamed, editionNames, type LoadedEdition } from './editions.ts'
import { rejected } from './gesture.ts'
import { openSummary } from './open-book.ts'

/** Which book is carried forward, under which edition, and what comes along. */
export type RollForwardRequest = {
  readonly department?: string | undefined
  readonly from: number
  /** the year after `from` if left out; no other can be */
  readonly to?: number | undefined
  /** the edition of the same family for the new year if left out */
  readonly edition?: string | undefined
  /** what is not named is as usual */
  readonly options?: { readonly [N in keyof RollForwardOptions]?: boolean | undefined }
  /** only looks */
  readonly dryRun?: boolean
}

export type RollForwardReport = {
  /** the book carried forward, which stays as it is */
  readonly from: BookReport
  readonly to: { readonly department: string; readonly year: number; readonly edition: string }
  /** the new book; null from a dry run */
  readonly book: BookReport | null
  readonly options: RollForwardOptions
  readonly preview: RollForwardPreview
  /** how many facts the new book begins with */
  readonly facts: number
  /** what is odd and no obstacle: an edition of another year, or one that nobody vouches for */
  readonly remarks: readonly string[]
}

/** A report, with the names of the cells of both books for whoever puts it into words. */
export type RolledForward = {
  readonly report: RollForwardReport
  readonly names: { readonly old: BookNames; readonly new: BookNames }
}

/**
 * Makes next year's book from last year's, under the new year's edition. Its first journal row names the old book with
 * the revision and the hash it had. Nothing of the old book changes.
 * Faults: as `chooseBookToRead`; request-rejected for another year than the next, or an edition there is not;
 * edition-missing when none is named and there is none for the year; book-exists; input-refused when merged numbers
 * cannot be held; and those of opening and making books.
 */
export function rollForwardBook(ledger: Ledger, request: RollForwardRequest): Result<RolledForward> {
  const chosen = chooseBookToRead(ledger, { department: request.department, year: request.from })
  if (!chosen.ok) return chosen
  const { department, year } = chosen.value
  const { to = year + 1, dryRun = false } = request
  if (to !== year + 1) return rejected(`${to} 年度`, `${year} 年度决算只能结转到 ${year + 1} 年度`)
  const existing = ledger.findBook(department, to)
  if (existing.ok) return refuse({ kind: 'book-exists', department, year: to })
  if (existing.fault.kind !== 'book-missing') return existing
  const edition = editionOf(ledger, request.edition, chosen.value.edition.name, to)
  if (!edition.ok) return edition
  const opened = openSummary(ledger, chosen.value)
  if (!opened.ok) return opened
  const old = opened.value
  const options = chosenOptions(request.options)
  if (options.projects && !options.units) return rejected('项目', '项目属于单位，要结转项目须同时结转单位')
  const { linked, stored } = edition.value
  const { facts, preview } = rollForward(old.engine, { department, year }, linked, options)
  const report: RollForwardReport = {
    from: bookReport(old.summary),
    to: { department, year: to, edition: stored.name },
    book: null,
    options,
    preview,
    facts: facts.length,
    remarks: remarksOn(edition.value, to),
  }
  const engine = Engine.create(linked, facts, priorUnder(linked, old.engine))
  if (engine === null) return refuse({ kind: 'input-refused', where: `${to} 年度决算`, reason: totalOutOfRange })
  const names = { old: old.names, new: namesOf(engine, to) }
  if (dryRun) return ok({ report, names })
  const from = { book: old.summary.id, label: gestureLabels.rolledForward(year) }
  const made = ledger.createBook({ department, year: to, edition: stored, facts, origin: 'roll-forward', from })
  if (!made.ok) return made
  return ok({ report: { ...report, book: bookReport(made.value) }, names })
}

function chosenOptions(chosen: RollForwardRequest['options'] = {}): RollForwardOptions {
  const named = Object.entries(chosen).filter(([, value]) => value !== undefined)
  return { ...usualOptions, ...(Object.fromEntries(named) as Partial<RollForwardOptions>) }
}

/** The edition named, or that of the old one's family for the year. */
function editionOf(ledger: Ledger, named: string | undefined, old: string, year: number): Result<LoadedEdition> {
  if (named !== undefined) return editionNamed(ledger, named)
  const usual = `${old.replace(/-[0-9]{4}$/, '')}-${year}`
  const names = editionNames(ledger)
  if (!names.ok) return names
  return names.value.includes(usual) ? editionNamed(ledger, usual) : refuse({ kind: 'edition-missing', edition: usual })
}

function remarksOn({ linked }: LoadedEdition, year: number): string[] {
  const { head } = linked.edition
  return [
    ...(head.year === year ? [] : [`套表 ${head.edition} 是 ${head.year} 年度的，用于 ${year} 年度，请核对表样和科目`]),
    ...(head.trust === 'published' ? [] : [`套表 ${head.edition} 未经核实：${head.source}`]),
  ]
}
