import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Fault } from '../../shared/channels/faults.ts'
import { type FileHead, headAt, type Ledger, listBackups } from '../ledger/ledger.ts'

/** Of a file that may not even open: sizes, and what its head says of it. The open ledger is asked, not its file. */
export function fileLines(path: string, ledger: Ledger | null): string[] {
  const sizes = sizeLine(path)
  if (sizes === null) return ['文件不在']
  return [sizes, headLine(path, ledger), ...roomLines(path), ...backupLines(path)]
}

/** Null where there is no file. */
function sizeLine(path: string): string | null {
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return null
    const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    return `文件：${size} 字节，未并入的日志 ${wal} 字节`
  } catch (error) {
    return `文件：不能查看（${codeOf(error)}）`
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''

function headLine(path: string, ledger: Ledger | null): string {
  let head: FileHead | null
  if (ledger === null) {
    try {
      head = headAt(path)
    } catch (error) {
      return `文件头：不能读取（${codeOf(error)}）`
    }
  } else {
    const read = ledger.head()
    if (!read.ok) return `文件头：不能读取（${read.fault.kind}）`
    head = read.value
  }
  if (head === null) return '文件头：不是数据库'
  return `文件头：数据版本 ${head.schema}，标记 ${head.mark.toString(16)}，页 ${head.pageSize} 字节`
}

function roomLines(path: string): string[] {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return [`磁盘空闲：${Math.round((bavail * bsize) / 1024 / 1024)} MB`]
  } catch {
    return []
  }
}

function backupLines(path: string): string[] {
  const found = listBackups(path)
  if (!found.ok) return [`备份：不能读取（${found.fault.kind}）`]
  const newest = found.value
    .map(({ time }) => time)
    .sort()
    .at(-1)
  return [`备份：${found.value.length} 份${newest === undefined ? '' : `，最近一份 ${newest}`}`]
}

/** Of a ledger that opens: what it holds, counted; of one that does not, which fault keeps it shut. */
export function ledgerLines(ledger: Ledger | null, fault: Fault | null): string[] {
  const shut = fault === null ? [] : [`打不开：${fault.kind}`]
  if (ledger === null) return shut
  const info = ledger.info()
  const books = ledger.books()
  const editions = ledger.editions()
  const departments = ledger.departments()
  if (!info.ok || !books.ok || !editions.ok || !departments.ok) {
    const faults = [info, books, editions, departments].flatMap((one) => (one.ok ? [] : [one.fault.kind]))
    return [...shut, `不能读取：${[...new Set(faults)].join('、')}`]
  }
  const byState = (state: string): number => books.value.filter((book) => book.state === state).length
  const facts = books.value.map(({ id }) => ledger.readBook(id))
  return [
    ...shut,
    `打开方式：${ledger.mode === 'write' ? '读写' : '只读'}`,
    `建立：${info.value.created}，由 ${/^juesuan [0-9A-Za-z. -]{1,30}$/.test(info.value.program) ? info.value.program : '其他程序'}`,
    `部门 ${departments.value.length} 个，年度决算 ${books.value.length} 个：填报中 ${byState('open')}，已上报 ${byState('sealed')}，已转出 ${byState('moved')}`,
    ...books.value.map(({ year, seq, revision, edition }, place) => {
      const read = facts[place]
      const count = read?.ok === true ? String(read.value.facts.length) : '不能读取'
      return `  第 ${place + 1} 个：${year} 年度，数据 ${count} 项，操作记录 ${seq} 条，第 ${revision} 版，套表 ${edition.hash.slice(0, 16)}`
    }),
    `套表 ${editions.value.length} 个：${editions.value.map(({ hash, revision }) => `${hash.slice(0, 16)}（第 ${revision} 次修订）`).join('、')}`,
  ]
}

/**
 * Whether the ledger is sound, looked at in a thread of its own; of what is not, only the kind: places have names of
 * forms, rows and files.
 */
export async function verificationLines(ledger: Ledger): Promise<string[]> {
  const problems = await ledger.verifyApart()
  if (!problems.ok) return [`没有做成：${problems.fault.kind}`]
  if (problems.value.length === 0) return ['完好']
  const kinds = [...new Set(problems.value.map(({ what }) => what))]
  return kinds.map((kind) => `${kind}：${problems.value.filter(({ what }) => what === kind).length} 处`)
}
