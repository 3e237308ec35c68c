import { sumOf } from '../amount/sum.ts'
import type { LinkedCell, LinkedForm } from '../catalogue/link.ts'
import type { ValueUnit } from '../catalogue/vocabulary.ts'
import type { Engine } from '../engine/engine.ts'
import type { Finding } from '../engine/finding.ts'
import { levels } from '../engine/rows.ts'
import { askedAt, type Basis } from './basis.ts'
import { isBeyond, percentOf, type Threshold } from './percent.ts'
import type { PriorForm, PriorRow } from './prior-form.ts'

/** One figure of this year's book beside the one it is compared with; numbers in the unit (fen, count, hundredths). */
export type ComparedCell = {
  readonly unit: ValueUnit
  /** this year's final figure; null is blank */
  readonly here: number | null
  /** last year's figure, or the 年初预算; null is blank */
  readonly base: number | null
  /** here − base, blank counting as nought; null when both are blank */
  readonly difference: number | null
  /** hundredths of a per cent of the base; null when there is no base to take it of */
  readonly percent: number | null
  /** beyond the threshold */
  readonly isMarked: boolean
  /** findings that ask for a reason here, given ones included */
  readonly asked: readonly Finding[]
}

export type ComparedRow = {
  readonly key: string
  readonly label: string
  readonly code: string | null
  readonly level: number
  /** printed name of the unit, in lines of units and projects */
  readonly unit: string | null
  /** not a sum of other rows of the form: what sorting by size orders */
  readonly isLeaf: boolean
  /** in both books, or only in one of them; a comparison with the budget knows only `both` */
  readonly presence: 'both' | 'new' | 'gone'
  /** by the columns of the section; null where the row has nothing to compare */
  readonly cells: readonly (ComparedCell | null)[]
}

/** Rows with the same columns: a form, or one of its blocks that stand side by side on paper. */
export type ComparedSection = {
  /** as the header says it, '' when the form has only one */
  readonly title: string
  /** keys of the columns */
  readonly columns: readonly string[]
  readonly rows: readonly ComparedRow[]
}

export type Comparison = {
  readonly form: string
  readonly basis: Basis
  readonly sections: readonly ComparedSection[]
  /** cells beyond the threshold, and those of them or others whose reason is asked for and not given */
  readonly marked: number
  readonly open: number
}

export type ComparisonInput = {
  readonly engine: Engine
  readonly form: string
  readonly basis: Basis
  readonly threshold: Threshold
  /** the book's failing findings */
  readonly findings: readonly Finding[]
  /** last year's side; not needed for the budget */
  readonly prior?: PriorForm | null
}

const none: readonly Finding[] = []

/** Forms that have something to compare with the basis, in printed order. */
export function comparableForms({ edition }: Engine, basis: Basis): string[] {
  const isComparable = (form: LinkedForm): boolean =>
    cellsOf(form).some((cell) => isNumber(cell) && (basis === 'prior' || cell.budget !== null))
  return edition.forms.filter(isComparable).map(({ key }) => key)
}

const isNumber = ({ kind, unit }: LinkedCell): boolean => kind !== 'none' && unit !== 'text'
const repeatsPrior = ({ kind, carried, terms }: LinkedCell): boolean =>
  kind === 'default' && !carried && terms.length > 0 && terms.every(({ prior }) => prior)
const cellsOf = (form: LinkedForm): readonly LinkedCell[] => form.rows?.flatMap(({ cells }) => cells) ?? form.leaf

/**
 * Compares one form of a book with last year's book or with its 年初预算: rows in printed order with something but
 * nought on either side, and totals. Rows only last year had stand where they stood; lines of a code form are in code
 * order.
 */
export function compareForm(input: ComparisonInput): Comparison {
  return new Comparing(input).result()
}

class Comparing {
  private readonly input: ComparisonInput
  private readonly linked: LinkedForm
  private readonly asked: ReadonlyMap<string, readonly Finding[]>
  private readonly priorRows: ReadonlyMap<string, PriorRow>
  private readonly priorColumn: ReadonlyMap<string, number>
  private marked = 0
  private open = 0

  constructor(input: ComparisonInput) {
    const { engine, form, findings, basis, prior } = input
    this.input = input
    const linked = engine.edition.forms[engine.edition.formIndex.get(form) ?? -1]
    if (linked === undefined) throw new Error(`the edition has no form ${form}`)
    this.linked = linked
    this.asked = askedAt(engine, findings, form, basis)
    this.priorRows = new Map((prior?.rows ?? []).map((row) => [row.key, row]))
    this.priorColumn = new Map((prior?.columns ?? []).map((column, at) => [column, at]))
  }

  result(): Comparison {
    const { form, basis } = this.input
    const sections = (this.linked.rows === null ? [this.codeSection()] : this.fixedSections()).filter(
      ({ columns, rows }) => columns.length > 0 && rows.length > 0,
    )
    return { form, basis, sections, marked: this.marked, open: this.open }
  }

  private get isBudget(): boolean {
    return this.input.basis === 'budget'
  }

  /** A cell that repeats last year's book is not set against last year's. */
  private isCompared(cell: LinkedCell): boolean {
    return isNumber(cell) && (this.isBudget ? cell.budget !== null : !repeatsPrior(cell))
  }

  /** Numbers of the columns that can be compared somewhere in some rows. */
  private columnsOf(cells: readonly (readonly LinkedCell[])[]): number[] {
    return this.linked.columns.flatMap((_, number) =>
      cells.some((row) => {
        const cell = row[number]
        return cell !== undefined && this.isCompared(cell)
      })
        ? [number]
        : [],
    )
  }

  // ---- code forms

  private codeSection(): ComparedSection {
    const { engine, form, prior } = this.input
    const { linked } = this
    const codes = linked.form.codes
    const columns = this.columnsOf([linked.leaf])
    const infos = engine.rows(form)
    const leafLevel = codes?.leaf === 'item' ? levels.item : levels.unit
    // the budget is known by item: where lines lie below the items, these are compared
    const lowest = this.isBudget ? levels.item : leafLevel
    const names = ['total', 'class', 'section', 'item', codes?.leaf] as const
    const isShown = (level: number): boolean => {
      const name = names[level]
      return (
        level === 0 ||
        level === lowest ||
        (level < lowest && name !== undefined && name !== 'total' && codes?.prints.includes(name) === true)
      )
    }
    const rows: ComparedRow[] = []
    for (const { key, label, code, level, unit } of infos) {
      if (!isShown(level)) continue
      const cells = level === leafLevel ? linked.leaf : linked.parents
      const row = this.row({ key, label, code, level, unit: unit?.name ?? null }, columns, level === lowest, cells)
      if (row !== null) rows.push(row)
    }
    const gone = (prior?.rows ?? []).filter((row) => row.isGone && !this.isBudget && isShown(row.level))
    if (gone.length > 0) {
      for (const row of gone) {
        const compared = this.row(row, columns, row.level === lowest, null)
        if (compared !== null) rows.push(compared)
      }
      // a code stands before the codes below it, and the total has none
      rows.sort((a, b) =>
        (a.code ?? '') < (b.code ?? '') ? -1 : (a.code ?? '') > (b.code ?? '') ? 1 : a.level - b.level,
      )
    }
    return { title: '', columns: columns.map((number) => linked.columns[number]?.key ?? ''), rows }
  }

  // ---- fixed forms

  private fixedSections(): ComparedSection[] {
    const { engine, form } = this.input
    const { linked } = this
    const blocks = linked.form.blocks ?? []
    const infos = new Map(engine.rows(form).map((info) => [info.key, info]))
    const after = this.gonePlaces()
    const sections: { title: string; at: number[]; rows: ComparedRow[] }[] = []
    blocks.forEach((block, number) => {
      const own = (linked.rows ?? []).filter((row) => row.block === number)
      const at = this.columnsOf(own.map(({ cells }) => cells))
      const last = sections.at(-1)
      const isSame = last !== undefined && last.at.join() === at.join()
      const header = linked.form.columns.find(({ key }) => key === block.columns[0])?.header ?? []
      const rows = isSame ? last.rows : []
      if (!isSame) sections.push({ title: header.length > 1 ? (header[0] ?? '') : '', at, rows })
      const addGone = (key: string | null): void => {
        for (const gone of after.get(key) ?? []) {
          const compared = this.row(gone, at, true, null)
          if (compared !== null) rows.push(compared)
        }
      }
      if (number === 0) addGone(null)
      for (const { row, cells } of own) {
        const info = infos.get(row.key)
        if (info === undefined) continue
        const isSum = cells.some(
          (cell) => cell.kind === 'computed' && cell.terms.some((term) => this.isOtherRow(term, row.key)),
        )
        const compared = this.row({ ...info, unit: null }, at, !isSum, cells)
        if (compared !== null) rows.push(compared)
        addGone(row.key)
      }
    })
    const hasTitles = sections.length > 1
    return sections.map(({ title, at, rows }) => ({
      title: hasTitles ? title : '',
      columns: at.map((number) => linked.columns[number]?.key ?? ''),
      rows,
    }))
  }

  private isOtherRow(term: LinkedCell['terms'][number], row: string): boolean {
    return term.form === this.linked.index && term.row !== null && term.row !== row
  }

  /** Rows only last year had, by the row they stood behind. */
  private gonePlaces(): ReadonlyMap<string | null, PriorRow[]> {
    const after = new Map<string | null, PriorRow[]>()
    let last: string | null = null
    for (const row of this.isBudget ? [] : (this.input.prior?.rows ?? [])) {
      if (row.isGone) after.set(last, [...(after.get(last) ?? []), row])
      else last = row.key
    }
    return after
  }

  // ---- rows and cells

  private row(
    info: Pick<ComparedRow, 'key' | 'label' | 'code' | 'level' | 'unit'>,
    columns: readonly number[],
    isLeaf: boolean,
    /** definitions of its cells; null for a row only last year had */
    definitions: readonly LinkedCell[] | null,
  ): ComparedRow | null {
    const { key, label, code, level, unit } = info
    const before = this.priorRows.get(key)
    const isGone = definitions === null
    const cells = columns.map((number) =>
      this.cell(key, number, before, isGone ? null : (definitions[number] ?? null), isGone),
    )
    if (isLeaf && code !== null && this.asked.size > 0) this.askOfCode(cells, code)
    const isKept = (level === levels.total && !isGone && cells.some((cell) => cell !== null)) || cells.some(isTelling)
    if (!isKept) return null
    for (const cell of cells) {
      if (cell?.isMarked === true) this.marked++
      if (cell?.asked.some(isOpen) === true) this.open++
    }
    const hasPrior = this.input.prior?.hasForm === true
    const presence = isGone ? 'gone' : !this.isBudget && hasPrior && before === undefined && level > 0 ? 'new' : 'both'
    return { key, label, code, level, unit, isLeaf, presence, cells }
  }

  private cell(
    row: string,
    number: number,
    before: PriorRow | undefined,
    linked: LinkedCell | null,
    isGone: boolean,
  ): ComparedCell | null {
    const { engine, form, threshold } = this.input
    const column = this.linked.columns[number]
    if (column === undefined) return null
    if (!isGone && (linked === null || !this.isCompared(linked))) return null
    const unit = linked?.unit ?? (column.holds as ValueUnit)
    let base: number | null
    if (this.isBudget) {
      const planned = linked === null ? undefined : this.budget(linked, row)
      if (planned === undefined) return null
      base = planned
    } else base = before?.numbers[this.priorColumn.get(column.key) ?? -1] ?? null
    const here = isGone ? null : engine.number({ form, row, column: column.key })
    if (here === null && base === null)
      return {
        unit,
        here,
        base,
        difference: null,
        percent: null,
        isMarked: false,
        asked: this.askedOf(row, column.key),
      }
    const difference = (here ?? 0) - (base ?? 0)
    return {
      unit,
      here,
      base,
      difference,
      percent: percentOf(difference, base ?? 0),
      isMarked: isBeyond(difference, base ?? 0, threshold, unit === 'amount'),
      asked: this.askedOf(row, column.key),
    }
  }

  /** What is asked of a code as such is told at the first figure of its row. */
  private askOfCode(cells: (ComparedCell | null)[], code: string): void {
    const asked = this.asked.get(`${code}!`)
    const at = cells.findIndex((cell) => cell !== null && (cell.here !== null || cell.base !== null))
    const cell = cells[at]
    if (asked !== undefined && cell) cells[at] = { ...cell, asked: [...cell.asked, ...asked] }
  }

  private askedOf(row: string, column: string): readonly Finding[] {
    return this.asked.size === 0 ? none : (this.asked.get(`${row}!${column}`) ?? none)
  }

  /** The 年初预算 of a cell; null when it is blank, undefined when the cell has none. */
  private budget({ budget }: LinkedCell, row: string): number | null | undefined {
    const { engine } = this.input
    const numbers: (number | null)[] = []
    for (const term of budget?.terms ?? []) {
      const form = engine.edition.forms[term.form]
      const cell = { form: form?.key ?? '', row: term.row ?? row, column: form?.columns[term.column]?.key ?? '' }
      if (engine.cell(cell) === null) continue
      const value = engine.number(cell)
      numbers.push(value === null ? null : term.factor * value)
    }
    return numbers.length === 0 ? undefined : sumOf(numbers)
  }
}

/** Something other than nought on either side, or something to explain. */
export const isTelling = (cell: ComparedCell | null): boolean =>
  cell !== null && (Boolean(cell.here) || Boolean(cell.base) || cell.asked.length > 0)

/** Whether a finding still waits for its explanation; a hint may have one but asks for none. */
export const isOpen = ({ severity, explanation }: Finding): boolean => severity === 'verify' && explanation === null
