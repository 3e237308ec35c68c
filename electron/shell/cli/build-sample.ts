import { readdirSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { sampleBook } from '../../../shared/sample/sample.ts'
import { severityWord, stateWord } from '../../../shared/words/findings.ts'
import { createLedger, openLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import { checkBook } from '../../services/check.ts'
import { exportBook } from '../../services/export.ts'
import { exportFormats, exportName } from '../../services/export-name.ts'
import { makeSampleBook, tallySample } from '../../services/sample.ts'
import type { Io, Outcome } from './context.ts'
import { findingLine } from './view-commands.ts'

export const ledgerName = '2024.juesuan'

/**
 * Builds the published 2024 book in a folder and exports it there, in place of what an earlier run left: one ledger and
 * one file per format.
 * Faults: ledger-locked while an earlier sample is open, and those of making and exporting a book.
 */
export async function buildSample(folder: string, io: Pick<Io, 'clock' | 'wait'>): Promise<Result<Outcome>> {
  const opener = { clock: io.clock, program, ...(io.wait === undefined ? {} : { wait: io.wait }) }
  const path = join(folder, ledgerName)
  await mkdir(folder, { recursive: true })
  const earlier = await openLedger(path, { ...opener, mode: 'write' })
  if (earlier.ok) earlier.value.close()
  else if (earlier.fault.kind === 'ledger-locked') return earlier
  removeEarlier(folder)
  const created = await createLedger(path, opener)
  if (!created.ok) return created
  const ledger = created.value
  try {
    const made = makeSampleBook(ledger)
    if (!made.ok) return made
    const files: string[] = []
    const remarks: string[] = []
    for (const format of exportFormats) {
      const exported = await exportBook(made.value, { folder, format, remark: (text) => remarks.push(text) })
      if (!exported.ok) return exported
      files.push(...exported.value)
    }
    const { edition } = made.value
    const tally = tallySample(made.value)
    const check = checkBook(made.value)
    const { typed, printed, computed, explanations, checks } = tally
    const { department, year, source } = sampleBook
    const tried = Object.values(checks).reduce((sum, count) => sum + count, 0)
    const states = (['holds', 'fails', 'not-applicable', 'cannot-tell'] as const).map(
      (state) => `${stateWord(state)} ${checks[state]}`,
    )
    const lines = [
      `${year}年度部门决算：${department}（套表 ${edition.edition.head.edition}）`,
      `来源：${source}`,
      `填列：${typed.forms + typed.budget} 个金额（公开报表 ${typed.forms}，年初预算 ${typed.budget}），另有附表 ${typed.supplements} 格，审核说明 ${explanations} 条`,
      `计算：公开报表共 ${printed} 个数，由公式得出 ${computed} 个，其余为填列数和按零打印的空白`,
      `审核：${tried} 处，${states.join('，')}`,
      ...check.findings.map(findingLine),
      `不符：${severityWord('error')} ${check.errors}，${severityWord('verify')} ${check.verify}（未说明 ${check.unexplained}），${severityWord('hint')} ${check.hints}`,
      `账套：${ledger.path}`,
      ...files.map((file) => `导出：${file}`),
      ...remarks.map((text) => `请留意：${text}`),
    ]
    return ok({ json: { ledger: ledger.path, files, remarks, ...tally, check }, lines })
  } finally {
    ledger.close()
  }
}

/** Everything an earlier run left, and nothing else: the ledger with its companions and backups, and the exports. */
function removeEarlier(folder: string): void {
  const exports = exportFormats.map((format) => exportName(sampleBook, format))
  for (const name of readdirSync(folder)) {
    const isOurs = name === ledgerName || name.startsWith(`${ledgerName}.`) || name.startsWith(`${ledgerName}-`)
    if (isOurs || exports.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
