import type { CellAddress } from '../address/cell.ts'
import { parseCellKey } from '../address/cell.ts'
import type { ExplanationFact, FactKind, FactValue, ProjectFact, RowFact, UnitFact } from '../engine/facts.ts'
import type { BookNames } from './cells.ts'
import { cellName, valueText } from './cells.ts'

/** One change of a fact in words: what, from, to. */
export type ChangeWords = {
  readonly what: string
  readonly from: string
  readonly to: string
  readonly cell: CellAddress | null
}
export type KnownChange = {
  readonly kind: FactKind
  readonly key: string
  readonly before: FactValue | null
  readonly after: FactValue | null
}

const none = '（无）'
const plain = (value: FactValue): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
const quoted = (value: FactValue): string => `“${plain(value)}”`

/** A change of the journal (操作记录) in words. Names are today's: a row removed since is told by its code. */
export function changeWords(names: BookNames, { kind, key, before, after }: KnownChange): ChangeWords {
  const words = (what: string, say: (value: FactValue) => string, cell: CellAddress | null = null): ChangeWords => ({
    what,
    from: before === null ? none : say(before),
    to: after === null ? none : say(after),
    cell,
  })
  switch (kind) {
    case 'cell':
    case 'stated': {
      const cell = parseCellKey(key)
      if (cell === null) return words(key, plain)
      const unit = unitOf(names, cell)
      const say = (value: FactValue | null): string => valueText(value as number | string | null, unit)
      const what = cellName(names, cell) + (kind === 'stated' ? '（来源上的数）' : '')
      return { what, from: say(before), to: say(after), cell }
    }
    case 'row':
      return words(`科目 ${key}`, (value) => (value as RowFact).name || '列入')
    case 'unit':
      return words(`单位 ${key}`, (value) => `${(value as UnitFact).name}（第 ${(value as UnitFact).order} 位）`)
    case 'project':
      return words(`项目 ${key}`, (value) => {
        const { code, name, unit, order } = value as ProjectFact
        return `${code} ${name}（单位 ${unit}，次序 ${order}）`
      })
    case 'explanation':
      return words(`审核说明 ${key.split('!')[0] ?? ''}`, (value) => `“${(value as ExplanationFact).text}”`)
    case 'text':
      return words(`文字 ${key}`, quoted)
    case 'option':
      return words(`选项 ${key}`, plain)
    case 'cover':
      return words(`封面 ${key}`, quoted)
  }
}

function unitOf({ edition }: BookNames, { form, row, column }: CellAddress): 'amount' | 'count' | 'score' | 'text' {
  const linked = edition.forms[edition.formIndex.get(form) ?? -1]
  const holds = linked?.rows?.find((one) => one.row.key === row)?.row.holds
  const own = linked?.columns.find(({ key }) => key === column)?.holds
  return holds ?? (own as 'amount' | undefined) ?? 'amount'
}
