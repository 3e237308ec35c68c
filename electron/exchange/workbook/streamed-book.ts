import { type Readable, Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import { StableZip } from '../stable-zip.ts'
import { standardFont } from './styles.ts'

/** What Excel shows under 文件 › 信息. `created` is the only time in the file. */
export type BookProperties = {
  readonly title: string
  readonly department: string
  readonly year: number
  readonly created: Date
}

export type SheetState = 'visible' | 'hidden' | 'veryHidden'
export type SheetPage = {
  readonly orientation: 'portrait' | 'landscape'
  /** rows from 1 to this one are repeated on every page and stay in view */
  readonly headRows: number
  /** columns from 1 to this one stay in view */
  readonly headColumns: number
  readonly lastRow: number
  readonly lastColumn: string
}
export type StreamedSheet = ExcelJS.Worksheet

/** The window opens on the first sheet; sizes in twentieths of a point. */
const firstSheet = {
  x: 0,
  y: 0,
  width: 28800,
  height: 17000,
  firstSheet: 0,
  activeTab: 0,
  visibility: 'visible',
} as const

/** Parts of a sheet that exceljs' streaming writer cannot write, or writes where Excel does not expect them. */
type Additions = { readonly merges: string[]; protected: boolean; centred: boolean }

/** Paper 9 of Excel's list; exceljs declares the list but does not export it. */
const a4: object = { paperSize: 9 }
/** In inches. */
const margins = { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 }

/**
 * A workbook written sheet by sheet with exceljs' streaming writer, so that a large book needs little memory. Its
 * parts are taken before they are zipped, and its gaps filled:
 * - zip: it writes the clock into it (see `StableZip`);
 * - merged ranges: it compares each with all before, which takes seconds for the codes of a large book;
 * - sheet protection: it writes it behind the data validations, and Excel then calls the file damaged;
 * - centring on the page, 公司 among the properties, full calculation on load: it has no place for them;
 * - standard font: it is Calibri, and Excel measures columns in its digits, whatever font the cells have.
 */
export class StreamedBook {
  private readonly properties: BookProperties
  private readonly writer: ExcelJS.stream.xlsx.WorkbookWriter
  private readonly zip = new StableZip()
  /** parts that all sheets share */
  private readonly parts = new Map<string, Buffer>()
  /** what exceljs writes a sheet into, until the sheet ends */
  private readonly open = new Map<string, Readable>()
  private readonly additions = new Map<string, Additions>()

  constructor(properties: BookProperties) {
    this.properties = properties
    const { title, department, year, created } = properties
    this.writer = new ExcelJS.stream.xlsx.WorkbookWriter({
      stream: new Writable({ write: (_piece, _encoding, done) => done() }),
      useStyles: true,
      useSharedStrings: true,
    })
    const subject = year === 0 ? {} : { subject: `${year}年度部门决算` }
    Object.assign(this.writer, { title, creator: department, lastModifiedBy: department, ...subject })
    Object.assign(this.writer, { views: [firstSheet] })
    Object.assign(this.writer, { created, modified: created, zip: { append: this.take.bind(this) } })
  }

  /** Stands in for the archive exceljs would zip into. */
  private take(source: string | Readable, { name }: { readonly name: string }): void {
    const part = name.replace(/^\//, '')
    if (typeof source === 'string') this.parts.set(part, this.amended(part, Buffer.from(source)))
    else this.open.set(part, source)
  }

  /** Begins a sheet; rows are written from top to bottom with `row.commit()`, and the sheet ends with `endSheet`. */
  addSheet(name: string, state: SheetState, page?: SheetPage): StreamedSheet {
    // A sheet without a page holds data for programs: long texts, each once
    const options = page === undefined ? { useSharedStrings: false } : pageOptions(page, state)
    const sheet = this.writer.addWorksheet(name, { state, ...options })
    this.additions.set(partOf(sheet), { merges: [], protected: false, centred: page !== undefined })
    return sheet
  }

  merge(sheet: StreamedSheet, range: string): void {
    this.additionsOf(sheet).merges.push(range)
  }

  /**
   * Locked cells can be selected but not changed, rows can be widened and added; no password, so it guards against
   * slips and nothing else.
   */
  protect(sheet: StreamedSheet): void {
    this.additionsOf(sheet).protected = true
  }

  validate(sheet: StreamedSheet, range: string, rule: ExcelJS.DataValidation): void {
    // Not in the types of exceljs: there, rules can only be given cell by cell
    const { dataValidations } = sheet as unknown as { dataValidations: { add(range: string, rule: object): void } }
    dataValidations.add(range, rule)
  }

  async endSheet(sheet: StreamedSheet): Promise<void> {
    ;(sheet as unknown as { commit(): void }).commit()
    const part = partOf(sheet)
    const bytes: unknown = this.open.get(part)?.read()
    if (!Buffer.isBuffer(bytes)) throw new Error(`exceljs no longer writes ${part} at once`)
    this.open.delete(part)
    await this.zip.add(part, withAdditions(bytes, this.additionsOf(sheet)))
  }

  /** Adds what all sheets share, and packs. */
  async finish(): Promise<Uint8Array> {
    const { writer } = this
    await Promise.all([writer.addThemes(), writer.addOfficeRels(), writer.addContentTypes(), writer.addApp()])
    await Promise.all([writer.addCore(), writer.addSharedStrings(), writer.addStyles(), writer.addWorkbookRels()])
    await writer.addWorkbook()
    for (const [name, part] of this.parts) await this.zip.add(name, part)
    return this.zip.finish()
  }

  private additionsOf(sheet: StreamedSheet): Additions {
    const additions = this.additions.get(partOf(sheet))
    if (additions === undefined) throw new Error(`sheet ${sheet.name} is of another book`)
    return additions
  }

  private amended(name: string, part: Buffer): Buffer {
    switch (name) {
      case 'xl/workbook.xml':
        return replaced(part, /<calcPr /, '<calcPr fullCalcOnLoad="1" ')
      case 'xl/styles.xml':
        return replaced(part, /<font>.*?<\/font>/, standardFont)
      case 'docProps/app.xml':
        return replaced(
          part,
          /<Company\/>|<Company><\/Company>/,
          `<Company>${xmlText(this.properties.department)}</Company>`,
        )
      default:
        return part
    }
  }
}

const partOf = (sheet: StreamedSheet): string => `xl/worksheets/sheet${sheet.id}.xml`

function pageOptions(page: SheetPage, state: SheetState): Partial<ExcelJS.AddWorksheetOptions> {
  const { orientation, headRows, headColumns, lastRow, lastColumn } = page
  return {
    views: [{ state: 'frozen', xSplit: headColumns, ySplit: headRows }],
    headerFooter: { oddFooter: '&C第 &P 页，共 &N 页' },
    pageSetup: {
      ...a4,
      orientation,
      margins,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `1:${headRows}`,
      // LibreOffice prints a sheet with a print area even if it is hidden
      ...(state === 'visible' ? { printArea: `A$1:${lastColumn}$${lastRow}` } : {}),
    },
  }
}

/** Schema order: sheetData, sheetProtection, mergeCells, dataValidations, printOptions, pageMargins. */
function withAdditions(part: Buffer, additions: Additions): Buffer {
  const { merges } = additions
  const afterData = [
    additions.protected
      ? '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" insertRows="0"/>'
      : '',
    merges.length > 0 ? `<mergeCells count="${merges.length}">` : '',
    ...merges.map((range) => `<mergeCell ref="${range}"/>`),
    merges.length > 0 ? '</mergeCells>' : '',
  ].join('')
  const end = part.lastIndexOf('</sheetData>') + '</sheetData>'.length
  const rest = part.subarray(end)
  const tail = additions.centred
    ? replaced(rest, /<pageMargins/, '<printOptions horizontalCentered="1"/><pageMargins')
    : rest
  return Buffer.concat([part.subarray(0, end), Buffer.from(afterData), tail])
}

function replaced(part: Buffer, from: RegExp, to: string): Buffer {
  const text = part.toString('utf8')
  if (text.search(from) < 0) throw new Error(`exceljs no longer writes ${String(from)}`)
  return Buffer.from(text.replace(from, () => to))
}

const xmlText = (text: string): string =>
  text.replace(/[<>&"']/g, (found) => `&#${found.charCodeAt(0)};`).replace(/[^\P{Cc}\t\n\r]/gu, '')
