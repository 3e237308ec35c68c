import { basename } from 'node:path'
import type { CodeTable, Edition } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { fileFault, loadFile } from '../exchange/file-reading.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { compareTables, readCodeTable, type TableDifferences, type TableKind } from './code-tables.ts'
import { type EditionReport, editionReport } from './edition-list.ts'
import {
  attemptEdition,
  builtInEdition,
  builtInEditions,
  compareRevisions,
  editionNamed,
  keptEditions,
  type LoadedEdition,
  loadedEdition,
} from './editions.ts'
import { rejected } from './gesture.ts'

/** Largest edition file that is read: the built-in ones have half a megabyte. */
const mostBytes = 8 << 20

/** What came of bringing an edition or a code table into a ledger. */
export type EditionImport = {
  readonly edition: EditionReport
  /** the program or the ledger had it already */
  readonly isKnown: boolean
  /** false when it was known, or only looked at */
  readonly isNew: boolean
}

/**
 * Keeps the edition of a file (one JSON value, as `npm run edition -- whole` writes it) in a ledger, with which it
 * travels. The file is loaded as a whole first: a bad one changes nothing.
 * Faults: input-refused for a file that is not read; edition-invalid with file, property and reason; request-rejected
 * for another content under a name and revision there already is; and the ledger's.
 */
export async function importEdition(
  ledger: Ledger,
  request: { readonly path: string; readonly dryRun?: boolean },
): Promise<Result<EditionImport>> {
  const file = basename(request.path)
  let bytes: Uint8Array
  try {
    bytes = await loadFile(request.path, mostBytes, () => undefined)
  } catch (error) {
    return fileFault(request.path, error)
  }
  const loaded = readEditionFile(file, bytes)
  if (!loaded.ok) return loaded
  const free = checkRevision(ledger, loaded.value)
  return free.ok ? keep(ledger, loaded.value, request.dryRun === true) : free
}

/** An edition from the bytes of its file. Faults: input-refused, edition-invalid. */
export function readEditionFile(file: string, bytes: Uint8Array): Result<LoadedEdition> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse({ kind: 'input-refused', where: `“${file}”`, reason: '不是套表文件，套表文件是 UTF-8 编码的 JSON' })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof RangeError ? 'is nested too deep' : (error as Error).message
    return refuse({ kind: 'edition-invalid', file, property: '(whole file)', reason })
  }
  const loaded = attemptEdition(() => loadedEdition(value))
  if (loaded.ok || loaded.fault.kind !== 'edition-invalid') return loaded
  // the parts of one file keep the names they have as files of a folder
  const { fault } = loaded
  return refuse({ ...fault, file: fault.file === 'edition' ? file : `${file}（${fault.file}）` })
}

/** A released revision is never another one: what changes is counted up. */
function checkRevision(ledger: Ledger, { stored, linked }: LoadedEdition): Result<void> {
  const { head } = linked.edition
  const where = `套表 ${stored.name}`
  if (builtInEditions().includes(stored.name)) {
    const own = builtInEdition(stored.name)
    if (!own.ok) return own
    const order = compareRevisions(head, own.value.linked.edition.head)
    if (own.value.stored.hash === stored.hash) return ok(undefined)
    if (order < 0) {
      return rejected(where, `程序自带的是第 ${own.value.stored.revision} 版，较新，不用导入第 ${head.revision} 版`)
    }
    if (order === 0)
      return rejected(where, `与程序自带的第 ${head.revision} 版内容不同，请把版次（revision）加 1 再导入`)
  }
  const kept = keptEditions(ledger)
  if (!kept.ok) return kept
  const same = kept.value.find(
    (one) =>
      one.stored.name === stored.name && compareRevisions(one.head, head) === 0 && one.stored.hash !== stored.hash,
  )
  return same === undefined
    ? ok(undefined)
    : rejected(where, `账套中已有第 ${head.revision} 版，内容不同，请把版次（revision）加 1 再导入`)
}

function keep(ledger: Ledger, { stored, linked }: LoadedEdition, dryRun: boolean): Result<EditionImport> {
  const kept = keptEditions(ledger)
  if (!kept.ok) return kept
  const builtIn = builtInEditions().includes(stored.name) ? builtInEdition(stored.name) : null
  if (builtIn !== null && !builtIn.ok) return builtIn
  const isBuiltIn = builtIn?.value.stored.hash === stored.hash
  const isKnown = isBuiltIn || kept.value.some((one) => one.stored.hash === stored.hash)
  if (!isKnown && !dryRun) {
    const done = ledger.keepEdition(stored)
    if (!done.ok) return done
  }
  return ok({ edition: editionReport(stored, linked.edition, isBuiltIn), isKnown, isNew: !isKnown && !dryRun })
}

export type CodesImport = EditionImport & TableDifferences

/**
 * Puts a code table of a CSV or workbook file in place of an edition's: the ledger keeps the edition that results under
 * the same name and revision, counted up locally. New books under that name get it; books there are keep theirs until
 * they are moved on purpose.
 * Faults: input-refused with file, line and reason; edition-invalid when the edition refers to codes that are gone;
 * request-rejected for a name there is not; and the ledger's.
 */
export async function importCodeTable(
  ledger: Ledger,
  request: { readonly path: string; readonly edition: string; readonly table: TableKind; readonly dryRun?: boolean },
): Promise<Result<CodesImport>> {
  const { path, table } = request
  const found = editionNamed(ledger, request.edition)
  if (!found.ok) return found
  const { edition } = found.value.linked
  const old = edition[table]
  const codes = await readCodeTable(path, table, old)
  if (!codes.ok) return codes
  const differences = compareTables(old.codes, codes.value)
  const isSame = differences.added.length + differences.dropped.length + differences.renamed.length === 0
  if (isSame && JSON.stringify(codes.value) === JSON.stringify(old.codes)) {
    const report = editionReport(found.value.stored, edition, false)
    return ok({ edition: report, isKnown: true, isNew: false, ...differences })
  }
  const made = attemptEdition(() => loadedEdition(withTable(edition, table, codes.value, basename(path))))
  if (!made.ok) return made
  const kept = keep(ledger, made.value, request.dryRun === true)
  return kept.ok ? ok({ ...kept.value, ...differences }) : kept
}

const tableNames: Readonly<Record<TableKind, string>> = {
  functional: '支出功能分类科目',
  economic: '部门预算支出经济分类科目',
}
const kindNames: Readonly<Record<TableKind, string>> = { functional: '功能分类', economic: '经济分类' }

function withTable(edition: Edition, table: TableKind, codes: CodeTable['codes'], file: string): Edition {
  const { head } = edition
  const said = `${kindNames[table]}科目表由“${file}”导入（${codes.length} 个科目）`
  return {
    ...edition,
    head: { ...head, localRevision: (head.localRevision ?? 0) + 1, source: `${head.source}；${said}` },
    [table]: { table: tableNames[table], year: head.year, source: `由“${file}”导入`, codes },
  }
}
