import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'

/** Commits a gesture, and says why when it is refused. */
export function useCommit(book: OpenedBook): (gesture: Parameters<OpenedBook['commit']>[0]) => boolean {
  const session = useSession()
  return (gesture) => {
    const done = book.commit(gesture)
    if (!done.ok) session.notice(done.reason, 'warning')
    return done.ok
  }
}
