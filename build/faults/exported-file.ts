import { existsSync, readFileSync } from 'node:fs'
import { openLedger } from '../../electron/ledger/ledger.ts'
import { importFile } from '../../electron/services/import.ts'
import { openBook } from '../../electron/services/open-book.ts'
import { faultText } from '../../shared/words/faults.ts'
import { must } from './said.ts'
import { opener, theBook } from './scenery.ts'

/** A file that was made over an old one by a program that was killed. */
export type Exported = {
  readonly path: string
  /** what was there before; null for nothing */
  readonly old: Buffer | null
  /** that the new one is there was acknowledged */
  readonly isAcknowledged: boolean
}

/**
 * What is wrong with an exported workbook: it has to be the old one, byte for byte, or one that opens whole, and the
 * latter once that was acknowledged.
 *
 * @param ledger one with the sample book, which is only read
 */
export async function exportedIsWhole({ path, old, isAcknowledged }: Exported, ledger: string): Promise<string[]> {
  if (!existsSync(path)) return old === null && !isAcknowledged ? [] : [`the file ${path} is gone`]
  if (old !== null && readFileSync(path).equals(old)) {
    return isAcknowledged ? [`the file ${path} is the old one after its export was acknowledged`] : []
  }
  const opened = must(await openLedger(ledger, { ...opener, mode: 'read' }), 'openLedger')
  try {
    const read = await importFile(must(openBook(opened, theBook), 'openBook'), { path, dryRun: true })
    if (!read.ok) return [`the file ${path} is half: ${faultText(read.fault)}`]
    const { stored, unchanged } = read.value
    return stored + unchanged === 0 ? [`the file ${path} has no amount`] : []
  } finally {
    opened.close()
  }
}
