import { type CellAddress, parseCellKey } from '../../../shared/address/cell.ts'
import { levelOfCode } from '../../../shared/address/code.ts'
import type { LinkedCell } from '../../../shared/catalogue/link.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import type { Engine } from '../../../shared/engine/engine.ts'
import type { FactChange, FactKind } from '../../../shared/engine/facts.ts'
import { coverLines } from '../../../shared/layout/cover.ts'
import { styleOptions } from '../../../shared/narrative/style.ts'
import type { BookNames } from '../../../shared/words/cells.ts'
import { cellName, unitWord } from '../../../shared/words/cells.ts'
import { checkName, rejected } from '../gesture.ts'
import { codeProblem } from '../row-gestures.ts'

const longestText = 2000
const longestLine = 200
const longestParagraph = 20_000

/**
 * Whether a gesture of the window may be made: every fact of a kind that is typed, every key one the book has (or gets
 * in the same gesture), every value of the cell's unit. What takes other facts along – units, projects, removed codes,
 * explanations – is asked for by name (`book.structure`), and stated figures come only from imports; taking back any
 * fact but a row, a unit or a project is always allowed.
 * Faults: request-rejected, input-refused; whether a total leaves the range is the engine's to say.
 */
export function checkChanges(engine: Engine, names: BookNames, changes: readonly FactChange[]): Result<void> {
  const after = new After(engine, changes)
  for (const change of changes) {
    const problem = checkers[change.kind](change, after, names)
    if (!problem.ok) return problem
  }
  return ok(undefined)
}

type Checker = (change: FactChange, after: After, names: BookNames) => Result<unknown>

const byName: Checker = ({ kind, key }) => rejected(`${kind} ${key}`, '不能这样修改，请用相应的操作')
const onlyTakenBack: Checker = (change, after, names) =>
  change.after === null ? ok(null) : byName(change, after, names)

/** Words of the text part, by slot; `figure:` and `words:` come before the key of a figure or a block. */
const textKey = /^(?:[\w.@-]{1,200}|(?:figure|words):[^\p{C}\s:]{1,190})$/u
const text: Checker = ({ kind, key, after }) => {
  if (after === null) return ok(null)
  if (typeof after !== 'string' || !textKey.test(key)) return rejected(`${kind} ${key.slice(0, 60)}`, '应为文字')
  return textProblem(after, longestParagraph, '决算说明')
}

/** A line of a list that is known; any text in it, or one of the words it may say. */
const lineOf =
  (known: ReadonlyMap<string, readonly string[] | null>, where: string): Checker =>
  ({ key, after }) => {
    if (after === null) return ok(null)
    const allowed = known.get(key)
    if (allowed === undefined) return rejected(`${where} ${key.slice(0, 60)}`, '没有这一项')
    if (typeof after !== 'string') return rejected(`${where} ${key}`, '应为文字')
    if (allowed !== null && !allowed.includes(after)) return rejected(`${where} ${key}`, `只能是 ${allowed.join('、')}`)
    return textProblem(after, longestLine, where)
  }
const option = lineOf(new Map<string, readonly string[] | null>(Object.entries(styleOptions)), '行文习惯')
const cover = lineOf(new Map(coverLines.map(({ key }) => [key, null])), '封面')

const checkers: Readonly<Record<FactKind, Checker>> = {
  cell: checkCell,
  stated: onlyTakenBack,
  row: checkRow,
  unit: byName,
  project: byName,
  explanation: onlyTakenBack,
  text,
  option,
  cover,
}

function checkRow({ key, after }: FactChange): Result<unknown> {
  const problem = codeProblem(key)
  if (problem !== null) return rejected(`科目 ${key.slice(0, 20)}`, problem)
  if (after === null) return rejected(`科目 ${key}`, '删除科目会带走它在各表的数，请用“删除科目”')
  if (typeof after !== 'object' || Object.keys(after).join() !== 'name' || typeof after['name'] !== 'string') {
    return rejected(`科目 ${key}`, '应有名称')
  }
  // a code the table does not know may come without a name: a finding says so
  return after['name'] === '' ? ok(null) : checkName(`科目 ${key}`, after['name'])
}

function checkCell({ key, after: value }: FactChange, after: After, names: BookNames): Result<unknown> {
  const address = parseCellKey(key)
  const cell = address === null ? null : after.cell(address)
  if (address === null || cell === null) {
    // a cell whose row is gone may be cleaned away
    return value === null && after.has('cell', key) ? ok(null) : rejected(key.slice(0, 60), '没有这个单元格')
  }
  const name = () => cellName(names, address)
  if (cell.kind === 'computed') return rejected(name(), '由公式计算，不能填列')
  if (value === null) return ok(null)
  if (cell.unit === 'text') {
    return typeof value === 'string' ? textProblem(value, longestText, name()) : rejected(name(), '应为文字')
  }
  // the schema let only safe integers through
  return typeof value === 'number' ? ok(null) : rejected(name(), `应为${unitWord(cell.unit)}`)
}

function textProblem(value: string, longest: number, where: string): Result<null> {
  const reason =
    value.length > longest
      ? `文字过长，最多 ${longest} 个字`
      : /[^\P{Cc}\n\t]/u.test(value)
        ? '含有不能显示的控制字符，请删去'
        : value.trim() === ''
          ? '没有内容'
          : null
  return reason === null ? ok(null) : refuse({ kind: 'input-refused', where, reason })
}

/** The cells there are once a gesture is made. */
class After {
  private readonly engine: Engine
  private readonly changes: readonly FactChange[]
  private lists: { readonly codes: ReadonlySet<string>; readonly units: ReadonlySet<string> } | null = null

  constructor(engine: Engine, changes: readonly FactChange[]) {
    this.engine = engine
    this.changes = changes
  }

  has(kind: FactKind, key: string): boolean {
    return this.engine.book.get(kind, key) !== null
  }

  /** Definition of a cell; null when there will be no such cell. */
  cell(address: CellAddress): LinkedCell | null {
    const { edition } = this.engine
    const present = this.engine.cell(address)
    if (present !== null) return present
    const form = edition.forms[edition.formIndex.get(address.form) ?? -1]
    const column = form?.columnIndex.get(address.column)
    const definition = column === undefined ? undefined : form?.leaf[column]
    if (form?.rows !== null || definition === undefined || definition.kind === 'none') return null
    const [code = '', unit, ...rest] = address.row.split('@')
    const { codes, units } = this.after()
    if (rest.length > 0 || levelOfCode(code) !== 'item' || !codes.has(code)) return null
    const leaf = form.form.codes?.leaf
    if (leaf === 'item') return unit === undefined ? definition : null
    return leaf === 'unit' && unit !== undefined && units.has(unit) ? definition : null
  }

  private after(): { readonly codes: ReadonlySet<string>; readonly units: ReadonlySet<string> } {
    const { book } = this.engine
    this.lists ??= {
      codes: new Set([
        ...book.codes().keys(),
        ...this.changes.filter(({ kind }) => kind === 'row').map(({ key }) => key),
      ]),
      units: new Set(book.facts.unit.keys()),
    }
    return this.lists
  }
}
