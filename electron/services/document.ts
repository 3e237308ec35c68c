import { statSync } from 'node:fs'
import { ok, type Result } from '../../shared/channels/result.ts'
import { coverOf } from '../../shared/layout/cover.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { documentTitles } from '../../shared/layout/titles.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import type { DocumentContent, DocumentProperties } from '../exchange/document/content.ts'
import type { FontRole, OwnFonts } from '../exchange/document/font-set.ts'
import { type LookedOver, type Printed, type PrintOptions, Typesetter } from '../exchange/document/typesetter.ts'
import type { Printable } from './export.ts'
import { rejected } from './gesture.ts'

/** Official names of the fonts, as a person gives them. */
const fontNames: Readonly<Record<string, FontRole>> = { 宋体: 'song', 黑体: 'hei', 楷体: 'kai', 仿宋: 'fangsong' }

/**
 * Fonts of the machine to print with, from texts like `宋体=C:\Windows\Fonts\simsun.ttc`.
 * Fault: request-rejected for another name.
 */
export function ownFonts(given: readonly string[]): Result<OwnFonts> {
  const fonts: { [Role in FontRole]?: string } = {}
  for (const text of given) {
    const at = text.indexOf('=')
    const role = fontNames[text.slice(0, at)]
    if (role === undefined)
      return rejected(`字体 ${text}`, `应写成 宋体=文件，名称有 ${Object.keys(fontNames).join('、')}`)
    fonts[role] = text.slice(at + 1)
  }
  return ok(fonts)
}

/** What the document needs of an open book. */
export type Documented = Pick<Printable, 'engine' | 'edition'> & {
  readonly summary: Pick<Printable['summary'], 'department' | 'year' | 'changed'>
}

/** What the public document of a book is made of: its cover, the forms on paper and the text part. */
export function documentContent({ engine, edition, summary }: Documented): DocumentContent {
  const { department, year } = summary
  const cover = coverOf(engine, summary)
  return {
    titles: documentTitles(edition, summary),
    cover,
    tables: edition.forms
      .filter(({ form }) => form.onPaper)
      .map(({ key }) => layOut(engine, key, { department, year })),
    narrative: narrate(engine, { department, year }),
    properties: propertiesOf(summary, `${cover.department}${cover.title}`),
  }
}

const propertiesOf = (summary: Documented['summary'], title: string): DocumentProperties => ({
  title,
  department: summary.department,
  year: summary.year,
  created: new Date(summary.changed),
})

/** One typesetter for all, kept warm; another one when other fonts are asked for, or the files are no longer the same. */
let press: { readonly fonts: string; readonly typesetter: Typesetter } | null = null

async function typesetterWith(fonts: OwnFonts): Promise<Typesetter> {
  const key = JSON.stringify(Object.entries(fonts).map(([role, path]) => [role, path, stateOf(path)]))
  if (press?.fonts === key) return press.typesetter
  const before = press
  press = { fonts: key, typesetter: new Typesetter({ fonts }) }
  const { typesetter } = press
  // never the memory of two
  await before?.typesetter.close()
  return typesetter
}

const stateOf = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? 'none' : `${found.size} ${found.mtimeMs}`
}

/** The page of each heading of the public document, in the order of its contents. */
export const pagesOfHeadings = async (content: DocumentContent, options: PdfOptions = {}): Promise<readonly number[]> =>
  (await typesetterWith(options.fonts ?? {})).pagesOf(content, options)

/** What fonts of the machine are found to be when a book is printed with them. */
export type FontsLookedOver = Pick<LookedOver, 'lacking' | 'troubles'>

/** Tries fonts on a book, without printing it. */
export async function lookOverFonts(open: Documented, fonts: OwnFonts): Promise<FontsLookedOver> {
  const { lacking, troubles } = await (await typesetterWith(fonts)).lookOver(documentContent(open))
  return { lacking, troubles }
}

type PdfOptions = PrintOptions & { readonly fonts?: OwnFonts }

/** The public document as PDF. Rejected with the signal's reason when it is called off. */
export const printBook = async (open: Documented, options: PdfOptions = {}): Promise<Printed> =>
  (await typesetterWith(options.fonts ?? {})).printDocument(documentContent(open), options)

/** One form as PDF; also a supplement. @throws Error when the edition has no such form */
export const printForm = async (open: Documented, form: string, options: PdfOptions = {}): Promise<Printed> => {
  const { department, year } = open.summary
  const table: PrintedTable = layOut(open.engine, form, { department, year })
  const properties = propertiesOf(open.summary, `${department}${year}年度${table.title}`)
  return (await typesetterWith(options.fonts ?? {})).printForm(table, properties, options)
}
