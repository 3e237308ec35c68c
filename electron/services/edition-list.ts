import type { CodeTable, Edition } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Ledger, StoredEdition } from '../ledger/ledger.ts'
import { builtInEdition, builtInEditions, keptEditions } from './editions.ts'

type TableReport = { readonly table: string; readonly year: number; readonly codes: number; readonly source: string }

/** An edition of a list: what it is, how far it can be trusted, and where it comes from. */
export type EditionReport = {
  readonly edition: string
  readonly title: string
  readonly region: string
  readonly year: number
  readonly revision: number
  /** how many code tables users put in place of the released ones */
  readonly localRevision: number
  readonly hash: string
  /** forms that are published, and those that are not */
  readonly forms: number
  readonly supplements: number
  /** `unverified`: only the list of forms is sourced, see `source` */
  readonly trust: Edition['head']['trust']
  readonly source: string
  /** older editions whose books can be carried forward by what this one says of their keys */
  readonly follows: readonly string[]
  readonly functional: TableReport
  readonly economic: TableReport
  /** comes with the program; otherwise only with this ledger */
  readonly isBuiltIn: boolean
}

/**
 * Editions of the program and those a ledger keeps besides: by year, within a year those taken from published paper first,
 * then by name, the newest revision of a name first.
 * Faults: edition-invalid, and the ledger's.
 */
export function listEditions(ledger: Ledger | null): Result<readonly EditionReport[]> {
  const reports: EditionReport[] = []
  const seen = new Set<string>()
  for (const name of builtInEditions()) {
    const loaded = builtInEdition(name)
    if (!loaded.ok) return loaded
    const { stored, linked } = loaded.value
    seen.add(stored.hash)
    reports.push(editionReport(stored, linked.edition, true))
  }
  const kept = keptEditions(ledger)
  if (!kept.ok) return kept
  for (const { stored, value } of kept.value) {
    if (!seen.has(stored.hash)) reports.push(editionReport(stored, value, false))
  }
  const order = (one: EditionReport, other: EditionReport): number =>
    one.year - other.year ||
    Number(one.trust === 'unverified') - Number(other.trust === 'unverified') ||
    (one.edition === other.edition ? 0 : one.edition < other.edition ? -1 : 1) ||
    other.revision - one.revision ||
    other.localRevision - one.localRevision
  return ok(reports.sort(order))
}

/** The list with one edition of each name: the one that a new book gets. Faults: as `listEditions`. */
export function newestEditions(ledger: Ledger | null): Result<readonly EditionReport[]> {
  const listed = listEditions(ledger)
  if (!listed.ok) return listed
  const newest = (report: EditionReport, place: number): boolean =>
    listed.value.findIndex(({ edition }) => edition === report.edition) === place
  return ok(listed.value.filter(newest))
}

export function editionReport(stored: StoredEdition, edition: Edition, isBuiltIn: boolean): EditionReport {
  const { head, forms, functional, economic, successions = [] } = edition
  const onPaper = forms.filter((form) => form.onPaper).length
  return {
    edition: head.edition,
    title: head.title,
    region: head.region,
    year: head.year,
    revision: head.revision,
    localRevision: head.localRevision ?? 0,
    hash: stored.hash,
    forms: onPaper,
    supplements: forms.length - onPaper,
    trust: head.trust,
    source: head.source,
    follows: successions.map(({ from }) => from),
    functional: tableReport(functional),
    economic: tableReport(economic),
    isBuiltIn,
  }
}

const tableReport = ({ table, year, codes, source }: CodeTable): TableReport => ({
  table,
  year,
  codes: codes.length,
  source,
})
