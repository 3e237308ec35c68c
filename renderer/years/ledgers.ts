import type { Session } from '../app/session.ts'

/** Asks anew which ledgers are known: one may have been made meanwhile. */
export async function refreshRecent(session: Session): Promise<void> {
  const start = await session.ask('app.start', {})
  if (start.ok && start.value.ledger?.path === session.state.start?.ledger?.path) session.set({ start: start.value })
}

/** A book went to another ledger. */
export async function bookLeft(session: Session, id: number): Promise<void> {
  if (session.state.book?.id === id) session.set({ book: null, newer: null })
  await session.refreshBooks()
}
