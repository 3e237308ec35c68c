import type { LinkedEdition } from '../catalogue/link.ts'
import { type LinkedSlot, slotOfKey } from '../catalogue/linked-narrative.ts'
import type { TextRuleName } from '../catalogue/vocabulary.ts'
import type { Finding } from '../engine/finding.ts'

/** What to write in a place of the text part, e.g. `请填写：机构职责`; slots of rows go by the slot without the row. */
export function askText(slots: ReadonlyMap<string, LinkedSlot>, key: string): string {
  return `请填写：${slotOfKey(slots, key)?.slot.slot.ask ?? '名词解释'}`
}

/** What a free text is about, e.g. `机构职责`. */
export const slotName = (edition: LinkedEdition, key: string): string =>
  askText(edition.narrative?.slots ?? new Map(), key).replace(/^请填写：/, '')

/** A finding about the text part as one sentence without full stop: the words concerned, and what is wrong with them. */
export function textFindingText({ detail, column }: Finding): string {
  const [rule = '', quotation = '', ...says] = (detail ?? '').split('|')
  const mark = (column ?? '').replace(/#\d+$/, '')
  const place = quotation === '' ? `“${mark}”` : `“${quotation}”`
  return `决算说明${place}：${complaint(rule as TextRuleName, mark, says)}`
}

function complaint(rule: TextRuleName, mark: string, says: readonly string[]): string {
  const [one = '', other = '', third = ''] = says
  switch (rule) {
    case 'numberWithoutCell':
      return one === '' ? `各表中没有“${mark}”，请核实` : `各表中没有“${mark}”，有相近的 ${one}，请核实是否笔误`
    case 'figureOverridden':
      return `写作 ${mark}，按各表计算为 ${one}`
    case 'direction':
      return `写的是“${one}”，按各表应为“${other}”`
    case 'sameWord':
      return one === 'band'
        ? `${other} 与 ${third} 相差超过基本持平的限度`
        : `写的是相同，两数为 ${other} 和 ${third}，请核实`
    case 'missingReason':
      return `请补充${one}`
    case 'unfilled':
      return one === '' ? `附表没有填数，文中暂按 ${other} 打印，请填列` : `请填写“${one}”`
    case 'leftover':
      return `“${mark}”像是模板中留下的文字或空格，请改正`
    case 'missingPercent':
      return `${one} 后面缺少百分号，请补上`
    case 'wrongYear':
      return `“${mark}”不是 ${one} 或 ${other} 年度，请核实`
    case 'unitName':
      return `“${mark}”与单位名称“${one}”不一致`
    case 'itemList':
      return other === '' ? `应列举：${one}` : `缺少“${other}”，应列举：${one}`
    case 'saysNone':
      return `写的是没有安排，${one} ${other}却有数据`
    case 'twoValues':
      return one === '' ? `同一个数，另一处为 ${other}，此处为 ${third}` : `“${one}”另一处为 ${other}，此处为 ${third}`
    case 'numbering':
      return `序号“${mark}”不连续，应为 ${one}`
    case 'shares':
      return third === ''
        ? `各部分占比之和为 ${one}%，请核对改写过的占比`
        : `各部分占比之和为 ${one}%，可将 ${other}% 调整为 ${third}%`
    case 'parts':
      return `各部分之和为 ${one}，合计写作 ${other}`
    case 'doubledWords':
      return `“${mark}”重复或未作选择，请改正`
    case 'codeName':
      return one === '' ? `“${mark}”与科目名称不一致` : `“${mark}”与科目名称“${one}”不一致`
    case 'copiedTerm':
      return `“${mark}”的解释与“${one}”相同，请核实`
    case 'percentOfNothing':
      return `比较的基数为零，不应写百分比“${mark}”`
  }
}
