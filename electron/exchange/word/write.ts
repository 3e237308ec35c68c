import {
  AlignmentType,
  Document,
  type FileChild,
  Footer,
  type ISectionOptions,
  NumberFormat,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TableOfContents,
  TextRun,
  VerticalAlignSection,
} from 'docx'
import type { DocumentContent } from '../document/content.ts'
import { type DocumentModel, documentModel, type ModelBlock, type ModelTable } from '../document/document-model.ts'
import { mm, paper } from '../document/table-fit.ts'
import { stableWord } from './stable-word.ts'
import { exactly, type FontName, font, fonts, notIndented, stylesWith } from './styles.ts'
import { cellSizes, formNotes, formTable, textTable, twips } from './tables.ts'

export type WordScope = 'whole' | 'text'

/** Margins of text pages, as in the PDF. */
const margins = { top: 37 * mm, bottom: 35 * mm, left: 28 * mm, right: 26 * mm }
const textWidth = paper.width - margins.left - margins.right

/**
 * The public document for Word: the whole, with cover, contents and forms, or the text part alone, to be worked on by
 * colleagues. Headings are Word's own, forms real tables. The same content always gives the same bytes.
 *
 * @param pages the page of each heading, as the PDF has them: what the contents say until Word counts anew, which it
 *   offers when the file is opened. Lines and rows are those of the PDF, so they rarely differ
 */
export async function writeWord(
  content: DocumentContent,
  scope: WordScope,
  pages: readonly number[] = [],
): Promise<Uint8Array> {
  const { model } = documentModel(content)
  const sections = scope === 'whole' ? wholeSections(model) : [textSection(model, true)]
  const document = new Document({
    styles: stylesWith(cellSizes(model.tables)),
    sections,
    title: model.meta.title,
    creator: model.meta.author,
    pageNumbers: (body) => ({ bookmarks: pagesOfBookmarks(body, pages) }),
  })
  return stableWord(await Packer.toBuffer(document), content.properties.created)
}

/** The library bookmarks each heading, under numbers of its own. */
function pagesOfBookmarks(body: object, pages: readonly number[]): Map<string, string> {
  const names = JSON.stringify(body).matchAll(/"w:name":"(_Toc\d+)"/g)
  const inOrder = [...new Set([...names].map(([, name]) => name ?? ''))]
  return new Map(pages.flatMap((page, place) => (inOrder[place] === undefined ? [] : [[inOrder[place], String(page)]])))
}

// ---- sections

function wholeSections(model: DocumentModel): ISectionOptions[] {
  return [
    { properties: { page: page('portrait'), type: SectionType.NEXT_PAGE }, children: cover(model) },
    {
      properties: {
        page: { ...page('portrait'), pageNumbers: { start: 1, formatType: NumberFormat.UPPER_ROMAN } },
        type: SectionType.NEXT_PAGE,
      },
      footers: { default: footer('') },
      children: [
        centred(model.contentsTitle, 22, fonts.hei, 0, 14),
        new TableOfContents('目录', { hyperlink: true, headingStyleRange: '1-6', beginDirty: true }),
      ],
    },
    {
      properties: {
        page: { ...page('portrait'), pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL } },
        type: SectionType.NEXT_PAGE,
        verticalAlign: VerticalAlignSection.CENTER,
      },
      footers: { default: footer('—') },
      children: [headingOf(1, model.formsTitle)],
    },
    ...model.tables.map(formSection),
    textSection(model, false),
  ]
}

function formSection(table: ModelTable): ISectionOptions {
  const { x, y } = table.fit.margins
  const width = (table.landscape ? paper.height : paper.width) - 2 * x
  const sides = { left: twips(x), right: twips(x), top: twips(y), bottom: twips(y) }
  return {
    properties: {
      page: { ...page(table.landscape ? 'landscape' : 'portrait'), margin: { ...sides, footer: twips(10 * mm) } },
      type: SectionType.NEXT_PAGE,
    },
    children: [formTitle(table.title), formTable(table, width), ...formNotes(table.notes)],
  }
}

function textSection(model: DocumentModel, alone: boolean): ISectionOptions {
  const start = alone ? { pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL } } : {}
  return {
    properties: { page: { ...page('portrait'), ...start }, type: SectionType.NEXT_PAGE },
    ...(alone ? { footers: { default: footer('—') } } : {}),
    children: model.parts.flatMap(({ title, blocks }, number): FileChild[] => [
      headingOf(1, title, number > 0),
      ...blocks.flatMap(blockOf),
    ]),
  }
}

const page = (orientation: 'portrait' | 'landscape') => ({
  // docx turns the sheet itself
  size: {
    width: twips(paper.width),
    height: twips(paper.height),
    orientation: orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
  },
  margin: {
    top: twips(margins.top),
    bottom: twips(margins.bottom),
    left: twips(margins.left),
    right: twips(margins.right),
    footer: twips(22 * mm),
  },
})

/** `— 1 —` at the foot; sections that bring none show that of the section before. */
function footer(dash: '' | '—'): Footer {
  const [before, after] = dash === '' ? ['', ''] : [`${dash} `, ` ${dash}`]
  const number = new TextRun({
    children: [before, PageNumber.CURRENT, after],
    size: 24,
    font: font(fonts.song),
  })
  return new Footer({
    children: [new Paragraph({ alignment: AlignmentType.CENTER, indent: notIndented, children: [number] })],
  })
}

// ---- contents of sections

function cover({ cover: { title, department, date, names } }: DocumentModel): Paragraph[] {
  return [
    centred(department, 30, fonts.hei, 110, 28),
    centred(title, 30, fonts.hei, 0, names.length > 0 ? 220 : 300),
    ...names.map(({ label, text }) => centred(`${label}：${text}`, 14, fonts.fangsong, 0, 6)),
    ...(names.length > 0 ? [centred('', 14, fonts.fangsong, 0, 30)] : []),
    centred(department, 18, fonts.fangsong, 0, 10),
    centred(date, 16, fonts.fangsong, 0, 0),
  ]
}

const centred = (text: string, size: number, eastAsia: FontName, before: number, after: number): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: notIndented,
    spacing: { ...exactly(size * 1.5), before: twips(before), after: twips(after) },
    children: [new TextRun({ text, size: size * 2, font: font(eastAsia) })],
  })

/** A form's title: a heading like 一、, but over the table. */
const formTitle = (text: string): Paragraph =>
  new Paragraph({
    style: 'Heading2',
    alignment: AlignmentType.CENTER,
    indent: notIndented,
    spacing: { ...exactly(24), before: 0, after: 100 },
    text,
  })

const headingOf = (level: number, text: string, pageBreakBefore = false): Paragraph =>
  new Paragraph({ style: `Heading${level}`, text, pageBreakBefore })

function blockOf(block: ModelBlock): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [headingOf(block.level + 1, block.text)]
    case 'paragraph':
      return [new Paragraph({ style: 'BodyText', text: block.text })]
    case 'table':
      // two tables in a row would become one
      return [textTable(block, textWidth), new Paragraph({ spacing: exactly(14) })]
  }
}
