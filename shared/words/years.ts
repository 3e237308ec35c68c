import { parseCellKey } from '../address/cell.ts'
import { slotOfKey } from '../catalogue/linked-narrative.ts'
import type { ProjectFact, RowFact, UnitFact } from '../engine/facts.ts'
import type { EditionDifference } from '../years/edition-changes.ts'
import type { Course } from '../years/lineage.ts'
import type { LeftReason, RollForwardItem } from '../years/preview.ts'
import { type BookNames, cellName, valueText } from './cells.ts'
import { kindWord } from './fact-kinds.ts'

/** Words for a new year made from an old book: what comes along, what does not, and why. */

const leftWords: Readonly<Record<LeftReason, string>> = {
  ofYear: '本年的数，由新年度填列',
  stated: '导入时来源上的数',
  explanation: '本年的审核说明',
  figure: '文中改写过的本年的数',
  date: '日期',
  namesYear: '写有上年年份',
  notChosen: '没有选择结转',
  dropped: '新套表没有对应的位置',
  divided: '科目已拆分，需人工分配',
  byLine: '新套表分科目结转，需人工分配',
  rowLeft: '所属的科目或项目没有结转',
  taken: '合并后的位置已有另一条文字',
}
export const leftWord = (reason: LeftReason): string => leftWords[reason]

const courseWords: Readonly<Record<Exclude<Course, 'same'> | 'new', string>> = {
  renamed: '改为',
  merged: '并入',
  split: '拆分为',
  dropped: '取消',
  new: '新增',
}

const placeWords: Readonly<Record<EditionDifference['of'], string>> = {
  form: '报表',
  column: '栏',
  row: '行',
  code: '科目',
}

/** One difference of two editions, e.g. `科目 2210201、2210203 并入 2210291（两项并为一项）`. */
export function editionDifferenceText({ of, form, old, now, course, why }: EditionDifference): string {
  const place = `${form === null ? '' : `${form} `}${placeWords[of]}`
  const reason = why === null ? '（新套表没有说明）' : `（${why}）`
  const change =
    course === 'new'
      ? `新增 ${now.join('、')}`
      : `${old.join('、')} ${courseWords[course]}${now.length === 0 ? '' : ` ${now.join('、')}`}`
  return `${place} ${change}${reason}`
}

/** What a thing of the old book is, e.g. `项目 p3 信息系统运维`. */
export function itemText(
  names: BookNames,
  { kind, key, value }: Pick<RollForwardItem, 'kind' | 'key' | 'value'>,
): string {
  switch (kind) {
    case 'cell':
    case 'stated': {
      const cell = parseCellKey(key)
      return cell === null ? key : cellName(names, cell)
    }
    case 'row':
      return `科目 ${key} ${(value as RowFact).name}`.trim()
    case 'unit':
      return `单位 ${key} ${(value as UnitFact).name}`
    case 'project':
      return `项目 ${key} ${(value as ProjectFact).name}`
    case 'text':
      return `文字 ${textName(names, key)}`
    case 'explanation':
    case 'option':
    case 'cover':
      return `${kindWord(kind)} ${key}`
  }
}

/** What a text of the book is about, as its place asks for it; its key where the edition has no such place. */
function textName({ edition }: BookNames, key: string): string {
  const found = edition.narrative === null ? null : slotOfKey(edition.narrative.slots, key)
  if (found === null) return key
  const { ask } = found.slot.slot
  return found.row === null ? ask : `${ask}（${found.row}）`
}

/** Where a thing of the old book is in the new one, or why it is not there. */
export function fateText(names: BookNames, { kind, key, value, fate }: RollForwardItem): string {
  const places = fate.as.map((one) => {
    const cell = kind === 'cell' ? parseCellKey(one) : null
    return cell === null ? one : cellName(names, cell)
  })
  const why = fate.why === null ? '' : `（${fate.why}）`
  if (fate.kind === 'left') {
    return `${leftWord(fate.reason)}${places.length === 0 ? '' : `：${places.join('、')}`}${why}`
  }
  if (fate.kind === 'follows') return `成为 ${places.join('、')}${why}`
  if (fate.course === 'same') return '结转'
  if (kind === 'project') return `结转，随科目变化${why}`
  // the key stays, the name is another
  const isNamed = kind === 'row' && fate.course === 'renamed' && fate.as.length === 1 && fate.as[0] === key
  if (isNamed) return `结转，名称由“${(value as RowFact).name}”改为新科目表的名称`
  return `结转，${courseWords[fate.course]} ${places.join('、')}${why}`
}

/** A closing number as people read it. */
export const closingText = (value: RollForwardItem['value']): string => `${valueText(value as number, 'amount')} 万元`
