import { useEffect, useMemo, useState } from 'react'
import { Book } from '../../shared/engine/book.ts'
import { type ReusableText, reusableTexts } from '../../shared/narrative/reuse.ts'
import { useFrame, useFromBook, useSession } from '../app/use-session.ts'
import { lastYearsBook } from '../book/last-years-book.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { documentOf } from './live-document.ts'

const none: readonly ReusableText[] = []

/** What last year's book of the department says in places this year's text still asks for. */
export function useReusableTexts(book: OpenedBook): readonly ReusableText[] {
  const session = useSession()
  const last = useFrame(({ books }) => lastYearsBook(books, book))
  const [lastYear, setLastYear] = useState<Book | null>(null)
  const document = useFromBook(book, documentOf)
  const id = last?.id
  const revision = last?.revision
  useEffect(() => {
    setLastYear(null)
    if (id === undefined || revision === undefined) return
    let isOver = false
    void session.ask('book.open', { book: id }).then((opened) => {
      if (opened.ok && !isOver) setLastYear(new Book(opened.value.facts))
    })
    return () => {
      isOver = true
    }
  }, [session, id, revision])
  return useMemo(() => {
    const { edition, book: thisYear } = book.engine
    if (lastYear === null || edition.narrative === null) return none
    return reusableTexts(document, { thisYear, lastYear }, edition.narrative.slots)
  }, [book, document, lastYear])
}
