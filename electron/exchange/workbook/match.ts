import type { AmountUnit } from '../../../shared/amount/fen.ts'
import type { LinkedEdition, LinkedForm } from '../../../shared/catalogue/link.ts'
import { explanationTitle } from './explanations.ts'
import type { GridCell, SheetGrid } from './grid.ts'
import { manifestSheetName } from './manifest.ts'
import { type FoundHeader, matchHeader } from './match-header.ts'
import { type FoundLine, RowMatcher } from './match-rows.ts'
import { plainText, SheetView, type Trouble, textOf, yearlessText, yearsIn } from './sheet-view.ts'

/** One form as a sheet states it. */
export type FoundForm = {
  readonly form: LinkedForm
  readonly sheet: string
  /** pages of a document the sheet was read from: `第 5 页`, `第 5–6 页`; '' in a workbook */
  readonly place: string
  readonly amountUnit: AmountUnit
  /** department the sheet names, '' when it names none */
  readonly department: string
  /** fiscal years the sheet's title and header name */
  readonly years: readonly number[]
  /** whether a value column of a block was found; what was not found is not blank but unknown */
  hasColumn(block: number, column: string): boolean
  readonly lines: readonly FoundLine[]
}
export type FoundBook = { readonly forms: readonly FoundForm[]; readonly troubles: readonly Trouble[] }

/** Sheets of ours that are no forms. */
const otherSheets: ReadonlySet<string> = new Set([manifestSheetName, explanationTitle])

/** Rows from the top in which a title is looked for. */
const TITLE_ROWS = 20
/** Characters of a title; longer texts are not looked at. */
const TITLE_LENGTH = 100

/** What may stand before a title in its cell: key or number of the form, year, 部门. */
const beforeTitle = /附件|附|表|公开|[GSgs][Kk]?|#年度?|部门|\d|[-:.、_—]|[一二三四五六七八九十]/g

type Title = { readonly form: LinkedForm; readonly cell: GridCell }

/** Finds forms by their printed titles. */
export class Titles {
  private readonly byTitle = new Map<string, LinkedForm>()
  private readonly byKey = new Map<string, LinkedForm>()

  constructor(edition: LinkedEdition) {
    for (const form of edition.forms) {
      this.byTitle.set(yearlessText(form.form.title), form)
      this.byKey.set(form.key, form)
    }
  }

  /** The form whose title a text is; the longest title that fits, since some end like others. */
  of(text: string): LinkedForm | null {
    if (text.length > TITLE_LENGTH) return null
    const plain = yearlessText(text)
    const exact = this.byTitle.get(plain)
    if (exact !== undefined) return exact
    const ending = [...this.byTitle.keys()]
      .filter((title) => plain.endsWith(title))
      .sort((a, b) => b.length - a.length)[0]
    if (ending === undefined || plain.slice(0, plain.length - ending.length).replace(beforeTitle, '') !== '')
      return null
    return this.byTitle.get(ending) ?? null
  }

  /** The printed title of a sheet; failing that, the sheet's own name. */
  find(view: SheetView): Title | null {
    const top = view.rowNumbers.slice(0, TITLE_ROWS)
    for (const row of top) {
      for (const cell of view.cellsOf(row)) {
        const form = typeof cell.value === 'string' ? this.of(cell.value) : null
        if (form !== null) return { form, cell }
      }
    }
    const first = top[0] === undefined ? undefined : view.cellsOf(top[0])[0]
    const form = this.ofName(view.name)
    // nothing says where the title would be, so the header may begin with the first row
    return form === null || first === undefined ? null : { form, cell: { ...first, row: first.row - 1 } }
  }

  /** `GK05`, `GK05 一般公共…`, or the title alone, cut off where names of sheets end. */
  private ofName(name: string): LinkedForm | null {
    const [, key = ''] = /^\s*([A-Za-z]{1,2}\d{2})(?!\d)/.exec(name) ?? []
    return this.byKey.get(key.toUpperCase()) ?? this.of(name)
  }
}

/** What the lines around a title say: unit of amounts, department. */
function surroundings(
  view: SheetView,
  titleRow: number,
  headerBottom: number,
): { unit: string | null; department: string } {
  let unit: string | null = null
  let department = ''
  for (const row of view.rowNumbers.filter((number) => number <= headerBottom && number >= titleRow - 3)) {
    for (const cell of view.cellsOf(row)) {
      const text = plainText(textOf(cell))
      unit ??= /(?:单位|金额单位):?\(?((?:亿|千万|百万|十万|万|千|百)?元)\)?/.exec(text)?.[1] ?? null
      if (department === '') department = /(?:部门|单位)(?:名称)?:(.*?)(?:(?:金额)?单位:.*)?$/.exec(text)?.[1] ?? ''
      if (/^(?:亿|千万|百万|十万|万|千|百)?元$/.test(department)) department = ''
    }
  }
  return { unit, department }
}

const isAmountUnit = (unit: string): unit is AmountUnit => unit === '元' || unit === '万元'

/**
 * Finds the forms of an edition in the sheets of a workbook, in whatever order and under whatever names, and reads
 * their lines. A form that occurs twice is read once. Nothing is stored or compared here.
 */
export function matchBook(edition: LinkedEdition, sheets: readonly SheetGrid[]): FoundBook {
  const titles = new Titles(edition)
  const forms: FoundForm[] = []
  const troubles: Trouble[] = []
  // a hidden copy of a form never stands in for the one people see
  const visibleFirst = [...sheets].sort(
    (one, other) => Number(one.state !== 'visible') - Number(other.state !== 'visible'),
  )
  for (const sheet of visibleFirst) {
    // 审核说明 names forms in its lines, which are no titles
    if (otherSheets.has(sheet.name)) continue
    const view = new SheetView(sheet)
    const title = titles.find(view)
    if (title === null) {
      const first = view.rowNumbers[0] === undefined ? undefined : view.cellsOf(view.rowNumbers[0])[0]
      if (sheet.state === 'visible' && first !== undefined)
        troubles.push(view.trouble(first, '这张工作表没有本套报表的表名，整张未读入'))
      continue
    }
    const before = forms.find(({ form }) => form === title.form)
    if (before !== undefined) {
      troubles.push(view.trouble(title.cell, `与工作表“${before.sheet}”是同一张报表，整张未读入，请只保留一张`))
      continue
    }
    const found = readForm(view, title, troubles)
    if (found !== null) forms.push(found)
  }
  // projects come into the book in the order of the form that lists them all, wherever its sheet stands
  forms.sort((one, other) => one.form.index - other.form.index)
  return { forms, troubles }
}

function readForm(view: SheetView, { form, cell }: Title, troubles: Trouble[]): FoundForm | null {
  const header = matchHeader(view, form, cell.row)
  const titleCell = cell.row === 0 ? { ...cell, row: 1 } : cell
  if (header === null) {
    troubles.push(view.trouble(titleCell, '表名之下没有找到本表的栏目，整张未读入，请按模板的表头填列'))
    return null
  }
  if (!hasRowLabels(form, header)) {
    troubles.push(view.trouble(titleCell, '没有找到写科目编码或项目名称的栏，整张未读入，请按模板的表头填列'))
    return null
  }
  const { unit, department } = surroundings(view, cell.row, header.bottom)
  if (unit !== null && !isAmountUnit(unit)) {
    troubles.push(view.trouble(titleCell, `金额单位是“${unit}”，只能读入以元或万元为单位的表，整张未读入`))
    return null
  }
  const amountUnit = unit ?? '万元'
  tellColumns(view, form, header, titleCell, troubles)
  const rows = new RowMatcher(view, form, header, amountUnit).match()
  for (const trouble of rows.troubles) troubles.push(trouble)
  const found = new Set(header.found.map(({ block, column }) => `${block} ${column.key}`))
  return {
    form,
    sheet: view.name,
    place: view.pages,
    amountUnit,
    department,
    years: headYears(view, form, cell.row, header),
    hasColumn: (block, column) => found.has(`${block} ${column}`),
    lines: rows.lines,
  }
}

/** Codes, or the labels of at least one block, must be there to know the rows by. */
function hasRowLabels(form: LinkedForm, header: FoundHeader): boolean {
  const wanted = form.form.codes === undefined ? 'label' : 'code'
  return header.found.some(({ column }) => column.holds === wanted)
}

function tellColumns(
  view: SheetView,
  form: LinkedForm,
  header: FoundHeader,
  title: GridCell,
  troubles: Trouble[],
): void {
  for (const { row, column } of header.unknown) {
    const cell = view.cell(row, column)
    const hasValues = view.rowNumbers.some((number) => number > header.bottom && view.cell(number, column) !== null)
    if (cell !== null && hasValues) troubles.push(view.trouble(cell, '本表没有这一栏，整栏未读入'))
  }
  for (const { column } of header.missing) {
    const name = column.header.filter((text) => text !== '').join('—')
    const isValue = form.columnIndex.has(column.key)
    if (isValue) troubles.push(view.trouble(title, `没有找到“${name}”栏，账套中这一栏保持不变`))
  }
}

/** Years named above the data and in labels of the form that name one. */
function headYears(view: SheetView, form: LinkedForm, titleRow: number, header: FoundHeader): number[] {
  const years = new Set<number>()
  const namesYear = new Set(
    (form.rows ?? []).filter(({ row }) => row.label.includes('{year}')).map(({ row }) => yearlessText(row.label)),
  )
  for (const row of view.rowNumbers) {
    if (row < titleRow) continue
    if (row > header.bottom && namesYear.size === 0) break
    for (const cell of view.cellsOf(row)) {
      if (typeof cell.value === 'string' && (row <= header.bottom || namesYear.has(yearlessText(cell.value))))
        yearsIn(cell.value).forEach((year) => years.add(year))
    }
  }
  return [...years]
}
