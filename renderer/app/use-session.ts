import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { OpenedBook } from '../book/opened-book.ts'
import type { BookStatus } from '../book/status.ts'
import type { Session } from './session.ts'
import type { FrameState } from './state.ts'

export const SessionContext = createContext<Session | null>(null)

/** The session of this window. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('no session')
  return session
}

export const useFrame = <T>(select: (state: FrameState) => T): T => useStore(useSession().store, select)

/** One number, word or claim of the book's status: whoever needs no more is not drawn again for the rest. */
export const useStatusOf = <T extends string | number | boolean | null>(
  book: OpenedBook,
  select: (status: BookStatus) => T,
): T => useSyncExternalStore(book.onStatus, () => select(book.status()))

export const useBookStatus = (book: OpenedBook): BookStatus => useSyncExternalStore(book.onStatus, book.status)

/**
 * Something read from the book, read again after gestures. Not within the keystroke: the cells are painted first, and
 * many gestures in a row are read once.
 */
export function useFromBook<T>(book: OpenedBook, read: (book: OpenedBook) => T): T {
  const reader = useRef(read)
  reader.current = read
  const [value, setValue] = useState(() => read(book))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const again = (): void => {
      timer ??= setTimeout(() => {
        timer = null
        setValue(reader.current(book))
      }, 40)
    }
    setValue(reader.current(book))
    const stop = book.subscribe(again)
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [book])
  return value
}
