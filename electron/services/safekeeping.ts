import { ok, type Result } from '../../shared/channels/result.ts'
import { type Ledger, type Opener, openLedger, type Problem, type Restored, restoreLedger } from '../ledger/ledger.ts'
import { checkFolder } from './books.ts'
import { chooseDepartment } from './open-book.ts'

/**
 * Backs a ledger up to a file of the user's choice: an online copy, opened and verified.
 * Faults: request-rejected for a missing folder; output-exists unless `replace`; disk-full, ledger-damaged, file-failed.
 *
 * @returns path of the backup
 */
export async function backUp(
  ledger: Ledger,
  request: { readonly path: string; readonly replace?: boolean },
): Promise<Result<string>> {
  const folder = checkFolder(request.path)
  return folder.ok ? ledger.backupTo(request.path, { replace: request.replace === true }) : folder
}

/**
 * Puts a backup in a ledger's place; what was there is kept.
 * Faults: request-rejected for a missing folder, or a backup without the department named; those of `restoreLedger`.
 */
export async function restore(
  request: { readonly from: string; readonly ledger: string; readonly department?: string | undefined },
  opener: Opener,
): Promise<Result<Restored>> {
  const { from, ledger, department } = request
  const folder = checkFolder(ledger)
  if (!folder.ok) return folder
  if (department !== undefined) {
    const backup = await openLedger(from, { ...opener, mode: 'read' })
    if (!backup.ok) return backup
    const chosen = chooseDepartment(backup.value, department)
    backup.value.close()
    if (!chosen.ok) return chosen
  }
  return restoreLedger(from, ledger, opener)
}

export type VerifyReport = {
  readonly sound: boolean
  readonly departments: number
  readonly books: number
  readonly problems: readonly Problem[]
}

/** Integrity of the file, hash chains of the journals, hashes of the editions. Changes nothing. */
export function verifyLedger(ledger: Ledger): Result<VerifyReport> {
  const problems = ledger.verify()
  if (!problems.ok) return problems
  const departments = ledger.departments()
  const books = ledger.books()
  return ok({
    sound: problems.value.length === 0,
    departments: departments.ok ? departments.value.length : 0,
    books: books.ok ? books.value.length : 0,
    problems: problems.value,
  })
}
