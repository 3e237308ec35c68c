import type { Severity } from '../catalogue/vocabulary.ts'
import type { Finding, FindingState } from '../engine/finding.ts'
import type { BookNames } from './cells.ts'
import { cellName, differenceText, rowName, valueText } from './cells.ts'
import { formulaText } from './formulas.ts'
import { textFindingText } from './narrative.ts'

const severities: Readonly<Record<Severity, string>> = { error: '基本平衡', verify: '核实性', hint: '提示' }
/** 基本平衡, 核实性 or 提示. */
export const severityWord = (severity: Severity): string => severities[severity]

const states: Readonly<Record<FindingState, string>> = {
  holds: '相符',
  fails: '不符',
  'not-applicable': '不适用（没有填数）',
  'cannot-tell': '无法判断（没有上年数）',
}
export const stateWord = (state: FindingState): string => states[state]

/** A finding (审核结果) as one sentence without full stop: where, which figures, and by how much they differ. */
export function findingText(names: BookNames, finding: Finding): string {
  if (finding.state === 'not-applicable' || finding.state === 'cannot-tell')
    return `${placeName(names, finding)}：${states[finding.state]}`
  switch (finding.kind) {
    case 'comparison':
    case 'ratio':
    case 'perCount':
      return comparison(names, finding)
    case 'change':
      return change(names, finding)
    case 'stated':
      return stated(names, finding)
    case 'default':
      return defaulted(names, finding)
    case 'sign':
      return `${placeName(names, finding)}：${value(finding, 'left')} 是负数，请核实`
    case 'emptyRow':
      return `${placeName(names, finding)}：各栏全是零或空白，请核实是否应删去这一行`
    case 'samePriorScale':
      return `${placeName(names, finding)}：本年 ${value(finding, 'left')}，上年 ${value(finding, 'right')}，相差 100 倍以上，请核实是否混用元和万元`
    case 'knownCode':
      return `科目编码 ${coded(finding)}：本年度科目表中没有，请核实编码`
    case 'nameOfCode': {
      const [name = '', expected = ''] = details(finding)
      return `科目编码 ${finding.row ?? ''}：名称“${name}”与科目表“${expected}”不一致`
    }
    case 'parentOfCode':
      return `科目编码 ${coded(finding)}：应为 3、5 或 7 位数字，请改正`
    case 'duplicate': {
      const [name = '', first = ''] = details(finding)
      return `“${name}”重复：${finding.row ?? ''} 与 ${first} 在表上看起来一样`
    }
    case 'codesOfPrior':
      return codesOfPrior(finding)
    case 'text':
      return textFindingText(finding)
  }
}

const value = (finding: Finding, side: 'left' | 'right'): string => valueText(finding[side], finding.unit)
const details = ({ detail }: Finding): string[] => (detail ?? '').split('|')
const coded = ({ row, detail }: Finding): string => `${row ?? ''}${detail ? `“${detail}”` : ''}`

function placeName(names: BookNames, { form, row, column }: Finding): string {
  if (form === null) return row ?? ''
  return column === null || row === null ? form : cellName(names, { form, row, column })
}

/** The two sides of a check, their cells named from where the finding stands. */
function sideTexts(names: BookNames, { form, row, column, sides }: Finding): readonly [string, string] {
  const here = { form: form ?? '', row: row ?? '', column: column ?? '' }
  return [formulaText(names, here, sides.left), formulaText(names, here, sides.right)]
}

const failing = { '=': '≠', '<=': '＞', '>=': '＜' } as const
const holding = { '=': '＝', '<=': '≤', '>=': '≥' } as const

function comparison(names: BookNames, finding: Finding): string {
  const { form, row, state, kind, is, left, right, unit } = finding
  const place = form === null || row === null ? '' : `${form} ${rowName(names, form, row)}：`
  const [one, other] = sideTexts(names, finding)
  // an amount per count compares two units; the finding holds the unit of its cell, the count
  const units = kind === 'perCount' ? (['amount', 'count'] as const) : ([unit, unit] as const)
  const [a, b] = [`${one} ${valueText(left, units[0])}`, `${other} ${valueText(right, units[1])}`.trimStart()]
  const fails = state === 'fails'
  if (kind === 'ratio') return `${place}${a}，${b}，${fails ? '相差 100 倍以上，请核实是否混用元和万元' : '数量级相当'}`
  if (kind === 'perCount') return `${place}${a}，${b}，${fails ? '不相称，请核实' : '相称'}`
  if (!fails) return `${place}${a} ${holding[is]} ${b}`
  return `${place}${a} ${failing[is]} ${b}，${is === '=' ? '差' : '超出'} ${absolute(finding)}`
}

function change(names: BookNames, finding: Finding): string {
  const { form, row, left, right, state, explanation } = finding
  const place = form === null || row === null ? '' : `${form} ${rowName(names, form, row)}：`
  const [one, other] = sideTexts(names, finding)
  const pair = `${place}${one} ${value(finding, 'left')}，${other} ${value(finding, 'right')}`
  const difference = BigInt(left ?? 0) - BigInt(right ?? 0)
  if (difference === 0n) return `${pair}，持平`
  const percent = right ? `（${percentText(difference, BigInt(right))}）` : ''
  const moved = `${pair}，${difference > 0n ? '增加' : '减少'} ${absolute(finding)}${percent}`
  return state === 'fails' && explanation === null ? `${moved}，请说明原因` : moved
}

/** Size of the change in hundredths of a percent, a half rounded up. */
function percentText(difference: bigint, base: bigint): string {
  const size = (n: bigint): bigint => (n < 0n ? -n : n)
  const hundredths = (size(difference) * 20_000n + size(base)) / (2n * size(base))
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`
}

function stated(names: BookNames, finding: Finding): string {
  const place = placeName(names, finding)
  if (finding.state !== 'fails') return `${place}：${value(finding, 'left')}，与公式相符`
  return `${place}：来源上是 ${value(finding, 'right')}，按公式应为 ${value(finding, 'left')}，差 ${absolute(finding)}`
}

function defaulted(names: BookNames, finding: Finding): string {
  const place = placeName(names, finding)
  const both = `${place}：填列 ${value(finding, 'left')}，按公式为 ${value(finding, 'right')}`
  if (finding.state !== 'fails') return both
  return `${both}，${finding.is === '=' ? `差 ${absolute(finding)}` : `不应小于公式数，少 ${absolute(finding)}`}`
}

function codesOfPrior(finding: Finding): string {
  const [what, name = '', now = ''] = details(finding)
  const code = finding.row ?? ''
  if (what === 'new') return `科目 ${code}“${name}”：上年没有，请核实`
  if (what === 'gone') return `科目 ${code}“${name}”：上年有，本年没有，请核实`
  return `科目 ${code}：上年名称“${name}”，本年“${now}”，请核实`
}

const absolute = ({ left, right, unit }: Finding): string => {
  const [whole = '', fraction] = (differenceText(left, right, unit) ?? '').replace('-', '').split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
