import { faultOf } from './file-faults.ts'
import type { Migration } from './migrate.ts'
import { dropAside, rawCopy } from './open.ts'
import { type Remains, readRemains } from './remains.ts'

/**
 * What is left of a ledger, with what its backups have of what is not: rows of journals, editions and sealed files,
 * which prove themselves by their hashes wherever they lie, also in a backup that is damaged itself. Facts come from
 * the ledger alone. A backup is only looked through once something is missing.
 *
 * @param backups paths, the newest first
 */
export function withBackups(remains: Remains, backups: readonly string[], migrations: readonly Migration[]): Remains {
  const waiting = [...backups]
  const open: Remains[] = []
  const closing: (() => void)[] = []

  const next = (): Remains | null => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      try {
        const copy = rawCopy(path)
        closing.push(() => dropAside(copy))
        const one = readRemains(copy, migrations)
        closing.push(one.close)
        open.push(one)
        return one
      } catch (error) {
        if (faultOf(error, path) === null) throw error // a backup that cannot be read helps nobody
      }
    }
    return null
  }
  const found = <T>(look: (remains: Remains) => T | null): T | null => {
    const own = look(remains)
    if (own !== null) return own
    for (let place = 0; ; place++) {
      const one = open[place] ?? next()
      if (one === null) return null
      const there = look(one)
      if (there !== null) return there
    }
  }
  const isExpected = (book: number, seq: number): boolean =>
    seq <= Math.max(remains.bookRow(book)?.seq ?? 0, remains.lastRow(book))

  return {
    ...remains,
    // behind the last row a ledger speaks of there is none to look for
    row: (book, seq, before) =>
      isExpected(book, seq) ? found((one) => one.row(book, seq, before)) : remains.row(book, seq, before),
    edition: (hash) => found((one) => one.edition(hash)),
    sealedFile: (book, sha256) => found((one) => one.sealedFile(book, sha256)),
    close: () => {
      for (const close of closing.reverse()) close()
      remains.close()
    },
  }
}
