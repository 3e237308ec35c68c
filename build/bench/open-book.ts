import { openLedger } from '../../electron/ledger/ledger.ts'
import { loadEdition } from '../../shared/catalogue/load.ts'
import type { Result } from '../../shared/channels/result.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { engineOf } from './books.ts'

export const opener = { clock: () => Date.now(), program: 'juesuan bench' }

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.value
}

/** From the file to the findings; the edition is read and linked anew, as in a program just started. */
export async function openBook(path: string): Promise<void> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }))
  const { id, edition } = must(ledger.findBook(sampleBook.department, sampleBook.year))
  const { facts } = must(ledger.readBook(id))
  const { json } = must(ledger.readEdition(edition.hash))
  const engine = engineOf(loadEdition(JSON.parse(json)), facts)
  if (engine.counts.error > 0) throw new Error('the book does not balance')
  ledger.close()
}
