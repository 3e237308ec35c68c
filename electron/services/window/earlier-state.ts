import { ok, type Result } from '../../../shared/channels/result.ts'
import { Book } from '../../../shared/engine/book.ts'
import type { FactChange } from '../../../shared/engine/facts.ts'
import { localTime } from '../../../shared/words/time.ts'
import { type Gesture, rejected } from '../gesture.ts'
import type { OpenBook } from '../open-book.ts'

/** Journal rows are read in lots of so many. */
const lot = 200

/**
 * The gesture that makes a book what it was right after a row of its journal: every change since, taken back from the
 * last one on. Nothing is removed from the journal; the gesture itself can be undone.
 * Faults: request-rejected for a row there is not, one before an edition change, or the state that is there already.
 */
export function earlierState({ ledger, summary, engine }: OpenBook, seq: number): Result<Gesture> {
  const then = new Book(engine.book.list())
  const touched = new Map<string, FactChange>()
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const entries = ledger.history(summary.id, { before, limit: lot, changes: Number.MAX_SAFE_INTEGER })
    if (!entries.ok) return entries
    for (const entry of entries.value) {
      if (entry.seq <= seq) {
        return entry.seq === seq
          ? gestureTo(engine.book, then, touched, entry.time)
          : rejected('操作记录', `没有第 ${seq} 条`)
      }
      if (entry.kind === 'edition') return rejected('操作记录', '这之后更换过套表，不能恢复到更换以前')
      const changes = (entry.changes ?? []).map(({ kind, key, before: after }): FactChange => ({ kind, key, after }))
      then.apply(changes.reverse())
      for (const change of changes) touched.set(`${change.kind}\0${change.key}`, change)
      before = entry.seq
    }
    if (entries.value.length < lot) return rejected('操作记录', `没有第 ${seq} 条`)
  }
}

function gestureTo(now: Book, then: Book, touched: ReadonlyMap<string, FactChange>, time: string): Result<Gesture> {
  const changes = [...touched.values()]
    .map(({ kind, key }): FactChange => ({ kind, key, after: then.get(kind, key) }))
    .filter(({ kind, key, after }) => JSON.stringify(after) !== JSON.stringify(now.get(kind, key)))
  if (changes.length === 0) return rejected('操作记录', '现在的内容就是这个样子，没有要恢复的')
  return ok({ changes, label: `恢复到 ${localTime(time)} 的内容`, place: null })
}
