import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useFrame, useSession, useStatusOf } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import './editions.css'
import { lookForRevision } from './look-for-revision.ts'
import { isPutOff, putOff, revisionWord } from './revision-words.ts'

/** One quiet line over the form: the book's edition has a newer revision. Never of a book that cannot be changed. */
export function RevisionNotice({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const newer = useFrame((state) => state.newer)
  const path = useFrame((state) => state.start?.ledger?.path) ?? ''
  const readOnly = useStatusOf(book, (status) => status.readOnly)
  const [later, setLater] = useState<string | null>(null)
  useEffect(() => {
    if (!readOnly) void lookForRevision(session)
  }, [session, readOnly])
  if (newer === null || readOnly) return null
  const { hash } = newer.to
  if (later === hash || isPutOff(path, book.id, hash)) return null
  return (
    <div className="revision-notice" role="status">
      <span>
        套表有了新的版次：{revisionWord(newer.from)} → {revisionWord(newer.to)}
      </span>
      <Button size="small" type="link" onClick={() => session.showDialog({ kind: 'revision' })}>
        查看…
      </Button>
      <Button
        size="small"
        type="text"
        title="不再提示这一版；以后可以在“文件 → 套表”里查看"
        onClick={() => {
          putOff(path, book.id, hash)
          setLater(hash)
        }}
      >
        以后再说
      </Button>
    </div>
  )
}
