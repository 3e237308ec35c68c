import { basename } from 'node:path'
import { parentOfCode } from '../../shared/address/code.ts'
import type { CodeEntry, CodeTable, Fund } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { readFile } from '../exchange/intake/read-file.ts'
import type { SheetGrid } from '../exchange/workbook/grid.ts'

/** Which of an edition's two code tables. */
export type TableKind = 'functional' | 'economic'

/** Codes of the whole country are some 1,500; nobody has ten times as many. */
const mostCodes = 20_000

const headings = {
  code: /^(支出功能分类|功能分类|支出经济分类|经济分类)?(科目)?(编码|代码)$/,
  name: /^(科目)?名称$/,
  fund: /^(资金(性质|类别|来源)?|预算类别)$/,
} as const

const funds: readonly (readonly [pattern: RegExp, fund: Fund])[] = [
  [/^一般公共预算/, 'general'],
  [/^政府性基金/, 'governmentFund'],
  [/^国有资本经营/, 'stateCapital'],
]

/** So many lines with mistakes are named; who has more has the wrong file. */
const mostNamed = 10

/** What is wrong with a file, and in which line (from 1; 0: the whole). */
type TableProblem = { readonly line: number; readonly reason: string }

class TableProblems extends Error {
  readonly problems: readonly TableProblem[]
  constructor(...problems: readonly TableProblem[]) {
    super(problems[0]?.reason)
    this.problems = problems
  }
}
const wrong = (line: number, reason: string): TableProblems => new TableProblems({ line, reason })

/** One problem with its line; of several the first ones, each with its line. */
function problemsFault(where: string, problems: readonly TableProblem[]): Result<never> {
  const [first, ...others] = problems
  const at = (line: number): string => (line === 0 ? '' : `第 ${line} 行`)
  if (first !== undefined && others.length === 0) {
    return refuse({ kind: 'input-refused', where: `${where}${at(first.line)}`, reason: first.reason })
  }
  const named = problems.slice(0, mostNamed).map(({ line, reason }) => `${at(line)} ${reason}`)
  const reason = `有 ${problems.length} 处错误：${named.join('；')}${problems.length > mostNamed ? '……' : ''}`
  return refuse({ kind: 'input-refused', where, reason })
}

/**
 * The codes of a CSV or workbook file: a line with 科目编码 and 科目名称 (and 资金性质 for the funds) and the lines below
 * it; or, without such a line, code and name in the first two columns. Funds that the file does not state are those of
 * the table it replaces.
 *
 * @param old the table that is replaced
 * Faults: input-refused with file, lines and reasons; file-failed.
 */
export async function readCodeTable(
  path: string,
  kind: TableKind,
  old: CodeTable,
): Promise<Result<CodeTable['codes']>> {
  const read = await readFile(path)
  if (!read.ok) return read
  const where = `“${basename(path)}”`
  if (!('sheets' in read.value)) {
    return refuse({ kind: 'input-refused', where, reason: '科目表应为 CSV 或 Excel 文件' })
  }
  const [sheet] = read.value.sheets.filter(({ state, cells }) => state === 'visible' && cells.length > 0)
  if (sheet === undefined) return refuse({ kind: 'input-refused', where, reason: '文件中没有内容' })
  try {
    return ok(codesOf(sheet, kind, old))
  } catch (error) {
    if (!(error instanceof TableProblems)) throw error
    return problemsFault(where, error.problems)
  }
}

type Line = { readonly line: number; readonly texts: ReadonlyMap<number, string> }

function codesOf(sheet: SheetGrid, kind: TableKind, old: CodeTable): CodeTable['codes'] {
  const lines = linesOf(sheet)
  const place = lines.findIndex(({ texts }) => columnOf(texts, headings.code) > 0 && columnOf(texts, headings.name) > 0)
  const head = lines[place]
  const columns =
    head === undefined
      ? { code: 1, name: 2, fund: 0 }
      : {
          code: columnOf(head.texts, headings.code),
          name: columnOf(head.texts, headings.name),
          fund: columnOf(head.texts, headings.fund),
        }
  const rows = lines.slice(place + 1)
  if (head === undefined && !/^[0-9]+$/.test(rows[0]?.texts.get(1) ?? '')) {
    throw wrong(rows[0]?.line ?? 0, '没有找到“科目编码”“科目名称”两栏，请加上这样的一行标题')
  }
  if (rows.length > mostCodes) throw wrong(0, `有 ${rows.length} 行，不像科目表，未导入`)
  const known = fundsOf(old)
  const seen = new Map<string, number>()
  const codes: CodeEntry[] = []
  const problems: TableProblem[] = []
  for (const { line, texts } of rows) {
    const code = texts.get(columns.code) ?? ''
    const name = texts.get(columns.name) ?? ''
    const stated = columns.fund === 0 ? '' : (texts.get(columns.fund) ?? '')
    const fund = stated === '' ? known(code) : funds.find(([pattern]) => pattern.test(stated))?.[1]
    const reason =
      codeProblem(code, kind) ??
      nameProblem(code, name) ??
      (seen.has(code) ? `科目编码 ${code} 与第 ${seen.get(code)} 行重复` : null)
    if (reason === null) seen.set(code, line)
    if (reason !== null) problems.push({ line, reason })
    else if (fund === undefined) {
      const said = `资金“${stated.slice(0, 20)}”应为一般公共预算、政府性基金或国有资本经营预算`
      problems.push({ line, reason: said })
    } else codes.push({ code, name, trust: 'sourced', ...(fund === 'general' ? {} : { fund }) })
  }
  // a parent may be one of the lines that are wrong
  if (problems.length > 0) throw new TableProblems(...problems)
  if (codes.length === 0) throw wrong(0, '没有一个科目')
  const orphans = codes.flatMap(({ code }): TableProblem[] => {
    const parent = parentOfCode(code)
    if (parent === null || seen.has(parent)) return []
    return [{ line: seen.get(code) ?? 0, reason: `科目 ${code} 的上级科目 ${parent} 不在表中` }]
  })
  if (orphans.length > 0) throw new TableProblems(...orphans)
  return codes.toSorted((one, other) => (one.code < other.code ? -1 : 1))
}

function codeProblem(code: string, kind: TableKind): string | null {
  const shape = kind === 'functional' ? /^[0-9]{3}([0-9]{2}){0,2}$/ : /^[0-9]{3}([0-9]{2})?$/
  if (shape.test(code)) return null
  return `科目编码“${code.slice(0, 20)}”应为 ${kind === 'functional' ? '3、5、7' : '3、5'} 位数字`
}

function nameProblem(code: string, name: string): string | null {
  if (name === '') return `科目 ${code} 没有名称`
  return name.length > 60 ? `科目 ${code} 的名称超过 60 个字` : null
}

function linesOf(sheet: SheetGrid): Line[] {
  const lines = new Map<number, Map<number, string>>()
  for (const { row, column, value } of sheet.cells) {
    const text = String(value).replaceAll(/[\s\u3000]+/g, '')
    if (text === '') continue
    const texts = lines.get(row) ?? new Map<number, string>()
    texts.set(column, text)
    lines.set(row, texts)
  }
  return [...lines].sort(([one], [other]) => one - other).map(([line, texts]) => ({ line, texts }))
}

/** Column of the first text of a heading, 0 if there is none. */
const columnOf = (texts: ReadonlyMap<number, string>, heading: RegExp): number =>
  [...texts].find(([, text]) => heading.test(text))?.[0] ?? 0

/** Fund of a code by the table that is replaced: its own, else that of the level above. */
function fundsOf({ codes }: CodeTable): (code: string) => Fund {
  const known = new Map(codes.map(({ code, fund = 'general' }) => [code, fund]))
  return (code) => known.get(code) ?? known.get(code.slice(0, 5)) ?? known.get(code.slice(0, 3)) ?? 'general'
}

/** Codes that came, went, and changed their name, each with the names. */
export type TableDifferences = {
  readonly added: readonly { readonly code: string; readonly name: string }[]
  readonly dropped: readonly { readonly code: string; readonly name: string }[]
  readonly renamed: readonly { readonly code: string; readonly from: string; readonly to: string }[]
}

export function compareTables(old: CodeTable['codes'], codes: CodeTable['codes']): TableDifferences {
  const before = new Map(old.map(({ code, name }) => [code, name]))
  const after = new Map(codes.map(({ code, name }) => [code, name]))
  const listed = (map: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
    [...map].flatMap(([code, name]) => (other.has(code) ? [] : [{ code, name }]))
  return {
    added: listed(after, before),
    dropped: listed(before, after),
    renamed: [...after].flatMap(([code, to]) => {
      const from = before.get(code)
      return from === undefined || from === to ? [] : [{ code, from, to }]
    }),
  }
}
