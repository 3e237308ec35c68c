import { ok, type Result } from '../../shared/channels/result.ts'
import { coverOf } from '../../shared/layout/cover.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import type { DocumentContent, DocumentProperties } from '../exchange/document/content.ts'
import type { FontRole, OwnFonts } from '../exchange/document/font-set.ts'
import { type Printed, type PrintOptions, Typesetter } from '../exchange/document/typesetter.ts'
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
  const cover = coverOf(engine.book, summary)
  return {
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

/** One typesetter for all, kept warm; another one when other fonts are asked for. */
let press: { readonly fonts: string; readonly typesetter: Typesetter } | null = null

function typesetterWith(fonts: OwnFonts): Typesetter {
  const key = JSON.stringify(fonts)
  if (press?.fonts !== key) {
    void press?.typesetter.close()
    press = { fonts: key, typesetter: new Typesetter({ fonts }) }
  }
  return press.typesetter
}

type PdfOptions = PrintOptions & { readonly fonts?: OwnFonts }

/** The public document as PDF. Rejected with the signal's reason when it is called off. */
export const printBook = (open: Documented, options: PdfOptions = {}): Promise<Printed> =>
  typesetterWith(options.fonts ?? {}).printDocument(documentContent(open), options)

/** One form as PDF; also a supplement. @throws Error when the edition has no such form */
export const printForm = (open: Documented, form: string, options: PdfOptions = {}): Promise<Printed> => {
  const { department, year } = open.summary
  const table: PrintedTable = layOut(open.engine, form, { department, year })
  const properties = propertiesOf(open.summary, `${department}${year}年度${table.title}`)
  return typesetterWith(options.fonts ?? {}).printForm(table, properties, options)
}
