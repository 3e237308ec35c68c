import type { Session } from '../app/session.ts'

/** Asks whether the open book's edition has a newer revision: when the book is opened, and after one was brought. */
export async function lookForRevision(session: Session): Promise<void> {
  const { book } = session.state
  const newer = book === null ? null : await session.ask('book.newerRevision', { book: book.id })
  if (session.state.book === book) session.set({ newer: newer?.ok === true ? newer.value : null })
}
