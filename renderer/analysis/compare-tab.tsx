import { Button, Checkbox, Input, InputNumber, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { type Basis, thresholdOf } from '../../shared/compare/basis.ts'
import { comparableForms, isTelling } from '../../shared/compare/comparison.ts'
import type { Threshold } from '../../shared/compare/percent.ts'
import { type Order, viewRows } from '../../shared/compare/sorting.ts'
import { columnName, formTitle } from '../../shared/words/cells.ts'
import { basisWord } from '../../shared/words/compare.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { exportedFile } from '../exchange/export.ts'
import { NamedSelect } from '../kit/named-select.tsx'
import { useRemembered } from '../kit/remembered.ts'
import { CompareTable, type ShownSection } from './compare-table.tsx'
import { copyTable, printTable, tableLines } from './table-text.ts'
import { type Compared, useComparison } from './use-comparison.ts'

const fenPerWan = 1_000_000
const allColumns = ''

const orderNames: Readonly<Record<Order, string>> = {
  printed: '按表上次序',
  difference: '增减额从大到小',
  percent: '增减幅度从大到小',
}

/** A form of the book beside last year's or its 年初预算. */
export function CompareTab({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const unit = useFrame((state) => state.unit)
  const inSight = useFrame((state) => state.form)
  const { edition } = book.engine
  const [basis, setBasis] = useRemembered<Basis>('compare.basis', 'prior')
  const forms = useMemo(() => comparableForms(book.engine, basis), [book, basis])
  const [chosen, setForm] = useRemembered('compare.form', inSight)
  const form = forms.includes(chosen) ? chosen : forms.includes(inSight) ? inSight : (forms[0] ?? '')
  const own = useMemo(() => thresholdOf(edition, basis), [edition, basis])
  const [changed, setChanged] = useState<Partial<Record<Basis, Threshold>>>({})
  const threshold = changed[basis] ?? own
  const setThreshold = (change: Partial<Threshold>): void =>
    setChanged({ ...changed, [basis]: { ...threshold, ...change } })
  const [order, setOrder] = useState<Order>('printed')
  const [onlyMarked, setOnlyMarked] = useState(false)
  const [text, setText] = useState('')
  const compared = useComparison(book, form, basis, threshold)
  const columns = useMemo(() => columnsOf(book, compared), [book, compared])
  const [wantedColumn, setColumn] = useState<{ readonly of: string; readonly column: string } | null>(null)
  const column = wantedColumn?.of === `${basis} ${form}` ? wantedColumn.column : columns.first
  const view = { order, column: column === allColumns ? null : column, onlyMarked, text }
  const shown = useMemo(
    () => shownSections(book, compared, { order, column, onlyMarked, text }),
    [book, compared, order, column, onlyMarked, text],
  )
  const title = `${formTitle(book.names, form)}（与${basisWord[basis]}比较）`
  const lines = (): string[][] => tableLines(shown, basis, unit, book.year)
  const exportTable = (): void => {
    const wishes = { basis, form, ...threshold, ...view }
    void exportedFile(session, '正在导出', (id) => session.ask('export.comparison', { book: id, wishes }))
  }
  const isHere = compared.kind === 'here'
  return (
    <div className="compare">
      <div className="compare-tools" role="toolbar" aria-label="对比">
        <NamedSelect
          className="compare-form"
          name="报表"
          value={form}
          showSearch={{ optionFilterProp: 'label' }}
          options={forms.map((key) => ({ value: key, label: `${key} ${formTitle(book.names, key)}` }))}
          onChange={setForm}
        />
        <Segmented
          aria-label="与什么比较"
          value={basis}
          options={[
            { value: 'prior', label: '与上年' },
            { value: 'budget', label: '与年初预算' },
          ]}
          onChange={(value) => setBasis(value as Basis)}
        />
        {columns.all.length > 1 && (
          <NamedSelect
            className="compare-column"
            name="栏"
            value={column}
            options={[{ value: allColumns, label: '全部栏' }, ...columns.all]}
            onChange={(value) => setColumn({ of: `${basis} ${form}`, column: value })}
          />
        )}
        <NamedSelect
          className="compare-order"
          name="次序"
          value={order}
          options={Object.entries(orderNames).map(([value, label]) => ({ value: value as Order, label }))}
          onChange={setOrder}
        />
        <span className="compare-limit">
          超过
          <InputNumber
            aria-label="界限：百分之几"
            min={0}
            max={10_000}
            precision={0}
            value={threshold.percent}
            suffix="%"
            onChange={(value) => setThreshold({ percent: value ?? 0 })}
          />
          且达到
          <InputNumber
            aria-label="界限：万元"
            min={0}
            max={1_000_000_000}
            value={threshold.amount / fenPerWan}
            suffix="万元"
            onChange={(value) => setThreshold({ amount: Math.round((value ?? 0) * fenPerWan) })}
          />
          {changed[basis] !== undefined && (
            <button type="button" className="link" onClick={() => setChanged({ ...changed, [basis]: undefined })}>
              恢复审核公式的界限
            </button>
          )}
        </span>
        <Checkbox checked={onlyMarked} onChange={({ target }) => setOnlyMarked(target.checked)}>
          只看超过界限和要说明的
        </Checkbox>
        <Input
          className="compare-search"
          aria-label="查找科目"
          allowClear
          placeholder="编码、名称或单位"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <span className="compare-buttons">
          <Button disabled={!isHere} onClick={() => copyTable(session, lines())}>
            复制
          </Button>
          <Button
            disabled={!isHere}
            onClick={() => printTable(title, `${book.department}　${book.year}年度　单位：${unit}`, shown, lines())}
          >
            打印…
          </Button>
          <Button disabled={!isHere} onClick={exportTable}>
            导出 CSV…
          </Button>
        </span>
      </div>
      <Summary compared={compared} shown={shown} order={order} />
      {isHere && <CompareTable book={book} basis={basis} sections={shown} unit={unit} title={title} />}
      {compared.kind === 'missing' && <p className="analysis-empty">{compared.reason}</p>}
    </div>
  )
}

type SummaryProps = {
  readonly compared: Compared
  readonly shown: readonly ShownSection[]
  readonly order: Order
}

function Summary({ compared, shown, order }: SummaryProps) {
  if (compared.kind !== 'here') return null
  const { marked, open } = compared.comparison
  const rows = shown.reduce((sum, section) => sum + section.rows.length, 0)
  return (
    <p className="compare-summary" aria-live="polite">
      共 {rows} 行{order === 'printed' ? '' : '（只列不再细分的行）'}，超过界限 {marked} 处，尚待说明 {open} 处
    </p>
  )
}

type Columns = { readonly all: readonly { readonly value: string; readonly label: string }[]; readonly first: string }

/** Columns to choose from; at first the first with a figure where they are many, and all where few or by block. */
function columnsOf(book: OpenedBook, compared: Compared): Columns {
  if (compared.kind !== 'here') return { all: [], first: allColumns }
  const { form, sections } = compared.comparison
  const keys = [...new Set(sections.flatMap(({ columns }) => columns))]
  const all = keys.map((value) => ({ value, label: columnName(book.names, form, value) }))
  const [section, ...others] = sections
  if (section === undefined || others.length > 0 || keys.length <= 2) return { all, first: allColumns }
  const filled = keys.find((_, at) => section.rows.some(({ cells }) => isTelling(cells[at] ?? null)))
  return { all, first: filled ?? allColumns }
}

/** The sections as somebody wants to see them: rows filtered and ordered, and only the column that counts. */
function shownSections(
  book: OpenedBook,
  compared: Compared,
  view: { readonly order: Order; readonly column: string; readonly onlyMarked: boolean; readonly text: string },
): ShownSection[] {
  if (compared.kind !== 'here') return []
  const { form, sections } = compared.comparison
  return sections.flatMap((section) => {
    const column = view.column === allColumns ? null : view.column
    const rows = viewRows(section, { ...view, column })
    const at = section.columns.flatMap((key, place) => (column === null || key === column ? [place] : []))
    if (rows.length === 0 || at.length === 0) return []
    return [
      {
        form,
        title: section.title,
        columns: at.map((place) => {
          const key = section.columns[place] ?? ''
          return { key, place, name: columnName(book.names, form, key) }
        }),
        rows,
      },
    ]
  })
}
