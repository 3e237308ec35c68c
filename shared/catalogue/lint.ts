import type { LinkedCell, LinkedEdition, LinkedForm } from './link.ts'
import { lintSuccessions } from './lint-succession.ts'
import { checksFile, fileOfForm, problem } from './problem.ts'
import type { Edition, Form } from './vocabulary.ts'

/** A4 less its margins, in half ems of the smallest readable print: wider forms would be clipped or unreadable. */
export const widest = { portrait: 175, landscape: 245 } as const

/**
 * What the vocabulary cannot say of files by themselves: unique keys, complete blocks, lines in order, widths.
 * @throws EditionProblem for the first fault
 */
export function lintFiles(edition: Edition): void {
  unique(
    edition.forms.map((form) => form.form),
    'edition.json',
    'forms',
  )
  unique(
    edition.checks.map((check) => check.id),
    checksFile,
    'id',
  )
  for (const table of [edition.functional, edition.economic])
    unique(
      table.codes.map((entry) => entry.code),
      table.table,
      'codes',
    )
  for (const form of edition.forms) lintForm(form)
  lintSuccessions(edition)
}

/**
 * What shows only once references are resolved: units that mix, cycles, checks of cells that hold nothing.
 * @throws EditionProblem for the first fault
 */
export function lintLinks(linked: LinkedEdition): void {
  for (const form of linked.forms) {
    lintUnits(linked, form)
    lintYears(linked, form)
  }
  lintRelations(linked)
  lintCycles(linked)
}

function unique(values: readonly string[], file: string, property: string): void {
  const seen = new Set<string>()
  for (const value of values) {
    if (seen.has(value)) throw problem(file, property, `${value} occurs twice`)
    seen.add(value)
  }
}

function lintForm(form: Form): void {
  const file = fileOfForm(form.form)
  unique(
    form.columns.map((column) => column.key),
    file,
    'columns',
  )
  if ((form.codes === undefined) === (form.blocks === undefined))
    throw problem(file, 'codes', 'state either "codes" or "blocks"')
  const columnKeys = new Set(form.columns.map((column) => column.key))
  const printed =
    form.blocks === undefined
      ? form.columns
      : form.blocks.flatMap((block) => block.columns.map((key) => form.columns.find((column) => column.key === key)))
  const width = printed.reduce((sum, column) => sum + (column?.width ?? 0), 0)
  if (form.onPaper && width > widest[form.orientation])
    throw problem(file, 'columns', `${width} wide, ${widest[form.orientation]} fit the paper`)
  if (form.columns.some((column) => column.number !== undefined) !== (form.numbersLabel !== undefined))
    throw problem(file, 'numbersLabel', 'is stated exactly when columns have a number')
  if (form.codes !== undefined) {
    const { total, check } = form.codes
    if ((total === undefined) !== (check === undefined))
      throw problem(file, 'codes.check', 'is stated exactly when there is a "total"')
    if (total !== undefined && !form.columns.some((column) => column.key === total.at))
      throw problem(file, 'codes.total.at', `unknown column ${total.at}`)
    if (!form.codes.prints.includes(form.codes.leaf))
      throw problem(file, 'codes.prints', `the typed level ${form.codes.leaf} is not printed`)
    if (!form.columns.some((column) => column.holds === 'code'))
      throw problem(file, 'columns', 'a code form has a code column')
    if (form.crossing !== 'column' && form.columns.some((column) => column.formula !== undefined))
      throw problem(file, 'crossing', 'subtotals and row formulas cross: "column" is the winner in code forms')
    return
  }
  unique(
    (form.blocks ?? []).flatMap((block) => block.rows.map((row) => row.key)),
    file,
    'rows',
  )
  for (const block of form.blocks ?? []) {
    for (const key of block.columns)
      if (!columnKeys.has(key)) throw problem(file, `blocks.${block.key}.columns`, `unknown column ${key}`)
    const rows = new Set(block.rows.map((row) => row.key))
    let line = 0
    for (const row of block.rows) {
      const property = `rows.${row.key}`
      if (row.label.trim() === '') throw problem(file, property, 'the label is missing')
      if (row.parent !== undefined && !rows.has(row.parent))
        throw problem(file, `${property}.parent`, `unknown row ${row.parent}`)
      if (row.line !== undefined && row.line <= line)
        throw problem(file, `${property}.line`, `line ${row.line} comes after line ${line}`)
      line = row.line ?? line + 1
      for (const key of Object.keys(row.cells ?? {}))
        if (!block.columns.includes(key))
          throw problem(file, `${property}.cells`, `column ${key} is not in block ${block.key}`)
    }
  }
}

/** Formulas add like to like: every term has the unit of its cell, and none is text. */
function lintUnits(linked: LinkedEdition, form: LinkedForm): void {
  const check = (cell: LinkedCell, property: string): void => {
    if (cell.terms.length > 0 && cell.unit === 'text')
      throw problem(fileOfForm(form.key), property, 'text takes no part in formulas')
    for (const term of cell.terms) {
      const unit = unitOf(linked, term.form, term.row, term.column)
      if (unit !== cell.unit)
        throw problem(fileOfForm(form.key), property, `"${cell.text}" mixes ${cell.unit} and ${unit ?? 'no value'}`)
    }
  }
  for (const { row, cells } of form.rows ?? [])
    cells.forEach((cell, number) => check(cell, `rows.${row.key}.${form.columns[number]?.key}`))
  form.leaf.forEach((cell, number) => {
    check(cell, `columns.${form.columns[number]?.key}`)
    if (form.form.codes?.leaf === 'item') return
    for (const term of cell.terms)
      if (term.row === null && term.form !== form.index)
        throw problem(
          fileOfForm(form.key),
          `columns.${form.columns[number]?.key}`,
          'lines below the item have no counterpart in other forms',
        )
  })
}

/** Cells that take over last year's number, and where the budget of a cell stands. */
function lintYears(linked: LinkedEdition, form: LinkedForm): void {
  const check = (cell: LinkedCell, property: string): void => {
    const fail = (reason: string): never => {
      throw problem(fileOfForm(form.key), property, reason)
    }
    if (cell.carried) {
      const [term, ...more] = cell.terms
      if (cell.kind !== 'default' || term?.prior !== true || term.factor !== 1 || more.length > 0)
        fail('a carried cell is a default of one prior(…) term')
      if (linked.edition.head.differences === undefined) fail('a carried cell needs "differences" in edition.json')
    }
    for (const term of cell.budget?.terms ?? []) {
      if (term.prior) fail(`"${cell.budget?.text}": the budget stands in this book`)
      const unit = unitOf(linked, term.form, term.row, term.column)
      if (unit !== cell.unit) fail(`"${cell.budget?.text}": the budget of ${cell.unit} is ${unit ?? 'no value'}`)
    }
  }
  for (const { row, cells } of form.rows ?? [])
    cells.forEach((cell, number) => check(cell, `rows.${row.key}.${form.columns[number]?.key}`))
  form.leaf.forEach((cell, number) => check(cell, `columns.${form.columns[number]?.key}`))
}

function unitOf(linked: LinkedEdition, form: number, row: string | null, column: number): string | undefined {
  const target = linked.forms[form]
  if (target === undefined) return undefined
  if (target.rows === null) return target.columns[column]?.holds
  const cell = target.rows[target.rowIndex.get(row ?? '') ?? -1]?.cells[column]
  return cell === undefined || cell.kind === 'none' ? undefined : cell.unit
}

/** Both sides of a comparison hold the unit of the cell they are tried at, except an amount per count. */
function lintRelations(linked: LinkedEdition): void {
  for (const relation of linked.relations) {
    const id = linked.checks[relation.check]?.id ?? ''
    for (const side of [relation.left, relation.right, ...(relation.when === null ? [] : [relation.when])])
      for (const term of side.terms)
        if (unitOf(linked, term.form, term.row, term.column) === undefined)
          throw problem(checksFile, id, `"${side.text}" refers to a cell that holds nothing`)
    if ('rule' in relation.relation && relation.relation.rule === 'perCount') continue
    const units = new Set(
      [...relation.left.terms, ...relation.right.terms].map((term) => unitOf(linked, term.form, term.row, term.column)),
    )
    if (units.size > 1) throw problem(checksFile, id, `"${relation.left.text}" and "${relation.right.text}" mix units`)
  }
}

/**
 * No cell may follow from itself. Code rows are taken as one row per form: a cycle among codes shows there too,
 * because rows of code forms refer across forms by the same code only.
 */
function lintCycles(linked: LinkedEdition): void {
  const node = (form: number, row: string | null, column: number): string => {
    const target = linked.forms[form]
    return `${target?.key}!${target?.rows === null ? '*' : row}!${target?.columns[column]?.key}`
  }
  const edges = new Map<string, string[]>()
  const add = (form: LinkedForm, row: string | null, cell: LinkedCell, column: number): void => {
    const from = node(form.index, row, column)
    for (const term of cell.terms)
      if (!term.prior) edges.set(from, [...(edges.get(from) ?? []), node(term.form, term.row, term.column)])
  }
  for (const form of linked.forms) {
    form.leaf.forEach((cell, column) => add(form, null, cell, column))
    for (const { row, cells } of form.rows ?? []) cells.forEach((cell, column) => add(form, row.key, cell, column))
  }
  const done = new Set<string>()
  const visit = (at: string, path: readonly string[]): void => {
    if (path.includes(at))
      throw problem(
        fileOfForm(at.split('!')[0] ?? ''),
        at,
        `a cycle: ${[...path.slice(path.indexOf(at)), at].join(' → ')}`,
      )
    if (done.has(at)) return
    for (const next of edges.get(at) ?? []) visit(next, [...path, at])
    done.add(at)
  }
  for (const at of edges.keys()) visit(at, [])
}
