import { isValueColumn, type LinkedForm } from '../../shared/catalogue/link.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Engine, RowInfo } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { formTitle, plainValue } from '../../shared/words/cells.ts'
import { rejected } from './gesture.ts'
import type { OpenBook } from './open-book.ts'

/** A form as data: value columns only, rows as printed, values as decimals (6 in 万元); null is blank, which is not 0. */
export type ShownForm = {
  readonly form: string
  readonly title: string
  readonly columns: readonly {
    readonly key: string
    readonly header: readonly string[]
    readonly number: string | null
  }[]
  readonly rows: readonly ShownRow[]
}
export type ShownRow = {
  readonly key: string
  readonly label: string
  readonly code: string | null
  /** 0 totals, 1 类, 2 款, 3 项, 4 lines of units and projects */
  readonly level: number
  readonly unit: string | null
  readonly project: string | null
  readonly values: Readonly<Record<string, string | null>>
}

/**
 * Shows a form of a book. Rows of side-by-side blocks come block after block, each with the columns of its block.
 * Fault: request-rejected naming the forms there are.
 *
 * @param offered also the rows offered for entry that print nothing
 */
export function showForm(
  { engine, names, summary }: OpenBook,
  key: string,
  options: { readonly offered?: boolean } = {},
): Result<ShownForm> {
  const found = findForm(engine, key)
  if (!found.ok) return found
  const form = found.value
  const { year, department } = summary
  const table = layOut(engine, key, { department, year, offered: options.offered === true })
  const fill = (text: string): string => text.replaceAll('{year}', String(year))
  return ok({
    form: key,
    title: formTitle(names, key),
    columns: form.columns.map(({ key: column, header, number }) => ({
      key: column,
      header: header.map(fill),
      number: number ?? null,
    })),
    rows: printedRows(engine, form, table).map((row) => ({
      key: row.key,
      label: fill(row.label),
      code: row.code,
      level: row.level,
      unit: row.unit?.name ?? null,
      project: row.project?.name ?? null,
      values: valuesOf(engine, form, row.key),
    })),
  })
}

/** A form of the edition. Fault: request-rejected naming those there are. */
export function findForm({ edition }: Engine, key: string): Result<LinkedForm> {
  const form = edition.forms[edition.formIndex.get(key) ?? -1]
  if (form !== undefined) return ok(form)
  return rejected(`报表 ${key}`, `套表中没有这张表，有 ${edition.forms.map((one) => one.key).join('、')}`)
}

function printedRows(engine: Engine, form: LinkedForm, table: PrintedTable): RowInfo[] {
  if (form.rows !== null) return engine.rows(form.key)
  return table.rows.flatMap(({ keys }) => keys.map((key) => engine.row(form.key, key)).filter((row) => row !== null))
}

function valuesOf(engine: Engine, form: LinkedForm, row: string): Record<string, string | null> {
  const values: Record<string, string | null> = {}
  for (const column of form.form.columns.filter(isValueColumn)) {
    const address = { form: form.key, row, column: column.key }
    const unit = engine.unitOf(address)
    if (unit !== null) values[column.key] = plainValue(engine.value(address), unit)
  }
  return values
}
