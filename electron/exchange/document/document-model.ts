import type { PrintedTable } from '../../../shared/layout/table.ts'
import type { Block, Run } from '../../../shared/narrative/document.ts'
import { runText } from '../../../shared/narrative/narrate.ts'
import { type DocumentContent, type DocumentProperties, type Place } from './content.ts'
import { type PaperCell, type PaperTable, paperTable } from './paper-table.ts'
import { printableLine, printableParagraphs } from './printable-text.ts'
import { fitTable, type TableFit } from './table-fit.ts'

/** The document as plain data, every text fit to print: what the templates read and Word is written from. */
export type DocumentModel = {
  readonly meta: ModelMeta
  readonly cover: {
    readonly title: string
    readonly department: string
    readonly date: string
    readonly names: readonly { readonly label: string; readonly text: string }[]
  }
  readonly contentsTitle: string
  readonly formsTitle: string
  readonly tables: readonly ModelTable[]
  readonly parts: readonly { readonly title: string; readonly blocks: readonly ModelBlock[] }[]
}

export type ModelTable = PaperTable & { readonly fit: TableFit }

export type ModelMeta = {
  readonly title: string
  readonly author: string
  /** year, month, day, hour, minute, second in UTC */
  readonly created: readonly number[]
}

export type ModelBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** A text that will be printed, and where. `cut` when only its beginning is. */
export type PlacedText = { readonly text: string; readonly where: Place; readonly cut: boolean }

/** Makes texts fit to print, and keeps them with their places for the check of glyphs. */
class Texts {
  readonly placed: PlacedText[] = []

  line(text: string, where: Place): string {
    if (text === '') return ''
    const line = printableLine(text)
    this.placed.push({ ...line, where })
    return line.text
  }

  paragraphs(text: string, where: Place): string[] {
    return printableParagraphs(text).map((one) => {
      this.placed.push({ ...one, where })
      return one.text
    })
  }
}

/** The whole document as a model, with every text it prints. */
export function documentModel(content: DocumentContent): { model: DocumentModel; texts: readonly PlacedText[] } {
  const texts = new Texts()
  const { cover, properties, titles } = content
  const coverLine = (text: string, line: string): string => texts.line(text, { kind: 'cover', line })
  const model: DocumentModel = {
    meta: metaOf(properties, texts),
    cover: {
      title: coverLine(cover.title, '标题'),
      department: coverLine(cover.department, '部门名称'),
      date: coverLine(cover.date, '日期'),
      names: cover.names.map(({ label, text }) => ({ label, text: coverLine(text, label) })),
    },
    contentsTitle: coverLine(titles.contents, '目录'),
    formsTitle: coverLine(titles.forms, '报表'),
    tables: content.tables.map((table) => modelTable(table, texts)),
    parts: content.narrative.parts.map(({ title, blocks }) => ({
      title: texts.line(title, { kind: 'text', part: title, block: '' }),
      blocks: blocks.flatMap((block) => modelBlocks(block, title, texts)),
    })),
  }
  return { model, texts: texts.placed }
}

export type FormModel = { readonly meta: ModelMeta; readonly tables: readonly [ModelTable] }

/** One form as a document of its own. */
export function formModel(
  table: PrintedTable,
  properties: DocumentProperties,
): { model: FormModel; texts: readonly PlacedText[] } {
  const texts = new Texts()
  const model: FormModel = { meta: metaOf(properties, texts), tables: [modelTable(table, texts)] }
  return { model, texts: texts.placed }
}

function metaOf({ title, department, created }: DocumentProperties, texts: Texts): ModelMeta {
  return {
    title: texts.line(title, { kind: 'cover', line: '标题' }),
    author: texts.line(department, { kind: 'cover', line: '部门名称' }),
    created: [
      created.getUTCFullYear(),
      created.getUTCMonth() + 1,
      created.getUTCDate(),
      created.getUTCHours(),
      created.getUTCMinutes(),
      created.getUTCSeconds(),
    ],
  }
}

function modelTable(printed: PrintedTable, texts: Texts): ModelTable {
  const table = paperTable(printed)
  const at = (row: number | null): Place => ({ kind: 'form', form: table.form, title: table.title, row })
  const cells = (line: readonly PaperCell[], row: number | null): PaperCell[] =>
    line.map((cell) => ({ ...cell, text: texts.line(cell.text, at(row)) }))
  const clean: PaperTable = {
    ...table,
    title: texts.line(table.title, at(null)),
    departmentLine: texts.line(table.departmentLine, at(null)),
    unitLine: texts.line(table.unitLine, at(null)),
    header: table.header.map((line) => cells(line, null)),
    body: table.body.map((line, number) => cells(line, number + 1)),
    notes: table.notes.map((note) => texts.line(note, at(null))),
  }
  return { ...clean, fit: fitTable(clean) }
}

const textOf = (runs: readonly Run[]): string => runs.map(runText).join('')

function modelBlocks(block: Block, part: string, texts: Texts): ModelBlock[] {
  const where: Place = { kind: 'text', part, block: block.key }
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', level: block.level, text: texts.line(block.number + textOf(block.runs), where) }]
    case 'paragraph':
      return texts.paragraphs(textOf(block.runs), where).map((text) => ({ kind: 'paragraph', text }))
    case 'table':
      return [
        {
          kind: 'table',
          head: block.head.map((text) => texts.line(text, where)),
          rows: block.rows.map((row) => row.map((runs) => texts.line(textOf(runs), where))),
        },
      ]
  }
}
