import { useCallback, useEffect, useRef, useState } from 'react'
import type { HistoryEntry } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'

type History = {
  readonly entries: readonly HistoryEntry[]
  /** there are older ones than those read so far */
  readonly isMore: boolean
  /** why they could not be read */
  readonly refusal: string | null
  readonly readMore: () => Promise<void>
}

/**
 * What was done to a book, the newest first, a page of so many at a time.
 *
 * @param revision of the book: with another one everything is read anew
 */
export function useHistory(book: number, page: number, revision: number | null = null): History {
  const session = useSession()
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([])
  const [isMore, setIsMore] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  /** the question asked last: what comes in answer to another one comes too late */
  const asked = useRef<object | null>(null)
  const readAfter = useCallback(
    async (known: readonly HistoryEntry[]): Promise<void> => {
      const question = {}
      asked.current = question
      const read = await session.ask('book.history', { book, before: known.at(-1)?.seq ?? null, limit: page })
      if (asked.current !== question) return
      if (!read.ok) {
        setRefusal(windowFaultText(read.fault))
        return
      }
      setEntries([...known, ...read.value])
      setIsMore(read.value.length === page)
      setRefusal(null)
    },
    [session, book, page],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision has its own last row
  useEffect(() => {
    void readAfter([])
    return () => {
      asked.current = null
    }
  }, [readAfter, revision])
  return { entries, isMore, refusal, readMore: () => readAfter(entries) }
}
