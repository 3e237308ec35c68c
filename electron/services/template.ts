import { ok, type Result } from '../../shared/channels/result.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { writeFileSafely } from '../exchange/output-file.ts'
import { writeTemplate } from '../exchange/workbook/template.ts'
import { checkFolder } from './books.ts'
import { builtInEdition } from './editions.ts'
import { rejected } from './gesture.ts'

/** Lines a code form of the template offers for 项. */
const offeredLines = 40

/**
 * Writes the blank official workbook of an edition. The same edition always gives the same bytes.
 * Faults: request-rejected for an unknown edition, a missing folder or a name that is no .xlsx; edition-invalid;
 * output-exists unless `replace`; disk-full, file-failed.
 */
export async function exportTemplate(request: {
  readonly edition: string
  readonly path: string
  readonly replace?: boolean
}): Promise<Result<string>> {
  const { path, replace = false } = request
  if (!path.toLowerCase().endsWith('.xlsx')) return rejected(path, '模板是 .xlsx 工作簿，文件名应以 .xlsx 结尾')
  const loaded = builtInEdition(request.edition)
  if (!loaded.ok) return loaded
  const folder = checkFolder(path)
  if (!folder.ok) return folder
  const { stored, linked } = loaded.value
  const { year } = linked.edition.head
  const engine = Engine.create(linked, []) as Engine // no facts, nothing out of range
  function* tables(onPaper: boolean): Generator<PrintedTable> {
    for (const { key, form } of linked.forms) {
      if (form.onPaper === onPaper) yield layOut(engine, key, { department: '', year, blankLines: offeredLines })
    }
  }
  const bytes = await writeTemplate({
    tables: tables(true),
    supplements: tables(false),
    edition: { edition: stored.name, revision: stored.revision, hash: stored.hash },
    properties: {
      title: `${year}年度部门决算（模板）`,
      department: '',
      year,
      created: new Date(Date.UTC(year, 11, 31)),
    },
  })
  const written = await writeFileSafely(path, bytes, { replace })
  return written.ok ? ok(path) : written
}
