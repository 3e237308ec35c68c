import {
  areaOf,
  type CellTrouble,
  type GridCell,
  type GridMerge,
  parseCellName,
  parseRange,
  type SheetGrid,
} from './grid.ts'
import { type WorkbookPackage, WorkbookRefused } from './guard.ts'
import { decodePart, XmlScanner } from './xml.ts'

/**
 * The parts of a workbook that hold cells: list of sheets, shared texts, number formats, sheets. Only what is said in
 * cells is kept, so looks, validations, dimensions and columns cost nothing however large they claim to be.
 *
 * Not read with exceljs: to bound what it does, every sheet would have to be scanned and written anew before it sees
 * it, which is this reader; and the book of 5,000 items and projects takes it 9 s, this reader 0.5 s.
 */

/** Limits of what is kept; a sheet of the official set has 20 columns and some hundred rows. */
export const sheetLimits = {
  sheets: 200,
  /** a million would take the program beyond a gigabyte; a book of 5,000 items and as many projects has some 320,000 */
  cells: 500_000,
  /** characters in all cells together: one long shared text may be shown by every cell */
  characters: 40_000_000,
  sharedTexts: 1_000_000,
  row: 100_000,
  column: 1_000,
  merges: 50_000,
  /** cells under one merge */
  merged: 100_000,
  /** cells under one validation: several whole columns pass, a whole sheet does not */
  validated: 64_000_000,
} as const

const damaged = (what: string): WorkbookRefused =>
  new WorkbookRefused('文件', `内部内容不完整（${what}），可能已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入`)
const inSheet = (name: string, reason: string): WorkbookRefused =>
  new WorkbookRefused(`工作表“${name.slice(0, 40)}”`, reason)

/** Excel allows 31 characters; names are shown to the user. */
const longestName = 100

type Listed = { readonly name: string; readonly state: SheetGrid['state']; readonly part: string }

/** Name of a part that a relation of `xl/workbook.xml` points to. */
const partName = (target: string): string =>
  target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`

function readRelations(files: WorkbookPackage): Map<string, string> {
  const bytes = files.part('xl/_rels/workbook.xml.rels')
  if (bytes === null) throw damaged('缺少工作表目录')
  const relations = new Map<string, string>()
  const scanner = new XmlScanner(decodePart(bytes))
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event !== 'open' || scanner.name !== 'Relationship') continue
    const isExternal = scanner.attribute('TargetMode') === 'External'
    if (!isExternal && /\/worksheet$/.test(scanner.attribute('Type') ?? '')) {
      relations.set(scanner.attribute('Id') ?? '', partName(scanner.attribute('Target') ?? ''))
    }
  }
  return relations
}

function readList(files: WorkbookPackage): { sheets: Listed[]; since1904: boolean } {
  const bytes = files.part('xl/workbook.xml')
  if (bytes === null) throw damaged('缺少工作簿目录')
  const relations = readRelations(files)
  const sheets: Listed[] = []
  let since1904 = false
  const scanner = new XmlScanner(decodePart(bytes))
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event !== 'open') continue
    if (scanner.name === 'workbookPr') since1904 = ['1', 'true'].includes(scanner.attribute('date1904') ?? '')
    if (scanner.name !== 'sheet') continue
    const part = relations.get(scanner.attribute('id') ?? '')
    const state = scanner.attribute('state')
    // charts and dialogs have no cells
    if (part !== undefined)
      sheets.push({
        name: meantText(scanner.attribute('name') ?? '').slice(0, longestName),
        part,
        state: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
      })
  }
  if (sheets.length > sheetLimits.sheets) throw new WorkbookRefused('文件', `工作表过多（${sheets.length} 张），未读取`)
  return { sheets, since1904 }
}

/** Halves of a character, and what no text can hold. */
const unstorable = /[\p{Cs}\0]/gu

/** Text as meant: `_x000D_` is how the format writes characters that XML cannot. */
const meantText = (text: string): string =>
  (text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
  ).replace(unstorable, '')

function readSharedTexts(files: WorkbookPackage): string[] {
  const bytes = files.part('xl/sharedStrings.xml')
  if (bytes === null) return []
  const texts: string[] = []
  const scanner = new XmlScanner(decodePart(bytes))
  let text = ''
  let isText = false
  let phonetic = 0
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'text') {
      if (isText && phonetic === 0) text += scanner.text
    } else if (scanner.name === 'si') {
      if (event === 'open') text = ''
      if (event === 'close' || scanner.isEmpty) texts.push(meantText(text))
      if (texts.length > sheetLimits.sharedTexts)
        throw new WorkbookRefused('文件', `文字过多（超过 ${sheetLimits.sharedTexts} 段），未读取`)
    } else if (scanner.name === 't') isText = event === 'open' && !scanner.isEmpty
    else if (scanner.name === 'rPh' && !scanner.isEmpty) phonetic += event === 'open' ? 1 : -1
  }
  return texts
}

const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
const isDateFormat = (code: string): boolean =>
  /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|General/gi, ''))

/** For each cell style: whether its numbers are shown as dates. */
function readDateStyles(files: WorkbookPackage): boolean[] {
  const bytes = files.part('xl/styles.xml')
  if (bytes === null) return []
  const dates = new Set<number>()
  const styles: boolean[] = []
  let inCellStyles = false
  const scanner = new XmlScanner(decodePart(bytes))
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'text') continue
    if (scanner.name === 'cellXfs') inCellStyles = event === 'open'
    else if (event === 'open' && scanner.name === 'numFmt') {
      if (isDateFormat(scanner.attribute('formatCode') ?? '')) dates.add(Number(scanner.attribute('numFmtId')))
    } else if (event === 'open' && scanner.name === 'xf' && inCellStyles) {
      const id = Number(scanner.attribute('numFmtId') ?? 0)
      styles.push(dates.has(id) || builtInDates(id))
    }
  }
  return styles
}

/** A serial day number as `2024-05-01`, with the time when there is one. */
function dateText(serial: number, since1904: boolean): string {
  // Day 60 of the 1900 calendar is the 29 February 1900 that never was.
  const days = since1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const date = new Date(Math.round((days - 25569) * 86_400_000))
  if (Number.isNaN(date.getTime())) return String(serial)
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}

type Reading = {
  readonly texts: readonly string[]
  readonly dates: readonly boolean[]
  readonly since1904: boolean
  cells: number
  characters: number
}

/** One `<c>`, from its opening tag on. */
class CellReader {
  row = 0
  column = 0
  private type = ''
  private style = 0
  private value: string | null = null
  private inline = ''
  private hasFormula = false
  private readonly reading: Reading

  constructor(reading: Reading) {
    this.reading = reading
  }

  begin(row: number, scanner: XmlScanner): void {
    const name = scanner.attribute('r')
    const place = name === null ? { row, column: this.column + 1 } : parseCellName(name)
    if (place === null) throw damaged('单元格地址')
    this.row = place.row
    this.column = place.column
    this.type = scanner.attribute('t') ?? 'n'
    this.style = Number(scanner.attribute('s') ?? 0)
    this.value = null
    this.inline = ''
    this.hasFormula = false
  }

  /** Reads up to the closing tag. */
  content(scanner: XmlScanner): void {
    let inside = ''
    let phonetic = 0
    for (let event = scanner.next(); ; event = scanner.next()) {
      if (event === 'end') throw damaged('单元格')
      if (event === 'text') {
        if (inside === 'v') this.value = (this.value ?? '') + scanner.text
        else if (inside === 't' && phonetic === 0) this.inline += scanner.text
        continue
      }
      if (event === 'close' && scanner.name === 'c') return
      if (scanner.name === 'rPh' && !scanner.isEmpty) phonetic += event === 'open' ? 1 : -1
      if (event === 'open' && scanner.name === 'f') this.hasFormula = true
      if (event === 'open' && scanner.name === 'v') this.value ??= ''
      inside = event === 'open' && !scanner.isEmpty ? scanner.name : ''
    }
  }

  /** What the cell shows; null when it shows nothing. */
  cell(): GridCell | null {
    const { row, column, hasFormula: formula } = this
    if (formula && this.value === null && this.inline === '')
      return { row, column, value: '', formula, trouble: 'formula-without-result' }
    const value = this.shown()
    if (value === null || (typeof value === 'string' && value.trim() === '')) return null
    const trouble: CellTrouble | null = this.type === 'e' ? 'error' : null
    return { row, column, value, formula, trouble }
  }

  private shown(): number | string | null {
    if (this.type === 'inlineStr') return meantText(this.inline)
    const { value } = this
    if (value === null) return null
    switch (this.type) {
      case 's': {
        const text = this.reading.texts[Number(value)]
        if (text === undefined) throw damaged('文字表')
        return text
      }
      case 'b':
        return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
      case 'str':
        return meantText(value)
      case 'e':
      case 'd':
        return meantText(value)
      default: {
        const number = value.trim() === '' ? Number.NaN : Number(value)
        if (!Number.isFinite(number)) return meantText(value)
        return this.reading.dates[this.style] === true ? dateText(number, this.reading.since1904) : number
      }
    }
  }
}

function readSheet(bytes: Buffer, listed: Listed, reading: Reading): SheetGrid {
  const { name } = listed
  const cells: GridCell[] = []
  const merges: GridMerge[] = []
  const scanner = new XmlScanner(decodePart(bytes))
  const reader = new CellReader(reading)
  let row = 0
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event !== 'open') continue
    if (scanner.name === 'row') {
      row = Number(scanner.attribute('r') ?? row + 1)
      reader.column = 0
    } else if (scanner.name === 'c') {
      reader.begin(row, scanner)
      if (scanner.isEmpty) continue
      reader.content(scanner)
      const cell = reader.cell()
      if (cell === null) continue
      if (cell.row > sheetLimits.row || cell.column > sheetLimits.column) {
        throw inSheet(name, `第 ${cell.row} 行第 ${cell.column} 列还有内容，远超报表范围，请删除多余的行列后另存再导入`)
      }
      reading.cells++
      reading.characters += typeof cell.value === 'string' ? cell.value.length : 0
      if (reading.cells > sheetLimits.cells || reading.characters > sheetLimits.characters)
        throw inSheet(name, '内容过多，远超报表范围，未读取')
      cells.push(cell)
    } else if (scanner.name === 'mergeCell') {
      const ref = scanner.attribute('ref') ?? ''
      const merge = parseRange(ref)
      if (merge === null) throw inSheet(name, `合并单元格“${ref.slice(0, 30)}”写法不对，文件可能已损坏`)
      if (areaOf(merge) > sheetLimits.merged)
        throw inSheet(name, `合并单元格范围过大（${ref}），请取消合并后另存再导入`)
      merges.push(merge)
      if (merges.length > sheetLimits.merges)
        throw inSheet(name, `合并单元格过多（超过 ${sheetLimits.merges} 处），未读取`)
    } else if (scanner.name === 'dataValidation') checkValidated(scanner.attribute('sqref') ?? '', name)
  }
  return { name, state: listed.state, cells, merges }
}

function checkValidated(ranges: string, sheet: string): void {
  let area = 0
  for (const text of ranges.split(/\s+/)) {
    const range = parseRange(text)
    area += range === null ? 0 : areaOf(range)
  }
  if (area > sheetLimits.validated)
    throw inSheet(sheet, `数据有效性覆盖范围过大（${ranges.slice(0, 30)}），请清除整张表的数据有效性后另存再导入`)
}

/**
 * Reads every sheet of a workbook that has passed the guard.
 * @throws WorkbookRefused when it is damaged or beyond the limits; the sheet is named where it is one sheet's fault
 */
export function readSheets(files: WorkbookPackage): SheetGrid[] {
  const { sheets, since1904 } = readList(files)
  const reading: Reading = {
    texts: readSharedTexts(files),
    dates: readDateStyles(files),
    since1904,
    cells: 0,
    characters: 0,
  }
  return sheets.map((listed) => {
    const bytes = files.part(listed.part)
    if (bytes === null) throw inSheet(listed.name, '内容缺失，文件可能已损坏，请用 Excel 或 WPS 打开后另存再导入')
    return readSheet(bytes, listed, reading)
  })
}
