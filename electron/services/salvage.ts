import { ok, type Result } from '../../shared/channels/result.ts'
import type { SalvageReport } from '../../shared/channels/salvage-values.ts'
import { type Opener, type Salvage, type StoredEdition, salvageLedger } from '../ledger/ledger.ts'
import { checkFolder } from './books.ts'
import { builtInEdition, builtInEditions } from './editions.ts'

/**
 * Makes a new ledger of what can be read of a damaged one (`salvageLedger`). Editions the damaged ledger no longer gives
 * are the program's own where the hash is the same.
 * Faults: request-rejected for a missing folder; those of `salvageLedger`.
 */
export async function salvage(
  request: { readonly from: string; readonly to: string },
  opener: Opener,
): Promise<Result<SalvageReport>> {
  const folder = checkFolder(request.to)
  if (!folder.ok) return folder
  const made = await salvageLedger({ ...request, spare: ownEdition }, opener)
  return made.ok ? ok(reportOf(made.value)) : made
}

/** An edition of the program by its hash. */
function ownEdition(hash: string): StoredEdition | null {
  for (const name of builtInEditions()) {
    const loaded = builtInEdition(name)
    if (loaded.ok && loaded.value.stored.hash === hash) return loaded.value.stored
  }
  return null
}

const reportOf = ({ books, lostEditions, foreign, ...rest }: Salvage): SalvageReport => ({
  ...rest,
  books: books.map((book) => ({ ...book, lostFiles: [...book.lostFiles], unsureFacts: [...book.unsureFacts] })),
  lostEditions: [...lostEditions],
  foreign: [...foreign],
})
