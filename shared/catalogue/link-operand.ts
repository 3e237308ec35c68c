import { isCodeRow } from '../address/code.ts'
import type { CellReference, RangeReference } from '../formula/formula.ts'
import type { Operand } from '../formula/pattern.ts'
import { PatternError, parsePattern } from '../formula/pattern.ts'
import type { LinkedForm, LinkedTerm } from './link.ts'
import type { LinkedOperand, LinkedRows } from './linked-narrative.ts'
import type { NarrativeRows } from './narrative-vocabulary.ts'
import { problem } from './problem.ts'
import type { ValueUnit } from './vocabulary.ts'

/** Whether the lines of a code form, or their sums, have values at a level. */
const hasLevel = ({ form: { codes } }: LinkedForm, level: string): boolean =>
  codes !== undefined &&
  (level === 'project' ? codes.leaf === 'project' : codes.total !== undefined || codes.leaf === level)

/** Rows that `.` stands for: lines of a code form, or these rows of a fixed form. */
export type Scope = {
  readonly form: LinkedForm
  readonly keys: readonly string[] | null
  readonly level: string | null
}
/** Where a text stands: the file, the property in it, and the rows around it. */
export type Here = { readonly file: string; readonly property: string; readonly scope: Scope | null }

export const unitOf = (operand: LinkedOperand): ValueUnit => (operand.kind === 'lines' ? 'count' : operand.unit)

/** What a parser of patterns refuses becomes a problem of the edition. */
export function attempt<T>({ file, property }: Here, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof PatternError) throw problem(file, property, error.message)
    throw error
  }
}

/** Resolves what patterns refer to: forms, rows of lists, and formulas over cells of this book. */
export class OperandLinker {
  private readonly byKey: ReadonlyMap<string, LinkedForm>
  private readonly forms: readonly LinkedForm[]
  private readonly linked = new Map<string, LinkedOperand>()

  constructor(forms: readonly LinkedForm[]) {
    this.forms = forms
    this.byKey = new Map(forms.map((form) => [form.key, form]))
  }

  rows(rows: NarrativeRows, here: Here): LinkedRows {
    const form = this.form(rows.form, here)
    const fail = (reason: string): never => {
      throw problem(here.file, here.property, reason)
    }
    if (form.rows === null) {
      if (rows.level === undefined) return fail(`form ${form.key} has rows of codes: state "level"`)
      if ((rows.level === 'project') !== (form.form.codes?.leaf === 'project'))
        return fail(`form ${form.key} has no ${rows.level} lines`)
    } else if ((rows.under === undefined) === (rows.keys === undefined) || rows.level !== undefined)
      return fail(`form ${form.key} has fixed rows: state "under" or "keys"`)
    const keys =
      rows.keys ??
      (form.rows ?? [])
        .filter(({ row }) => row.parent !== undefined && row.parent === rows.under)
        .map(({ row }) => row.key)
    for (const key of keys) if (!form.rowIndex.has(key)) return fail(`form ${form.key} has no row ${key}`)
    if (form.rows !== null && keys.length === 0) return fail(`row ${rows.under ?? ''} has no rows below it`)
    const scope = { form, keys: form.rows === null ? null : keys, level: rows.level ?? null }
    return {
      form: form.index,
      level: rows.level ?? null,
      keys,
      nonZero: rows.nonZero.map((text) => this.formula(text, { ...here, scope })),
    }
  }

  scopeOf(rows: LinkedRows): Scope {
    const form = this.forms[rows.form] as LinkedForm
    return { form, keys: form.rows === null ? null : rows.keys, level: rows.level }
  }

  form(key: string, { file, property }: Here): LinkedForm {
    const form = this.byKey.get(key)
    if (form === undefined) throw problem(file, property, `unknown form ${key}`)
    return form
  }

  formula(text: string, here: Here): LinkedOperand {
    const [piece] = attempt(here, () => parsePattern(`{amount ${text}}`))
    if (piece?.kind !== 'figure') throw problem(here.file, here.property, `"${text}" is no formula`)
    return this.operand(piece.operands[0] as Operand, here)
  }

  operand(operand: Operand, here: Here): LinkedOperand {
    // the same amounts are said again and again; without rows around them they are the same wherever they stand
    const key = here.scope === null && operand.kind === 'formula' ? operand.formula.text : null
    const known = key === null ? undefined : this.linked.get(key)
    if (known !== undefined) return known
    const linked = this.link(operand, here)
    if (key !== null) this.linked.set(key, linked)
    return linked
  }

  private link(operand: Operand, here: Here): LinkedOperand {
    if (operand.kind === 'lines') {
      const form = this.form(operand.form, here)
      if (form.rows !== null) throw problem(here.file, here.property, `form ${form.key} has no typed lines`)
      return { kind: 'lines', text: `lines(${form.key})`, form: form.index }
    }
    const { text, terms } = operand.formula
    const linked = terms.flatMap(({ factor, reference }) => {
      if (reference.kind === 'children' || (reference.kind === 'cell' && reference.prior))
        throw problem(here.file, here.property, `"${text}": patterns name cells of this book`)
      return this.terms(reference, factor, text, here)
    })
    const units = new Set(linked.map((term) => this.unitOfTerm(term, text, here)))
    const [unit, ...more] = units
    if (unit === undefined || more.length > 0) throw problem(here.file, here.property, `"${text}" mixes units`)
    return { kind: 'formula', text, terms: linked, unit }
  }

  private terms(reference: CellReference | RangeReference, factor: number, text: string, here: Here): LinkedTerm[] {
    const fail = (reason: string): never => {
      throw problem(here.file, here.property, `"${text}": ${reason}`)
    }
    if (reference.form === null || reference.column === null) return fail('name the form and the column')
    const form = this.form(reference.form, here)
    const column =
      form.columnIndex.get(reference.column) ?? fail(`form ${form.key} has no value column ${reference.column}`)
    if (reference.kind === 'range') {
      const [from, to] = [form.rowIndex.get(reference.from) ?? -1, form.rowIndex.get(reference.to) ?? -1]
      if (from < 0 || to < from) return fail(`form ${form.key} has no rows ${reference.from} to ${reference.to}`)
      return (form.rows ?? [])
        .slice(from, to + 1)
        .map(({ row }) => ({ factor, prior: false, form: form.index, row: row.key, column }))
    }
    const { row } = reference
    if (row === null) {
      const { scope } = here
      if (scope === null) return fail('"." needs rows around it')
      const fits =
        scope.keys === null ? hasLevel(form, scope.level ?? '') : scope.keys.every((key) => form.rowIndex.has(key))
      if (!fits) return fail(`form ${form.key} has no such rows`)
    } else if (form.rows === null && form.form.codes?.total === undefined)
      return fail(`form ${form.key} adds nothing up: only its own lines have values`)
    else if (form.rows === null ? !isCodeRow(row) : !form.rowIndex.has(row))
      return fail(`form ${form.key} has no row ${row}`)
    return [{ factor, prior: false, form: form.index, row, column }]
  }

  private unitOfTerm({ form, row, column }: LinkedTerm, text: string, here: Here): ValueUnit {
    const linked = this.forms[form] as LinkedForm
    if (linked.rows === null) return linked.columns[column]?.holds as ValueUnit
    const key = row ?? here.scope?.keys?.[0] ?? ''
    const cell = linked.rows[linked.rowIndex.get(key) ?? -1]?.cells[column]
    if (cell === undefined || cell.kind === 'none')
      throw problem(here.file, here.property, `"${text}": ${linked.key}!${key} holds nothing there`)
    return cell.unit
  }
}
