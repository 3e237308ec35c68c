import { Segmented } from 'antd'
import type { ReactElement } from 'react'
import { useState } from 'react'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import type { RowFilter } from './outline.ts'

const levelNames = ['类', '款', '项', '明细']
const filters: { readonly label: string; readonly value: RowFilter }[] = [
  { label: '全部', value: 'all' },
  { label: '有数', value: 'filled' },
  { label: '有问题', value: 'failing' },
]

/** Title, department and unit over the form, as on paper; for forms that follow codes also how far it is unfolded. */
export function FormHead({
  form,
  table,
  levels,
  unit,
  onFoldTo,
  onFilter,
}: {
  readonly form: string
  readonly table: PrintedTable
  /** depth of the tree of codes, 0 when the form has none */
  readonly levels: number
  readonly unit: AmountUnit
  readonly onFoldTo: (level: number) => void
  readonly onFilter: (filter: RowFilter) => void
}): ReactElement {
  const [filter, setFilter] = useState<RowFilter>('all')
  const hasAmounts = table.rows.some(({ cells }) =>
    cells.some((cell) => cell.kind === 'value' && cell.unit === 'amount'),
  )
  return (
    <header className="form-head">
      <h2>{table.title}</h2>
      <div className="form-line">
        <span className="form-department">{table.departmentLine}</span>
        {levels > 1 && (
          <span className="form-tools">
            <Segmented
              size="small"
              aria-label="显示的行"
              options={filters}
              value={filter}
              onChange={(value) => {
                setFilter(value)
                onFilter(value)
              }}
            />
            <span className="form-levels" role="group" aria-label="展开到">
              {levelNames.slice(0, levels).map((name, place) => (
                <button key={name} type="button" title={`展开到${name}`} onClick={() => onFoldTo(place + 1)}>
                  {levelLabel(place, levels, table)}
                </button>
              ))}
            </span>
          </span>
        )}
        <span className="form-unit">
          {form}
          {hasAmounts && ` ${table.unitLine.replace(/万元|元/, unit)}`}
        </span>
      </div>
    </header>
  )
}

function levelLabel(place: number, levels: number, table: PrintedTable): string {
  // the last level of a form whose lines are units or projects is not an item
  const isLeaf = place === levels - 1 && table.rows.some(({ level }) => level === 4)
  return isLeaf ? '明细' : (levelNames[place] ?? '')
}
