import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CellAddress } from '../../../shared/address/cell.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { type Fact, factKinds } from '../../../shared/engine/facts.ts'

/**
 * What a workbook of ours says about itself, in a sheet that is hidden for good: everything the user stated, and what
 * each value cell held when it was written. So an unchanged file gives an equal book, and a cell that a person changed
 * since is told from one that merely shows what the book says.
 */
export type Manifest = {
  /** `template`: a blank form, states nothing */
  readonly kind: 'book' | 'template'
  readonly edition: EditionIdentity
  /** '' and 0 in a template */
  readonly department: string
  readonly year: number
  readonly revision: number
  /** time of the book's last journal row as the ledger writes it; null in a template */
  readonly lastJournalTime: string | null
  readonly facts: readonly Fact[]
  readonly sheets: readonly PrintedSheet[]
}
export type EditionIdentity = { readonly edition: string; readonly revision: number; readonly hash: string }

/** The value cells of one sheet as written. Rows and columns count from 1. */
export type PrintedSheet = {
  readonly form: string
  readonly sheet: string
  /** columns of the sheet that hold values, and the key of the form's column each of them prints */
  readonly columns: readonly { readonly column: number; readonly key: string }[]
  readonly lines: readonly PrintedLine[]
}
/**
 * One line: its row, the row key of each value column ('' where the line has no value cell), one key alone if it holds
 * for all of them, and the values as printed: fen, count, hundredths, text, or null where nothing is printed.
 */
export type PrintedLine = readonly [row: number, keys: readonly string[], values: readonly (number | string | null)[]]

export const manifestSheetName = '_juesuan'
const mark = 'juesuan-manifest'
const format = 1
/** A cell holds 32,767 characters. */
const chunkLength = 32_000

const Value = z.union([z.string(), z.int(), z.null()])
const Content = z.strictObject({
  kind: z.enum(['book', 'template']),
  edition: z.strictObject({ edition: z.string(), revision: z.int(), hash: z.string() }),
  department: z.string(),
  year: z.int(),
  revision: z.int(),
  lastJournalTime: z.string().nullable(),
  facts: z.array(z.tuple([z.enum(factKinds), z.string(), z.union([z.string(), z.int(), z.record(z.string(), Value)])])),
  sheets: z.array(
    z.strictObject({
      form: z.string(),
      sheet: z.string(),
      columns: z.array(z.strictObject({ column: z.int(), key: z.string() })),
      lines: z.array(z.tuple([z.int(), z.array(z.string()), z.array(Value)])),
    }),
  ),
})

/** A sheet's part of the manifest as JSON, made when the sheet is written: of a large book it is most of the text. */
export const encodeSheet = (sheet: PrintedSheet): string => sheetJson(sheet)

/** The manifest as rows of the sheet: mark, format and SHA-256 of the text, then the text in pieces. */
export function encodeManifest(manifest: Omit<Manifest, 'sheets'>, sheets: readonly string[]): string[][] {
  const facts = manifest.facts.map((fact) => [fact.kind, fact.key, fact.value])
  const stated = sheetJson({ ...manifest, facts })
  const text = `${stated.slice(0, -1)},\`sheets\`:[${sheets.join(',')}]}`
  return [[mark, String(format), sha256(text)], ...chunks(text).map((chunk) => [chunk])]
}

/**
 * Reads rows of the sheet `_juesuan` back.
 * Refused in words for the user: a sheet that is not ours, one from a newer program, one that was damaged.
 */
export function decodeManifest(rows: readonly (readonly string[])[]): Result<Manifest> {
  const [head, ...body] = rows
  if (head?.[0] !== mark) return damaged('没有填报程序的标记，不是本程序写出的')
  if (head[1] !== String(format))
    return damaged(`格式为第 ${head[1] ?? '?'} 版，本程序只认第 ${format} 版，请用新版程序导入`)
  const text = body.map((row) => row[0] ?? '').join('')
  if (sha256(text) !== head[2]) return damaged('内容被改动或截断。请用原文件导入，或删除此工作表后按普通表格导入')
  let json: unknown
  try {
    json = parseSheetJson(text)
  } catch {
    return damaged('内容无法读取。请用原文件导入，或删除此工作表后按普通表格导入')
  }
  const content = Content.safeParse(json)
  if (!content.success) return damaged('内容不合规定。请用原文件导入，或删除此工作表后按普通表格导入')
  const facts = content.data.facts.map(([kind, key, value]): Fact => ({ kind, key, value }))
  return ok({ ...content.data, facts })
}

const damaged = (reason: string): Result<never> =>
  refuse({ kind: 'input-refused', where: `隐藏工作表“${manifestSheetName}”`, reason })

/** A value cell of our file: where it stood, what it stands for and what it showed. */
export type PrintedValue = {
  readonly address: CellAddress
  readonly row: number
  readonly column: number
  readonly value: number | string | null
}

/** The value cells of a sheet as written, line by line. */
export function* printedValues(sheet: PrintedSheet): Generator<PrintedValue> {
  for (const [row, keys, values] of sheet.lines) {
    for (const [place, { column, key }] of sheet.columns.entries()) {
      const rowKey = keys.length === 1 ? keys[0] : keys[place]
      if (rowKey === undefined || rowKey === '') continue
      yield { address: { form: sheet.form, row: rowKey, column: key }, row, column, value: values[place] ?? null }
    }
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * JSON that survives a sheet and costs little in it: plain ASCII; no `_x0041_`, which Excel reads as a letter; nothing
 * that XML has to escape, so quotes stand as backticks.
 */
const sheetJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/[`<>&']|_(?=x)|[\u007f-\uffff]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('"', '`')

const parseSheetJson = (text: string): unknown => JSON.parse(text.replaceAll('`', '"'))

function chunks(text: string): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length; from += chunkLength) pieces.push(text.slice(from, from + chunkLength))
  return pieces
}
