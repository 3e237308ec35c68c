import { cellKey } from '../../shared/address/cell.ts'
import type { ImportPreview } from '../../shared/channels/values.ts'
import type { BookNames } from '../../shared/words/cells.ts'
import { cellName } from '../../shared/words/cells.ts'

/** How a conflict is named when it is refused. */
export const conflictKey = ({ form, row, column }: ImportPreview['conflicts'][number]): string =>
  cellKey({ form, row, column })

/** A decimal as people read it, with thousands separators; other texts as they are, nothing as 空白. */
export function readable(text: string | null): string {
  if (text === null) return '空白'
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text
  const [whole = '', ...fraction] = text.split('.')
  return [whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.')
}

/** Changes that are not told as conflicts already. */
export function plainChanges({ changes, conflicts }: ImportPreview): ImportPreview['changes'] {
  const told = new Set(conflicts.map(conflictKey))
  return changes.filter(({ key }) => !told.has(key))
}

const documents: Readonly<Partial<Record<ImportPreview['kind'], string>>> = {
  pdf: '公开的决算（PDF），按表名、科目编码和行名对应，说明中的文字按标题对应',
  text: '公开的决算（文字），按表名、科目编码和行名对应，说明中的文字按标题对应',
  csv: 'CSV 表格，按表名、科目编码和行名对应',
}
const sources: Readonly<Record<ImportPreview['source'], string>> = {
  own: '本程序导出的工作簿',
  template: '按本程序的空白模板填写的工作簿',
  foreign: '其他来源的工作簿，按表名、科目编码和行名对应',
}

/** The preview in a few sentences. */
export function previewWords(preview: ImportPreview): {
  readonly lead: string
  readonly name: (names: BookNames, form: string, row: string, column: string) => string
} {
  const { kind, source, forms, texts, stored, unchanged, added, cleared, conflicts, notUnderstood } = preview
  const values = forms.reduce((sum, form) => sum + form.values, 0)
  const lists = [
    added.codes.length > 0 ? `${added.codes.length} 个科目` : '',
    added.units.length > 0 ? `${added.units.length} 个单位` : '',
    added.projects.length > 0 ? `${added.projects.length} 个项目` : '',
  ].filter((part) => part !== '')
  const parts = [
    `认出 ${forms.length} 张表、${values} 个数`,
    texts.length > 0 ? `${texts.length} 段文字` : '',
    `写入 ${stored} 项`,
    `${unchanged} 项相同`,
    cleared.length > 0 ? `清空 ${cleared.length} 项` : '',
    lists.length > 0 ? `新增${lists.join('、')}` : '',
    conflicts.length > 0 ? `${conflicts.length} 处与公式不符` : '',
    notUnderstood.length > 0 ? `${notUnderstood.length} 处没有看懂` : '',
  ].filter((part) => part !== '')
  return {
    lead: `${documents[kind] ?? sources[source]}。${parts.join('，')}。导入前会自动备份，导入后是一步操作，可以撤销。`,
    name: (names, form, row, column) => cellName(names, { form, row, column }),
  }
}
