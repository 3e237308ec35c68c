import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey, unitRowKey } from '../../shared/address/cell.ts'
import { levelOfCode } from '../../shared/address/code.ts'
import { parseNumberText } from '../../shared/amount/parse.ts'
import type { LinkedCell, LinkedForm } from '../../shared/catalogue/link.ts'
import type { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { amountRefusalText } from '../../shared/words/amount.ts'
import type { BookNames } from '../../shared/words/cells.ts'
import { cellName, unitWord } from '../../shared/words/cells.ts'
import { formulaText } from '../../shared/words/formulas.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { checkName, type Gesture, rejected } from './gesture.ts'
import { codeProblem, missingCodes, some } from './row-gestures.ts'

/** Where a person points, in keys as `show` prints them, and what they type there. */
export type CellRequest = {
  readonly form: string
  readonly row: string
  readonly column: string
  /** as typed: amounts in 万元; empty is blank */
  readonly text: string
  /** printed name of a code that is not in the book and not in the code table */
  readonly name?: string
}
/** A gesture on one cell, and the cell it ended at. */
export type CellGesture = Gesture & { readonly cell: CellAddress }

type Target = { readonly address: CellAddress; readonly cell: LinkedCell; readonly changes: readonly FactChange[] }

/**
 * Types a value into a cell. An item code that the book does not have yet comes along with its parents.
 * A blank in a computed cell takes away the figure stated beside it.
 * Faults: request-rejected for a form, row or column there is not, or a computed cell, naming its formula;
 * input-refused for text that is no value of the cell's unit.
 */
export function setCell(engine: Engine, names: BookNames, request: CellRequest): Result<CellGesture> {
  const target = findTarget(engine, request)
  if (!target.ok) return target
  const { address, cell, changes } = target.value
  const name = `${address.form} ${address.row}·${address.column}`
  const shown = changes.length === 0 ? cellName(names, address) : name
  if (cell.kind === 'computed') {
    const cleared = clearStated(engine, names, address, request.text)
    if (cleared !== null) return ok(cleared)
    return rejected(shown, `由公式计算，不能填列（公式：${formulaText(names, address, cell.text)}）`)
  }
  const value = parseValue(request.text, cell.unit)
  if (typeof value === 'object' && value !== null) {
    return {
      ok: false,
      fault: { kind: 'input-refused', where: `${shown}“${request.text.slice(0, 40)}”`, reason: value.reason },
    }
  }
  return ok({
    cell: address,
    changes: [...changes, { kind: 'cell', key: cellKey(address), after: value }],
    label: gestureLabels.cell(names, address, value === null),
    place: address,
  })
}

/** A blank typed over a computed cell takes away the figure that an import left beside it. */
function clearStated(engine: Engine, names: BookNames, cell: CellAddress, text: string): CellGesture | null {
  if (text.trim() !== '' || engine.stated(cell) === null) return null
  const changes: FactChange[] = [{ kind: 'stated', key: cellKey(cell), after: null }]
  return { cell, changes, label: gestureLabels.statedCleared(names, cell), place: cell }
}

const longestText = 2000

/** The value typed text stands for in a unit (fen, count, hundredths, text; null is blank), or why it is none. */
export function parseValue(text: string, unit: ValueUnit): number | string | null | { readonly reason: string } {
  if (unit === 'text') {
    const trimmed = text.trim()
    if (trimmed.length > longestText) return { reason: `文字过长，最多 ${longestText} 个字` }
    if (/[^\P{Cc}\n\t]/u.test(trimmed)) return { reason: '含有不能显示的控制字符，请删去' }
    return trimmed === '' ? null : trimmed
  }
  const parsed = parseNumberText(text, unit === 'amount' ? '万元' : unit)
  return parsed.ok ? parsed.value : { reason: `${amountRefusalText(parsed)}（此处填${unitWord(unit)}）` }
}

// ---- which cell

function findTarget(engine: Engine, { form: key, row, column, name }: CellRequest): Result<Target> {
  const { edition } = engine
  const form = edition.forms[edition.formIndex.get(key) ?? -1]
  if (form === undefined) {
    return rejected(`报表 ${key}`, `套表中没有这张表，有 ${edition.forms.map((one) => one.key).join('、')}`)
  }
  const number = form.columnIndex.get(column)
  if (number === undefined) {
    return rejected(`${key} 栏 ${column}`, `没有这一栏，可填的栏有 ${form.columns.map((one) => one.key).join('、')}`)
  }
  const found = form.rows === null ? findLine(engine, form, row, name) : findFixedRow(form, row)
  if (!found.ok) return found
  const { key: rowKey, changes } = found.value
  const address = { form: key, row: rowKey, column }
  const cell = changes.length > 0 ? form.leaf[number] : engine.cell(address)
  // a line of units too many to hold all of them: it comes with its first value
  const definition = cell ?? (form.rows === null ? form.leaf[number] : null)
  if (definition === null || definition === undefined || definition.kind === 'none') {
    return rejected(`${key} ${rowKey}·${column}`, '这一行在这一栏没有单元格')
  }
  return ok({ address, cell: definition, changes })
}

type FoundRow = { readonly key: string; readonly changes: readonly FactChange[] }
const present = (key: string): Result<FoundRow> => ok({ key, changes: [] })

function findFixedRow(form: LinkedForm, row: string): Result<FoundRow> {
  if (form.rowIndex.has(row)) return present(row)
  return rejected(`${form.key} 行 ${row}`, `没有这一行，有 ${some([...form.rowIndex.keys()], 60)}`)
}

/** The row of a code form: the total, a subtotal, or a typed line, which may have to come into the book first. */
function findLine(engine: Engine, form: LinkedForm, row: string, name: string | undefined): Result<FoundRow> {
  if (engine.row(form.key, row)?.leaf === true) return present(row)
  const leaf = form.form.codes?.leaf
  if (leaf === 'project') return findProjectLine(engine, form, row)
  const [code = '', unit, ...rest] = row.split('@')
  if (row === 'total' || levelOfCode(code) === 'class' || levelOfCode(code) === 'section') {
    if (engine.row(form.key, row) !== null) return present(row)
    return rejected(`${form.key} 行 ${row}`, '类、款由项级汇总，请填 7 位（项）编码的行')
  }
  const where = `${form.key} 行 ${row}`
  const problem = codeProblem(code)
  if (problem !== null || rest.length > 0) return rejected(where, problem ?? '行的写法不对')
  let key = code
  if (leaf === 'unit') {
    const line = unitLine(engine, form, code, unit)
    if (!line.ok) return line
    key = line.value
  } else if (unit !== undefined) return rejected(where, `这张表不分单位，行写作 ${code}`)
  let checked: string | undefined
  if (name !== undefined) {
    const result = checkName(`科目 ${code}`, name)
    if (!result.ok) return result
    checked = result.value
  }
  return ok({ key, changes: missingCodes(engine, code, checked) })
}

/** `CODE@unit`; the unit may be left out while there is only one. */
function unitLine({ book }: Engine, form: LinkedForm, code: string, unit: string | undefined): Result<string> {
  const units = book.units()
  const list = some(
    units.map((one) => `${unitRowKey(code, one.key)}（${one.name}）`),
    20,
  )
  const [only, ...more] = units
  if (only === undefined) return rejected(`${form.key} 行 ${code}`, '还没有单位，请先用 unit add 新增')
  if (unit === undefined) {
    if (more.length === 0) return ok(unitRowKey(code, only.key))
    return rejected(`${form.key} 行 ${code}`, `有多个单位，请写明是哪一个：${list}`)
  }
  if (units.some((one) => one.key === unit)) return ok(unitRowKey(code, unit))
  return rejected(`${form.key} 行 ${code}@${unit}`, `没有单位 ${unit}，可写 ${list}`)
}

function findProjectLine(engine: Engine, form: LinkedForm, row: string): Result<FoundRow> {
  if (engine.row(form.key, row) !== null && row !== 'total' && levelOfCode(row) !== 'item') return present(row)
  if (row === 'total') return present(row)
  const projects = engine.book.projects()
  const own = levelOfCode(row) === 'item' ? projects.filter(({ code }) => code === row) : projects
  const list = some(own.map(({ key, name }) => `${key}“${name}”`))
  const known = list === '' ? '请先用 project add 新增项目' : `有 ${list}；新增用 project add`
  return rejected(`${form.key} 行 ${row}`, `这张表按项目填列，行是项目代号，${known}`)
}
