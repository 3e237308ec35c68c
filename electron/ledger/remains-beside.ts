import type { Backup } from './backup.ts'
import { faultOf } from './file-faults.ts'
import type { Migration } from './migrate.ts'
import { dropAside, rawCopy } from './open.ts'
import { type Remains, readRemains } from './remains.ts'
import type { JournalRow } from './statements.ts'

/**
 * What is left of a ledger, with what its backups have of what is not: rows of journals, editions and sealed files,
 * which prove themselves by their hashes wherever they lie, also in a backup that is damaged itself. Facts come from
 * the ledger alone. A backup is only looked through once something is missing.
 *
 * A row of a backup that follows the row before it may still belong to a way that was given up when the ledger was
 * restored to an earlier backup. It counts only if it leads to what the ledger itself has behind it; where the ledger has
 * nothing there, if nothing contradicts it and the backup was made after the last restore, which keeps one of its own.
 *
 * @param backups the newest first
 */
export function withBackups(remains: Remains, backups: readonly Backup[], migrations: readonly Migration[]): Remains {
  const waiting = [...backups]
  const open: Remains[] = []
  const sinceRestore: Remains[] = []
  const restored = backups.findIndex(({ reason }) => reason === 'restore' || reason === 'damaged')
  const newer = new Set(restored === -1 ? backups : backups.slice(0, restored))
  const closing: (() => void)[] = []

  const next = (): Remains | null => {
    for (let backup = waiting.shift(); backup !== undefined; backup = waiting.shift()) {
      const { path } = backup
      try {
        const copy = rawCopy(path)
        closing.push(() => dropAside(copy))
        const one = readRemains(copy, migrations)
        closing.push(one.close)
        open.push(one)
        if (newer.has(backup)) sinceRestore.push(one)
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

  /** hashes of rows of backups that were found to count, and starts from which there is none */
  const counting = new Set<string>()
  const leadingNowhere = new Set<string>()
  const rowBeside = (book: number, seq: number, before: string): JournalRow | null => {
    const start = { book, seq, before }
    const name = `${book} ${seq} ${before}`
    const counted = () => rowsAfter(open, start).find(({ hash }) => counting.has(hash)) ?? null
    if (leadingNowhere.has(name)) return null
    const already = counted()
    if (already !== null) return already
    let way = wayThrough(remains, open, start)
    while (!way.isProven && next() !== null) way = wayThrough(remains, open, start)
    if (!way.isProven) way = wayThrough(remains, sinceRestore, start)
    for (const hash of way.hashes) counting.add(hash)
    const row = counted()
    if (row === null) leadingNowhere.add(name)
    return row
  }
  const isExpected = (book: number, seq: number): boolean =>
    seq <= Math.max(remains.bookRow(book)?.seq ?? 0, remains.lastRow(book))

  return {
    ...remains,
    // behind the last row a ledger speaks of there is none to look for
    row: (book, seq, before) =>
      remains.row(book, seq, before) ?? (isExpected(book, seq) ? rowBeside(book, seq, before) : null),
    edition: (hash) => found((one) => one.edition(hash)),
    sealedFile: (book, sha256) => found((one) => one.sealedFile(book, sha256)),
    close: () => {
      for (const close of closing.reverse()) close()
      remains.close()
    },
  }
}

type Start = { readonly book: number; readonly seq: number; readonly before: string }

/** Rows of several files that follow one row, each once. */
function rowsAfter(files: readonly Remains[], { book, seq, before }: Start): readonly JournalRow[] {
  const rows = files.flatMap((one) => one.rowsAt(book, seq)).filter((row) => row.prev_hash === before)
  return [...new Map(rows.map((row) => [row.hash, row])).values()]
}

type Way = {
  readonly hashes: readonly string[]
  /** True if it ends at a row the ledger has, or at the one its list of books names as the last. */
  readonly isProven: boolean
}
type Step = { readonly hash: string; readonly from: Step | null }

const noWay: Way = { hashes: [], isProven: false }
const wayTo = (end: Step | null, isProven: boolean): Way => {
  const hashes: string[] = []
  for (let step = end; step !== null; step = step.from) hashes.push(step.hash)
  return { hashes, isProven }
}

/**
 * A way from row to row through backups over a gap of the ledger's own journal. Where the ledger has a row behind the
 * gap, or names its last one, the way has to lead there; one that ends before the last row that is named, with no row
 * of the ledger behind it, is not contradicted, and not proven.
 */
function wayThrough(own: Remains, backups: readonly Remains[], { book, seq: first, before }: Start): Way {
  const head = own.bookRow(book)
  const lastOwn = own.lastRow(book)
  let ends: readonly Step[] = [{ hash: before, from: null }]
  for (let seq = first; ; seq++) {
    const behind = own.rowsAt(book, seq)
    if (behind.length > 0) {
      const reached = ends.find(({ hash }) => behind.some((row) => row.prev_hash === hash))
      return reached === undefined ? noWay : wayTo(reached, true)
    }
    const further = ends.flatMap((from) =>
      rowsAfter(backups, { book, seq, before: from.hash }).map(({ hash }): Step => ({ hash, from })),
    )
    if (seq === head?.seq && lastOwn < seq) {
      const reached = further.find(({ hash }) => hash === head.hash)
      if (reached !== undefined) return wayTo(reached, true)
      return further.length > 0 ? noWay : wayTo(ends[0] ?? null, false)
    }
    if (further.length === 0) return lastOwn > seq ? noWay : wayTo(ends[0] ?? null, false)
    ends = further
  }
}
