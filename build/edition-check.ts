import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { readEditionFolder } from '../electron/services/edition-files.ts'
import { readEditionFile } from '../electron/services/edition-import.ts'
import { attemptEdition, catalogueFolder, type LoadedEdition, loadedEdition } from '../electron/services/editions.ts'
import { widest } from '../shared/catalogue/lint.ts'
import { readEdition } from '../shared/catalogue/load.ts'
import type { Result } from '../shared/channels/result.ts'
import { Engine } from '../shared/engine/engine.ts'
import { layOut } from '../shared/layout/layout.ts'
import { blockText, narrate } from '../shared/narrative/narrate.ts'
import { faultText } from '../shared/words/faults.ts'
import { checksWithoutExample, type Example, isShown, tryExample } from './testing/examples.ts'

/** What a check of an edition says, in Chinese: whoever makes an edition need not be a developer. */
export type EditionCheck = { readonly isSound: boolean; readonly lines: readonly string[] }

/** The edition of a folder, whole, or of one file. */
export function editionAt(path: string): Result<LoadedEdition> {
  if (!statSync(path).isDirectory()) return readEditionFile(basename(path), readFileSync(path))
  return attemptEdition(() => loadedEdition(readEdition(readEditionFolder(path, catalogueFolder()))))
}

/**
 * Loads an edition with what it amends, links and lints it, lays out every form of an empty book, reads its text part
 * out, and tries every example of its checks.
 * @param path folder of an edition, or an edition in one file, which has no examples
 */
export function checkEdition(path: string): EditionCheck {
  const loaded = editionAt(path)
  if (!loaded.ok) return { isSound: false, lines: [faultText(loaded.fault)] }
  const { stored, linked } = loaded.value
  const { head, functional, economic, successions = [] } = linked.edition
  const engine = Engine.create(linked, [])
  if (engine === null) throw new Error('an empty book has no totals')
  const occasion = { department: '某部门', year: head.year }
  const forms = linked.forms.map(({ key, form }) => {
    const table = layOut(engine, key, { ...occasion, offered: true })
    const width = table.columns.reduce((sum, column) => sum + column.width, 0)
    const paper = form.orientation === 'portrait' ? '纵向' : '横向'
    const most = form.onPaper ? `（${paper}最宽 ${widest[form.orientation]}）` : '（附表）'
    return `  ${key} ${table.title}：${table.columns.length} 栏，共宽 ${width}${most}，${table.rows.length} 行`
  })
  const text = narrate(engine, occasion)
  const words = text.parts.flatMap(({ blocks }) => blocks.map(blockText)).join('').length
  const examples = examplesAt(path)
  const faults = examples === null ? [] : exampleFaults(loaded.value, examples)
  const lines = [
    `${head.edition} ${head.title}`,
    `  第 ${head.revision} 版，${head.year} 年度，${head.trust === 'published' ? '按公开的报表' : '未核实'}：${head.source}`,
    `  校验值 ${stored.hash}`,
    `  ${functional.table} ${functional.codes.length} 个，${economic.table} ${economic.codes.length} 个`,
    `  承接：${successions.map(({ from }) => from).join('、') || '没有'}`,
    ...forms,
    `  决算说明：空白的决算 ${words} 字；分析图 ${linked.charts.length} 幅`,
    ...faults,
    examples === null
      ? `  审核公式 ${linked.checks.length} 条；文件中没有示例，示例在套表的文件夹中`
      : `  审核公式 ${linked.checks.length} 条，示例 ${examples.length} 个，${faults.length === 0 ? '全部相符' : `有 ${faults.length} 处问题`}`,
  ]
  return { isSound: faults.length === 0, lines }
}

function examplesAt(path: string): readonly Example[] | null {
  if (!statSync(path).isDirectory()) return null
  return (readEditionFolder(path, catalogueFolder())['examples.json'] ?? []) as readonly Example[]
}

function exampleFaults({ linked }: LoadedEdition, examples: readonly Example[]): string[] {
  const lacking = checksWithoutExample(linked, examples).map((id) => `  审核公式 ${id} 没有示例`)
  const wrong = examples.flatMap((example) => {
    const { check, at } = example
    const place = `  示例 ${check} ${at}`
    if (!linked.checkIndex.has(check)) return [`${place}：没有这条审核公式`]
    const unknown = unknownCell(linked, example)
    if (unknown !== null) return [`${place}：没有单元格 ${unknown}`]
    const tried = tryExample(linked, example)
    if (isShown(tried)) return []
    return [
      `${place}：应相符的为 ${tried.holds.join('、') || '未审核'}，应不符的为 ${tried.fails.join('、') || '相符'}`,
    ]
  })
  return [...lacking, ...wrong]
}

/** The first cell that an example fills and the edition has not. */
function unknownCell({ forms, formIndex }: LoadedEdition['linked'], { holds, fails }: Example): string | null {
  for (const { cells, stated, prior } of [holds, fails])
    for (const key of Object.keys({ ...cells, ...stated, ...prior })) {
      const [form = '', row = '', column = ''] = key.split('!')
      const linked = forms[formIndex.get(form) ?? -1]
      if (linked === undefined || !linked.columnIndex.has(column)) return key
      if (linked.rows !== null && !linked.rowIndex.has(row)) return key
    }
  return null
}
