import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Fault } from '../../../shared/channels/faults.ts'

/** 1 refused because of findings, 2 bad request or input and nothing was changed, 3 something is wrong with the ledger. */
const codes: Readonly<Record<Fault['kind'], 1 | 2 | 3>> = {
  'ledger-missing': 3,
  'ledger-exists': 3,
  'ledger-locked': 3,
  'ledger-too-new': 3,
  'ledger-foreign': 3,
  'ledger-damaged': 3,
  'ledger-read-only': 3,
  'disk-full': 3,
  'file-failed': 3,
  'migration-changed': 3,
  'migration-failed': 3,
  'book-missing': 2,
  'book-exists': 2,
  'stale-revision': 2,
  'book-sealed': 2,
  'book-not-sealed': 2,
  'nothing-to-undo': 2,
  'nothing-to-redo': 2,
  'difference-needed': 2,
  'edition-missing': 2,
  'edition-invalid': 2,
  'request-rejected': 2,
  'input-refused': 2,
  'output-exists': 2,
  'seal-refused': 1,
  unexpected: 3,
}

/**
 * Exit code of the command line for a fault.
 *
 * @param ledger absolute path of the command's ledger, if it has one: a file that fails elsewhere is a bad request
 */
export function exitCodeOf(fault: Fault, ledger: string | null): 1 | 2 | 3 {
  const isElsewhere = fault.kind === 'file-failed' && !(ledger !== null && belongsTo(fault.path, ledger))
  return isElsewhere ? 2 : codes[fault.kind]
}

/** True for the ledger and what lies beside it under its name: log, lock, backups. Links count as what they lead to. */
const belongsTo = (path: string, ledger: string): boolean =>
  path.startsWith(ledger) || path.startsWith(realPath(ledger))

function realPath(path: string): string {
  for (const [known, rest] of [
    [path, ''],
    [dirname(path), basename(path)],
  ] as const) {
    try {
      return join(realpathSync(known), rest)
    } catch {
      // not there
    }
  }
  return path
}
