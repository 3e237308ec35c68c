import { arch, cpus, freemem, release, type as systemName, totalmem } from 'node:os'
import type { DiagnosticSection } from '../../shared/channels/care-values.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { program } from '../program/version.ts'
import { fileLines, ledgerLines, verificationLines } from './diagnostics-ledger.ts'
import { builtInEdition, builtInEditions } from './editions.ts'
import { type LoggedIncident, lastIncidents } from './incidents.ts'

export type DiagnosticOccasion = {
  /** milliseconds since 1970 UTC */
  readonly clock: () => number
  /** desktop, browser or command line, and what it runs on */
  readonly shell: string
  readonly runtime: readonly (readonly [name: string, version: string])[]
  readonly logFile: string
  /** the open ledger; or the path of one that could not be opened, and why */
  readonly ledger: Ledger | null
  readonly path: string | null
  readonly fault: Fault | null
}

/** So many of the last entries of the log come along. */
const mostIncidents = 30

/**
 * What helps to find a mistake of the program: versions, the machine, editions by their hash, sizes and counts of the
 * ledger, whether it is sound, the last entries of the log. No amounts, no names of departments, units, projects or
 * people, no texts, no paths, no names of files. Nothing of it is sent anywhere. The ledger has to stay open until then.
 */
export async function diagnose(occasion: DiagnosticOccasion): Promise<DiagnosticSection[]> {
  const { ledger, path, fault } = occasion
  return [
    { key: 'program', title: '程序', lines: programLines(occasion) },
    { key: 'machine', title: '电脑', lines: machineLines() },
    { key: 'editions', title: '程序自带的套表', lines: editionLines() },
    ...(path === null
      ? []
      : [{ key: 'ledger', title: '账套', lines: [...fileLines(path, ledger), ...ledgerLines(ledger, fault)] }]),
    ...(ledger === null ? [] : [{ key: 'verification', title: '账套检查', lines: await verificationLines(ledger) }]),
    { key: 'log', title: '最近的出错记录', lines: logLines(occasion.logFile) },
  ]
}

function programLines({ clock, shell, runtime }: DiagnosticOccasion): string[] {
  return [
    program,
    `界面：${shell}`,
    ...runtime.map(([name, version]) => `${name} ${version}`),
    `时间：${new Date(clock()).toISOString()}`,
    `时区：${Intl.DateTimeFormat().resolvedOptions().timeZone}，语言：${Intl.DateTimeFormat().resolvedOptions().locale}`,
  ]
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`

function machineLines(): string[] {
  const { rss, heapUsed } = process.memoryUsage()
  return [
    `系统：${systemName()} ${release()} ${arch()}`,
    `处理器：${cpus().length} 个`,
    `内存：共 ${megabytes(totalmem())}，空闲 ${megabytes(freemem())}，本程序 ${megabytes(rss)}（堆 ${megabytes(heapUsed)}）`,
  ]
}

const editionLines = (): string[] =>
  builtInEditions().map((name) => {
    const loaded = builtInEdition(name)
    return loaded.ok
      ? `${name} 第 ${loaded.value.stored.revision} 次修订 ${loaded.value.stored.hash}`
      : `${name} 不能读取`
  })

function logLines(file: string): string[] {
  const incidents = lastIncidents(file, mostIncidents)
  return incidents.length === 0 ? ['没有'] : incidents.flatMap(incidentLines)
}

function incidentLines({ time, task, incident, error, code, fault, frames = [] }: LoggedIncident): string[] {
  const words = [time, incident, task, error, code, fault].filter((word) => word !== undefined && word !== '')
  return [words.join(' '), ...frames.map((frame) => `  ${frame}`)]
}
