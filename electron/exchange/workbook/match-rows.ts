import { levelOfCode } from '../../../shared/address/code.ts'
import type { AmountUnit } from '../../../shared/amount/fen.ts'
import type { LinkedCell, LinkedForm } from '../../../shared/catalogue/link.ts'
import type { GridCell } from './grid.ts'
import type { FoundColumn, FoundHeader } from './match-header.ts'
import { readValue } from './read-value.ts'
import { type SheetView, type Trouble, textOf, yearlessText } from './sheet-view.ts'

/** Which row of the form a line of the sheet stands for. Codes, units and projects are those written there. */
export type LineSubject =
  | { readonly kind: 'fixed'; readonly key: string }
  | { readonly kind: 'total' }
  | { readonly kind: 'parent'; readonly code: string; readonly name: string }
  | { readonly kind: 'item'; readonly code: string; readonly name: string }
  | { readonly kind: 'unit'; readonly code: string; readonly name: string; readonly unit: string }
  | { readonly kind: 'project'; readonly code: string; readonly unit: string; readonly project: string }

export type FoundValue = {
  /** key of the form's column */
  readonly column: string
  /** in the unit of the cell; null is blank */
  readonly value: number | string | null
  /** why what stands there could not be taken: the place is not blank, but its value is not known; null when it is */
  readonly unclear: string | null
  /** the cell as the sheet has it, null when empty */
  readonly cell: GridCell | null
  readonly address: string
}
export type FoundLine = { readonly subject: LineSubject; readonly row: number; readonly values: readonly FoundValue[] }
export type FoundRows = { readonly lines: readonly FoundLine[]; readonly troubles: readonly Trouble[] }

type Place = { readonly key: string; readonly column: number }

/** Reads the lines below a header. What cannot be taken is told cell by cell, and nothing is guessed. */
export class RowMatcher {
  private readonly view: SheetView
  private readonly form: LinkedForm
  private readonly header: FoundHeader
  private readonly amountUnit: AmountUnit
  private readonly lines: FoundLine[] = []
  private readonly troubles: Trouble[] = []

  constructor(view: SheetView, form: LinkedForm, header: FoundHeader, amountUnit: AmountUnit) {
    this.view = view
    this.form = form
    this.header = header
    this.amountUnit = amountUnit
  }

  match(): FoundRows {
    const { blocks } = this.form.form
    if (blocks === undefined) this.codeLines()
    else blocks.forEach((_, number) => this.fixedLines(number))
    return { lines: this.lines, troubles: this.troubles }
  }

  private get dataRows(): number[] {
    return this.view.rowNumbers.filter((row) => row > this.header.bottom)
  }

  private foundIn(block: number): readonly FoundColumn[] {
    return this.header.found.filter((found) => found.block === block)
  }

  private valuePlaces(block: number): Place[] {
    return this.foundIn(block).flatMap(({ column, places: [place] }) =>
      this.form.columnIndex.has(column.key) && place !== undefined ? [{ key: column.key, column: place }] : [],
    )
  }

  private tell(cell: GridCell, reason: string): void {
    this.troubles.push(this.view.trouble(cell, reason))
  }

  /** Tells of every value of a line that has no row to go to; false when the line holds none. */
  private tellValues(row: number, places: readonly Place[], reason: string): boolean {
    let hasValues = false
    for (const { column } of places) {
      const cell = this.view.cell(row, column)
      if (cell === null || isDash(cell)) continue
      hasValues = true
      this.tell(cell, reason)
    }
    return hasValues
  }

  private values(row: number, places: readonly Place[], cells: readonly (LinkedCell | undefined)[]): FoundValue[] {
    return places.flatMap(({ key, column }): FoundValue[] => {
      const definition = cells[this.form.columnIndex.get(key) ?? -1]
      const cell = this.view.cell(row, column)
      if (definition === undefined || definition.kind === 'none') {
        if (cell !== null && !isDash(cell)) this.tell(cell, '本表这一格不填数，未读入')
        return []
      }
      const address = this.view.placeName(row, column)
      if (cell === null) return [{ column: key, value: null, unclear: null, cell, address }]
      const read = readValue(cell, definition.unit, this.amountUnit)
      if ('value' in read) return [{ column: key, value: read.value, unclear: null, cell, address }]
      return [{ column: key, value: null, unclear: read.reason, cell, address }]
    })
  }

  // ---- fixed rows: by label, block by block

  private fixedLines(block: number): void {
    const places = this.valuePlaces(block)
    const rows = (this.form.rows ?? []).filter((row) => row.block === block)
    const order = new LabelOrder(rows.map(({ row }) => row.label))
    const labelColumns = this.labelColumns(block)
    for (const row of this.dataRows) {
      const labels = labelColumns.map((column) => this.view.text(row, column)).filter((text) => text !== '')
      if (labels.some(isLineOfNumbers)) continue
      const numbers = labels.map((label) => order.take(label)).filter((number) => typeof number === 'number')
      const matched = numbers.map((number) => rows[number]).filter((found) => found !== undefined)
      // 公共服务 and 小计 on one line: the values belong to the row that has cells for them
      const target = matched.find((found) => found.cells.some((cell) => cell.kind !== 'none')) ?? matched[0]
      if (target !== undefined) {
        this.lines.push({
          subject: { kind: 'fixed', key: target.row.key },
          row,
          values: this.values(row, places, target.cells),
        })
        continue
      }
      const label = labels[0]
      const reason =
        label === undefined
          ? '这一行没有项目名称，不知道填到哪一行'
          : order.isKnown(label)
            ? `“${label.slice(0, 30)}”在表中重复出现，只读入第一处`
            : `“${label.slice(0, 30)}”不是本表的行，未读入`
      this.tellValues(row, places, reason)
    }
  }

  /** Sheet columns in which labels of a block stand; a label may begin in a block at the left. */
  private labelColumns(block: number): number[] {
    const from = (this.form.rows ?? []).flatMap(({ row, block: own }) =>
      own === block && row.labelFrom !== undefined ? [row.labelFrom] : [],
    )
    const blocks = [block, ...from.map((key) => (this.form.form.blocks ?? []).findIndex((one) => one.key === key))]
    return blocks.flatMap((number) =>
      this.foundIn(number).flatMap(({ column, places }) => (column.holds === 'label' ? places : [])),
    )
  }

  // ---- rows by code

  private codeLines(): void {
    const places = this.valuePlaces(0)
    const at = (holds: string): readonly number[] =>
      this.header.found.find(({ column }) => column.holds === holds)?.places ?? []
    const codeAt = at('code')
    const named = { name: at('name')[0], unit: at('unitName')[0], project: at('projectName')[0] }
    const labelAt = this.header.found.flatMap(({ column, places: own }) =>
      this.form.columnIndex.has(column.key) ? [] : own,
    )
    const total = this.form.form.codes?.total
    const totalLabel = total === undefined ? null : yearlessText(total.label)
    const codes = new CodeReader()
    const seen = new Map<string, number>()
    for (const row of this.dataRows) {
      const labels = labelAt.map((column) => this.view.text(row, column)).filter((text) => text !== '')
      if (labels.some(isLineOfNumbers)) continue
      const parts = codeAt
        .map((column) => textOf(this.view.shown(row, column)))
        .map((part) => (yearlessText(part) === totalLabel ? '' : part))
      const code = codes.read(parts)
      if (code === '' && labels.some((label) => yearlessText(label) === totalLabel)) {
        this.codeLine({ kind: 'total' }, row, places, seen)
        continue
      }
      if (code === null || code === '') {
        const text = parts.find((part) => part !== '') ?? labels[0] ?? ''
        this.tellValues(
          row,
          places,
          code === null ? `科目编码“${text.slice(0, 20)}”不是 3、5 或 7 位数字` : '这一行没有科目编码，也不是合计',
        )
        continue
      }
      const textAt = (column: number | undefined): string =>
        column === undefined ? '' : textOf(this.view.shown(row, column))
      const subject = this.subjectOf(code, {
        name: textAt(named.name),
        unit: noDash(textAt(named.unit)),
        project: noDash(textAt(named.project)),
      })
      if (typeof subject === 'string') this.tellValues(row, places, subject)
      else this.codeLine(subject, row, places, seen)
    }
  }

  private codeLine(subject: LineSubject, row: number, places: readonly Place[], seen: Map<string, number>): void {
    const isTyped =
      subject.kind === 'item'
        ? this.form.form.codes?.leaf === 'item'
        : subject.kind === 'unit' || subject.kind === 'project'
    const look = lookOf(subject)
    const first = look === null ? undefined : seen.get(look)
    if (first !== undefined) {
      this.tellValues(row, places, `与第 ${first} 行重复，只读入第 ${first} 行`)
      return
    }
    if (look !== null) seen.set(look, row)
    this.lines.push({ subject, row, values: this.values(row, places, isTyped ? this.form.leaf : this.form.parents) })
  }

  /** What a line with a code stands for, or why that cannot be told. */
  private subjectOf(code: string, texts: { name: string; unit: string; project: string }): LineSubject | string {
    const { name, unit, project } = texts
    if (levelOfCode(code) !== 'item') return { kind: 'parent', code, name }
    switch (this.form.form.codes?.leaf) {
      case 'unit':
        return { kind: 'unit', code, name, unit }
      case 'project':
        if (project !== '') return { kind: 'project', code, unit, project }
        return unit === '' ? { kind: 'item', code, name } : '缺少项目名称，不知道是哪个项目'
      case 'item':
      case undefined:
        return { kind: 'item', code, name }
    }
  }
}

const isDash = (cell: GridCell): boolean => /^[-—–]*$/.test(textOf(cell))
const noDash = (text: string): string => (/^[-—–]*$/.test(text) ? '' : text)

/** Lines that look alike stand for one row. Two projects may look alike; which there are is for the book to say. */
function lookOf(subject: LineSubject): string | null {
  switch (subject.kind) {
    case 'total':
      return 'total'
    case 'fixed':
      return subject.key
    case 'unit':
      return `${subject.code} ${yearlessText(subject.unit)}`
    case 'project':
      return null
    case 'parent':
    case 'item':
      return subject.code
  }
}

/** The 栏次 line under the header. */
const isLineOfNumbers = (text: string): boolean => /^(?:栏次|行次)$/.test(yearlessText(text))

/** Labels of a block in printed order. The same words occur twice in some: the one after the last match is meant. */
class LabelOrder {
  private readonly places = new Map<string, number[]>()
  private readonly used = new Set<number>()
  private last = -1

  constructor(labels: readonly string[]) {
    labels.forEach((label, number) => {
      for (const text of new Set([yearlessText(label), unnumbered(label)])) {
        const places = this.places.get(text)
        if (places === undefined) this.places.set(text, [number])
        else places.push(number)
      }
    })
  }

  isKnown(label: string): boolean {
    return this.candidates(label).length > 0
  }

  /** Number of the row a label stands for; null when there is none left. */
  take(label: string): number | null {
    const free = this.candidates(label).filter((number) => !this.used.has(number))
    const taken = free.find((number) => number > this.last) ?? free[0]
    if (taken === undefined) return null
    this.used.add(taken)
    this.last = taken
    return taken
  }

  private candidates(label: string): readonly number[] {
    return this.places.get(yearlessText(label)) ?? this.places.get(unnumbered(label)) ?? []
  }
}

/** A label without the number before it: 一、 （一） 1． 1、 and without 其中：. */
const unnumbered = (label: string): string =>
  yearlessText(label)
    .replace(/^其中:/, '')
    .replace(/^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d+[.、．])/, '')

/** Codes in one cell, or split over 类 款 项; parts left out repeat those of the line above. */
class CodeReader {
  private above = ''

  /** The code of a line; '' when there is none, null when what stands there is no code. */
  read(parts: readonly string[]): string | null {
    const digits = parts.map((part) => yearlessText(part)).map((part) => (/^[类款项]$/.test(part) ? '' : part))
    if (digits.every((part) => part === '')) return ''
    if (digits.some((part) => part !== '' && !/^\d+$/.test(part))) return null
    const code = this.whole(digits) ?? this.joined(digits)
    if (code === null || levelOfCode(code) === null) return null
    this.above = code
    return code
  }

  /** A whole code in one cell: the longest wins, and the others must be its beginning or one of its parts. */
  private whole(digits: readonly string[]): string | null {
    const longest = digits.reduce((one, other) => (other.length > one.length ? other : one), '')
    const place = digits.indexOf(longest)
    const isWhole =
      longest.length > 3 ||
      (longest.length === 3 &&
        place === 0 &&
        digits.every((part, number) => number === 0 || part === '' || part === longest))
    if (!isWhole) return null
    const fits = digits.every(
      (part) =>
        part === '' ||
        longest.startsWith(part) ||
        [longest.slice(3, 5), longest.slice(5, 7)].includes(part.padStart(2, '0')),
    )
    return fits ? longest : null
  }

  private joined(digits: readonly string[]): string | null {
    const [first = '', second = '', third = ''] = digits
    if (digits.length < 2 || first.length > 3 || second.length > 2 || third.length > 2) return null
    const head = first === '' ? this.above.slice(0, 3) : first
    const middle = second !== '' ? second.padStart(2, '0') : third === '' ? '' : this.above.slice(3, 5)
    const end = third === '' ? '' : third.padStart(2, '0')
    return `${head}${middle}${end}`
  }
}
