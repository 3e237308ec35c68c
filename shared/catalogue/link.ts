import { isCodeRow } from '../address/code.ts'
import type { CellReference, Formula, Reference } from '../formula/formula.ts'
import { parseFormula } from '../formula/formula.ts'
import { type LinkedChart, linkAnalysis } from './link-analysis.ts'
import { linkNarrative } from './link-narrative.ts'
import type { LinkedNarrative } from './linked-narrative.ts'
import { checksFile, fileOfForm, problem } from './problem.ts'
import type { CodeTable, Column, Edition, Form, Relation, Row, Severity, TextRule, ValueUnit } from './vocabulary.ts'
import { textRules } from './vocabulary.ts'

/**
 * Linked editions: every reference resolved to form and column numbers, so that the engine builds a book without
 * reading text. Rows stay keys, because the rows of code forms come from the book.
 */

/** One resolved term. `row` is null for "the same row as here" (code forms only). */
export type LinkedTerm = {
  readonly factor: number
  readonly prior: boolean
  readonly form: number
  readonly row: string | null
  readonly column: number
}
export type LinkedCell = {
  readonly kind: 'input' | 'computed' | 'default' | 'none'
  readonly unit: ValueUnit
  /** position of the owning check in `checks`, -1 if none */
  readonly check: number
  readonly terms: readonly LinkedTerm[]
  /** the formula as the edition states it, '' for inputs */
  readonly text: string
  /** takes over last year's number; another value needs a kind of difference */
  readonly carried: boolean
  /** where the 年初预算 of the cell stands, null if it has none */
  readonly budget: LinkedSide | null
}
export type LinkedRow = {
  readonly row: Row
  readonly block: number
  readonly line: number
  readonly cells: readonly LinkedCell[]
}

export type LinkedForm = {
  readonly index: number
  readonly key: string
  readonly form: Form
  /** value columns in printed order, and their numbers by key */
  readonly columns: readonly Column[]
  readonly columnIndex: ReadonlyMap<string, number>
  /** fixed rows, block after block; null when rows follow the book's codes */
  readonly rows: readonly LinkedRow[] | null
  readonly rowIndex: ReadonlyMap<string, number>
  /** code forms: cells of a typed line, and of the subtotals above it */
  readonly leaf: readonly LinkedCell[]
  readonly parents: readonly LinkedCell[]
}

/** `constant` is a fixed number in the smallest unit; then there are no terms, and no text. */
export type LinkedSide = { readonly terms: readonly LinkedTerm[]; readonly text: string; readonly constant: number }
/** A relation tried at each row its place selects, in one column. */
export type LinkedRelation = {
  readonly check: number
  readonly severity: Severity
  readonly relation: Extract<Relation, { at: unknown }>
  readonly form: number
  readonly column: number
  readonly rows: 'all' | 'leaf' | 'item' | 'total' | readonly string[]
  readonly named: string | null
  readonly left: LinkedSide
  readonly right: LinkedSide
  readonly when: LinkedSide | null
}
export type LinkedGeneral = {
  readonly check: number
  readonly severity: Severity
  readonly relation: Exclude<Relation, { at: unknown } | TextRule>
}
/** A rule over the text part. */
export type LinkedTextRule = { readonly check: number; readonly severity: Severity; readonly relation: TextRule }

export type LinkedCheck = {
  readonly index: number
  readonly id: string
  readonly severity: Severity
  readonly title: string
  /** how default cells that name this check compare with their formula */
  readonly defaults: '=' | '>='
}

export type LinkedEdition = {
  readonly edition: Edition
  readonly forms: readonly LinkedForm[]
  readonly formIndex: ReadonlyMap<string, number>
  readonly checks: readonly LinkedCheck[]
  readonly checkIndex: ReadonlyMap<string, number>
  readonly relations: readonly LinkedRelation[]
  readonly generals: readonly LinkedGeneral[]
  readonly textRules: readonly LinkedTextRule[]
  /** code → entry of the functional table */
  readonly codes: ReadonlyMap<string, CodeTable['codes'][number]>
  /** `FORM!row!column` → the supplement cell that answers for it when last year's book is not there */
  readonly priorAliases: ReadonlyMap<string, { readonly form: number; readonly row: string; readonly column: number }>
  /** the text part; null in editions of before */
  readonly narrative: LinkedNarrative | null
  /** charts of the analysis page */
  readonly charts: readonly LinkedChart[]
}

const valueUnits: readonly string[] = ['amount', 'count', 'score', 'text']
export const isValueColumn = (column: Column): boolean => valueUnits.includes(column.holds)

type Draft = {
  index: number
  form: Form
  columns: Column[]
  columnIndex: Map<string, number>
  rows: { row: Row; block: number; line: number }[]
  rowIndex: Map<string, number>
}

function draftOf(form: Form, index: number): Draft {
  const columns = form.columns.filter(isValueColumn)
  const rows = (form.blocks ?? []).flatMap((block, number) => {
    let line = 0
    return block.rows.map((row) => {
      line = row.line ?? line + 1
      return { row, block: number, line }
    })
  })
  return {
    index,
    form,
    columns,
    columnIndex: new Map(columns.map((column, number) => [column.key, number])),
    rows,
    rowIndex: new Map(rows.map(({ row }, number) => [row.key, number])),
  }
}

/** Where a formula stands: row null in code forms, where "here" is every typed line. */
type Here = { readonly draft: Draft; readonly row: string | null; readonly column: number; readonly property: string }

class Linker {
  readonly drafts: Draft[]
  readonly byKey: Map<string, Draft>
  /** the rows of a form share the formulas of its columns */
  private readonly parsed = new Map<string, Formula>()
  constructor(forms: readonly Form[]) {
    this.drafts = forms.map(draftOf)
    this.byKey = new Map(this.drafts.map((draft) => [draft.form.form, draft]))
  }

  side(text: string, here: Here): LinkedSide {
    let formula = this.parsed.get(text)
    try {
      formula ??= parseFormula(text)
      this.parsed.set(text, formula)
    } catch (error) {
      throw problem(fileOfForm(here.draft.form.form), here.property, `"${text}": ${(error as Error).message}`)
    }
    const terms = formula.terms.flatMap((term) => this.terms(term.factor, term.reference, here, text))
    return { text, terms, constant: 0 }
  }

  private terms(factor: number, reference: Reference, here: Here, text: string): LinkedTerm[] {
    const fail = (reason: string): never => {
      throw problem(fileOfForm(here.draft.form.form), here.property, `"${text}": ${reason}`)
    }
    if (reference.kind === 'children') {
      if (here.row === null) return fail('children is for fixed rows; parents of code forms are sums anyway')
      const children = here.draft.rows.filter(({ row }) => row.parent === here.row)
      if (children.length === 0) return fail(`row ${here.row} has no children`)
      return children.map(({ row }) => ({
        factor,
        prior: false,
        form: here.draft.index,
        row: row.key,
        column: here.column,
      }))
    }
    const draft = reference.form === null ? here.draft : this.byKey.get(reference.form)
    if (draft === undefined) return fail(`unknown form ${String(reference.form)}`)
    const column = this.column(draft, reference.column, here, fail)
    if (reference.kind === 'range') {
      const from = draft.rowIndex.get(reference.from) ?? fail(`unknown row ${reference.from}`)
      const to = draft.rowIndex.get(reference.to) ?? fail(`unknown row ${reference.to}`)
      if (to < from) return fail('the range runs backwards')
      return draft.rows
        .slice(from, to + 1)
        .map(({ row }) => ({ factor, prior: false, form: draft.index, row: row.key, column }))
    }
    return [{ factor, prior: reference.prior, form: draft.index, row: this.row(draft, reference, here, fail), column }]
  }

  private column(draft: Draft, key: string | null, here: Here, fail: (reason: string) => never): number {
    const wanted = key ?? here.draft.columns[here.column]?.key ?? ''
    return draft.columnIndex.get(wanted) ?? fail(`form ${draft.form.form} has no value column ${wanted}`)
  }

  private row(draft: Draft, reference: CellReference, here: Here, fail: (reason: string) => never): string | null {
    const key = reference.row ?? here.row
    if (
      draft.form.codes !== undefined &&
      draft.form.codes.total === undefined &&
      (key !== null || draft !== here.draft)
    )
      return fail(`form ${draft.form.form} adds nothing up: only its own lines have values`)
    if (key === null) {
      if (draft.form.codes === undefined) return fail(`"." is a code here, and form ${draft.form.form} has fixed rows`)
      return null
    }
    const known = draft.form.codes === undefined ? draft.rowIndex.has(key) : isCodeRow(key)
    return known ? key : fail(`form ${draft.form.form} has no row ${key}`)
  }
}

/**
 * Resolves an edition that already follows the vocabulary.
 * @throws EditionProblem naming file, property and reason of the first reference that leads nowhere
 */
export function linkEdition(edition: Edition): LinkedEdition {
  const linker = new Linker(edition.forms)
  const checkIndex = new Map(edition.checks.map((check, index) => [check.id, index]))
  const checkOf = (id: string | undefined, file: string, property: string): number => {
    if (id === undefined) return -1
    const index = checkIndex.get(id)
    if (index === undefined) throw problem(file, property, `unknown check ${id}`)
    return index
  }

  const forms = linker.drafts.map((draft): LinkedForm => {
    const { form, columns } = draft
    const blocks = form.blocks ?? []
    const cellAt = (row: Row | null, block: number, column: Column, number: number): LinkedCell => {
      const property = row === null ? `columns.${column.key}` : `rows.${row.key}.${column.key}`
      const unit = (row?.holds ?? column.holds) as ValueUnit
      const none: LinkedCell = { kind: 'none', unit, check: -1, terms: [], text: '', carried: false, budget: null }
      if (row !== null && blocks[block]?.columns.includes(column.key) !== true) return none
      const byRow = row?.cell === undefined ? undefined : row
      const byColumn = column.cell === undefined ? undefined : column
      const bothFormulas = byRow?.formula !== undefined && byColumn?.formula !== undefined
      if (bothFormulas && form.crossing === undefined)
        throw problem(
          fileOfForm(form.form),
          property,
          'row and column both have a formula; name the winner with "crossing"',
        )
      const winner = bothFormulas && form.crossing === 'column' ? byColumn : (byRow ?? byColumn)
      const definition = row?.cells?.[column.key] ?? winner
      if (definition === undefined)
        throw problem(fileOfForm(form.form), property, 'neither input nor formula: state "cell"')
      if (definition.cell === undefined || definition.cell === 'none') return none
      const needsFormula = definition.cell !== 'input'
      if (needsFormula !== (definition.formula !== undefined))
        throw problem(
          fileOfForm(form.form),
          property,
          needsFormula ? `a ${definition.cell} cell needs a formula` : 'an input cell has no formula',
        )
      if (needsFormula && definition.check === undefined)
        throw problem(fileOfForm(form.form), property, `a ${definition.cell} cell names the check that owns it`)
      const here: Here = { draft, row: row?.key ?? null, column: number, property }
      const side = definition.formula === undefined ? null : linker.side(definition.formula, here)
      return {
        kind: definition.cell,
        unit,
        check: checkOf(definition.check, fileOfForm(form.form), property),
        terms: side?.terms ?? [],
        text: side?.text ?? '',
        carried: definition.carried === true,
        budget: budgetOf(row, here),
      }
    }
    const budgetOf = (row: Row | null, here: Here): LinkedSide | null => {
      const text = row?.budget ?? columns[here.column]?.budget
      return text === undefined ? null : linker.side(text, { ...here, property: `${here.property} budget` })
    }
    const rows =
      form.codes === undefined
        ? draft.rows.map((entry) => ({
            ...entry,
            cells: columns.map((column, number) => cellAt(entry.row, entry.block, column, number)),
          }))
        : null
    const subtotal = checkOf(form.codes?.check, fileOfForm(form.form), 'codes.check')
    const parent = form.codes?.total === undefined ? 'none' : 'computed'
    return {
      index: draft.index,
      key: form.form,
      form,
      columns,
      columnIndex: draft.columnIndex,
      rows,
      rowIndex: draft.rowIndex,
      leaf: form.codes === undefined ? [] : columns.map((column, number) => cellAt(null, -1, column, number)),
      parents:
        form.codes === undefined
          ? []
          : columns.map((column, number) => ({
              kind: parent,
              unit: column.holds as ValueUnit,
              check: subtotal,
              terms: [],
              text: parent === 'none' ? '' : 'children',
              carried: false,
              budget: budgetOf(null, { draft, row: null, column: number, property: `columns.${column.key}` }),
            })),
    }
  })

  const relations: LinkedRelation[] = []
  const generals: LinkedGeneral[] = []
  const texts: LinkedTextRule[] = []
  const defaults = new Map<number, '=' | '>='>()
  edition.checks.forEach((check, index) => {
    check.relations.forEach((relation, number) => {
      const property = `${check.id}.relations[${number}]`
      if (isTextRule(relation)) {
        if (relation.form !== undefined && !linker.byKey.has(relation.form))
          throw problem(checksFile, property, `unknown form ${relation.form}`)
        texts.push({ check: index, severity: relation.severity ?? check.severity, relation })
        return
      }
      if (!('at' in relation)) {
        if (relation.rule === 'default') defaults.set(index, relation.is)
        generals.push({
          check: index,
          severity: ('severity' in relation ? relation.severity : undefined) ?? check.severity,
          relation,
        })
        return
      }
      const draft = linker.byKey.get(relation.at.form)
      if (draft === undefined) throw problem(checksFile, property, `unknown form ${relation.at.form}`)
      for (const key of relation.at.columns) {
        const column = draft.columnIndex.get(key)
        if (column === undefined)
          throw problem(checksFile, property, `form ${relation.at.form} has no value column ${key}`)
        const places = typeof relation.at.rows === 'string' ? [relation.at.rows] : relation.at.rows
        for (const place of places) {
          const named = typeof relation.at.rows !== 'string' || place === 'total'
          const fixed = draft.form.codes === undefined
          if (named && fixed && !draft.rowIndex.has(place))
            throw problem(checksFile, property, `form ${relation.at.form} has no row ${place}`)
          const here: Here = { draft, row: named ? place : null, column, property }
          const [left, right] =
            'amount' in relation ? [relation.amount, relation.count] : [relation.left, relation.right]
          relations.push({
            check: index,
            severity: relation.severity ?? check.severity,
            relation,
            form: draft.index,
            column,
            rows: named ? [place] : (place as 'all' | 'leaf' | 'item'),
            named: relation.at.named ?? null,
            left: linker.side(left, here),
            right: typeof right === 'number' ? { terms: [], text: '', constant: right } : linker.side(right, here),
            when: relation.when === undefined ? null : linker.side(relation.when, here),
          })
        }
      }
    })
  })

  const priorAliases = new Map<string, { form: number; row: string; column: number }>()
  for (const form of forms)
    for (const { row, cells } of form.rows ?? [])
      cells.forEach((cell, column) => {
        const [term, ...more] = cell.terms
        // a carried cell that states another number does not restate last year's book
        if (cell.kind !== 'default' || cell.carried || term === undefined || more.length > 0 || !term.prior) return
        const target = forms[term.form]
        priorAliases.set(`${target?.key}!${term.row}!${target?.columns[term.column]?.key}`, {
          form: form.index,
          row: row.key,
          column,
        })
      })

  return {
    edition,
    forms,
    formIndex: new Map(forms.map((form) => [form.key, form.index])),
    checks: edition.checks.map((check, index) => ({
      index,
      id: check.id,
      severity: check.severity,
      title: check.title,
      defaults: defaults.get(index) ?? '=',
    })),
    checkIndex,
    relations,
    generals,
    textRules: texts,
    codes: new Map(edition.functional.codes.map((entry) => [entry.code, entry])),
    priorAliases,
    narrative: edition.narrative === undefined ? null : linkNarrative(edition.narrative, forms),
    charts: edition.analysis === undefined ? [] : linkAnalysis(edition.analysis, forms),
  }
}

const isTextRule = (relation: Relation): relation is TextRule =>
  'rule' in relation && (textRules as readonly string[]).includes(relation.rule)
