import { parseAmount } from '../../shared/amount/parse.ts'
import { ok, type Result } from '../../shared/channels/result.ts'
import { type Basis, thresholdOf } from '../../shared/compare/basis.ts'
import {
  type ComparedCell,
  type ComparedRow,
  type Comparison,
  comparableForms,
  compareForm,
} from '../../shared/compare/comparison.ts'
import type { Threshold } from '../../shared/compare/percent.ts'
import { type PriorForm, priorForm } from '../../shared/compare/prior-form.ts'
import { type View, viewRows } from '../../shared/compare/sorting.ts'
import { columnName, differenceText, formTitle, plainValue } from '../../shared/words/cells.ts'
import { baseHeader, changeWord, comparedLabel, hereHeader, presenceWord } from '../../shared/words/compare.ts'
import { rejected } from './gesture.ts'
import type { OpenBook } from './open-book.ts'
import { findForm } from './show.ts'

/** Last year's side of one form under this year's keys; null when the ledger has no book of last year. */
export function priorOfForm({ engine, priorEngine, summary }: OpenBook, form: string): Result<PriorForm | null> {
  const found = findForm(engine, form)
  if (!found.ok) return found
  return ok(priorEngine === null ? null : priorForm(engine, priorEngine, form, summary.year - 1))
}

/** How somebody wants a comparison; without a form, all that can be compared; without limits, those of the edition. */
export type CompareWishes = {
  readonly basis: Basis
  readonly form?: string | undefined
  readonly percent?: number | undefined
  /** fen */
  readonly amount?: number | undefined
  readonly view?: Partial<View>
}

/** Values as decimals (6 in 万元), and exact in the smallest unit (fen, count, hundredths); null is blank. */
export type CellReport = {
  readonly column: string
  readonly here: string | null
  readonly base: string | null
  readonly difference: string | null
  /** two decimals, without sign of per cent */
  readonly percent: string | null
  readonly exact: { readonly here: number | null; readonly base: number | null; readonly difference: number | null }
  readonly marked: boolean
  readonly asked: readonly { readonly check: string; readonly severity: string; readonly explanation: string | null }[]
  /** the change in words: per cent, or 上年无, 未安排 */
  readonly change: string
}
export type RowReport = Omit<ComparedRow, 'cells' | 'isLeaf'> & {
  readonly leaf: boolean
  readonly cells: readonly CellReport[]
}
export type FormComparison = {
  readonly form: string
  readonly title: string
  readonly sections: readonly {
    readonly title: string
    readonly columns: readonly { readonly key: string; readonly name: string }[]
    readonly rows: readonly RowReport[]
  }[]
  readonly marked: number
  readonly open: number
}
export type ComparisonReport = {
  readonly department: string
  readonly year: number
  readonly with: Basis
  /** year and edition of the book compared with; null for the budget, which is in the book itself */
  readonly base: { readonly year: number; readonly edition: string } | null
  readonly threshold: { readonly percent: number; readonly amount: string | null }
  readonly forms: readonly FormComparison[]
  /** cells beyond the threshold, and those where a reason is asked for and not given */
  readonly marked: number
  readonly open: number
}

/**
 * Compares a book with last year's, or with its 年初预算, form by form.
 * Faults: request-rejected for a form there is not, or that has nothing to compare; and without last year's book.
 */
export function compareBook(open: OpenBook, wishes: CompareWishes): Result<ComparisonReport> {
  const { summary, names, priorEngine } = open
  const { basis } = wishes
  const threshold = thresholdWith(open, wishes)
  const column = wishes.view?.column ?? null
  const isWanted = (key: string): boolean => column === null || key === column
  const compared: FormComparison[] = []
  const comparisons = comparisonsOf(open, wishes)
  if (!comparisons.ok) return comparisons
  for (const one of comparisons.value) {
    const sections = one.sections.map((section) => ({
      title: section.title,
      columns: section.columns.filter(isWanted).map((key) => ({ key, name: columnName(names, one.form, key) })),
      rows: viewRows(section, viewOf(wishes)).map((row) =>
        rowReport(row, section.columns, basis, summary.year, isWanted),
      ),
    }))
    compared.push({ form: one.form, title: formTitle(names, one.form), sections, marked: one.marked, open: one.open })
  }
  const sum = (of: (one: FormComparison) => number): number => compared.reduce((all, one) => all + of(one), 0)
  return ok({
    department: summary.department,
    year: summary.year,
    with: basis,
    base:
      basis === 'prior' && priorEngine !== null
        ? { year: summary.year - 1, edition: priorEngine.edition.edition.head.edition }
        : null,
    threshold: { percent: threshold.percent, amount: plainValue(threshold.amount, 'amount') },
    forms: compared,
    marked: sum(({ marked }) => marked),
    open: sum(({ open: count }) => count),
  })
}

/** Comparisons of the form wanted, or of all forms that have something to compare. */
function comparisonsOf(open: OpenBook, wishes: CompareWishes): Result<Comparison[]> {
  const { engine, summary, priorEngine } = open
  const { basis, form } = wishes
  if (basis === 'prior' && priorEngine === null)
    return rejected('上年决算', `账套中没有“${summary.department}”${summary.year - 1} 年度决算，不能与上年比较`)
  const comparable = comparableForms(engine, basis)
  if (form !== undefined) {
    const found = findForm(engine, form)
    if (!found.ok) return found
    if (!comparable.includes(form)) {
      const what = basis === 'budget' ? '与年初预算' : '与上年'
      return rejected(`报表 ${form}`, `没有可${what}比较的栏，可以比较的有 ${comparable.join('、')}`)
    }
  }
  const threshold = thresholdWith(open, wishes)
  const findings = engine.findings()
  return ok(
    (form === undefined ? comparable : [form]).map((one) => {
      const prior =
        basis === 'prior' && priorEngine !== null ? priorForm(engine, priorEngine, one, summary.year - 1) : null
      return compareForm({ engine, form: one, basis, threshold, findings, prior })
    }),
  )
}

function thresholdWith({ edition }: OpenBook, { basis, percent, amount }: CompareWishes): Threshold {
  const own = thresholdOf(edition, basis)
  return { percent: percent ?? own.percent, amount: amount ?? own.amount }
}

const viewOf = ({ view }: CompareWishes): View => ({
  order: 'printed',
  column: null,
  onlyMarked: false,
  text: '',
  ...view,
})

function rowReport(
  { isLeaf, cells, ...row }: ComparedRow,
  columns: readonly string[],
  basis: Basis,
  year: number,
  isWanted: (column: string) => boolean,
): RowReport {
  return {
    ...row,
    label: comparedLabel(row, year),
    leaf: isLeaf,
    cells: cells.flatMap((cell, at) => {
      const column = columns[at] ?? ''
      return cell !== null && isWanted(column) ? [cellReport(cell, column, basis)] : []
    }),
  }
}

function cellReport(cell: ComparedCell, column: string, basis: Basis): CellReport {
  const { here, base, unit, difference, percent, isMarked, asked } = cell
  return {
    column,
    here: plainValue(here, unit),
    base: plainValue(base, unit),
    difference: differenceText(here, base, unit),
    percent: percent === null ? null : plainValue(percent, 'score'),
    exact: { here, base, difference },
    marked: isMarked,
    asked: asked.map(({ check, severity, explanation }) => ({ check, severity, explanation })),
    change: changeWord(cell, basis),
  }
}

/** A comparison as lines of cells, head first: one line per row and column that has a figure on either side. */
export function comparisonLines(report: ComparisonReport): string[][] {
  const head = [
    '报表',
    '科目编码',
    '名称',
    '单位',
    '栏',
    hereHeader[report.with],
    baseHeader[report.with],
    '增减',
    '增减%',
    '超过界限',
    '说明',
  ]
  const lines = report.forms.flatMap(({ form, sections }) =>
    sections.flatMap(({ columns, rows }) => {
      const name = new Map(columns.map((column) => [column.key, column.name]))
      return rows.flatMap((row) =>
        row.cells
          .filter(({ here, base }) => here !== null || base !== null)
          .map((cell) => [
            form,
            row.code ?? '',
            labelOf(row),
            row.unit ?? '',
            name.get(cell.column) ?? cell.column,
            cell.here ?? '',
            cell.base ?? '',
            cell.difference ?? '',
            cell.change,
            cell.marked ? '是' : '',
            cell.asked
              .map(({ check, severity, explanation }) =>
                explanation === null
                  ? `${check} ${severity === 'verify' ? '待说明' : '提示'}`
                  : `${check} ${explanation}`,
              )
              .join('；'),
          ]),
      )
    }),
  )
  return [head, ...lines]
}

const labelOf = ({ label, presence }: Pick<RowReport, 'label' | 'presence'>): string =>
  presence === 'both' ? label : `${label}（${presenceWord(presence)}）`

/** A limit in 万元 as fen. Fault: input-refused, with the reason. */
export function amountLimit(text: string): Result<number> {
  const parsed = parseAmount(text, '万元')
  if (parsed.ok && parsed.fen !== null && parsed.fen >= 0) return ok(parsed.fen)
  return rejected(`界限 ${text}`, '应为不小于零的金额，以万元为单位')
}
