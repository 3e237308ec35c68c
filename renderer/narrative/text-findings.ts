import { useEffect, useState } from 'react'
import type { Engine } from '../../shared/engine/engine.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { NarrativeDocument } from '../../shared/narrative/document.ts'
import { narrativeFindings } from '../../shared/narrative/findings.ts'
import { narrate } from '../../shared/narrative/narrate.ts'
import type { OpenedBook } from '../book/opened-book.ts'

/** What was found last in a book, for F8. */
const latest = new WeakMap<OpenedBook, readonly Finding[]>()
const none: readonly Finding[] = []

/** The text part of an open book as it reads now. */
export const documentOf = ({ engine, department, year }: OpenedBook): NarrativeDocument =>
  narrate(engine, { department, year })

const read = (book: OpenedBook): readonly Finding[] => {
  const { department, year } = book
  const engine: Engine = book.engine
  const findings = narrativeFindings(engine, documentOf(book), { department, year })
  latest.set(book, findings)
  return findings
}

export const lastTextFindings = (book: OpenedBook): readonly Finding[] => latest.get(book) ?? none

/** Findings about the text part; read again when nothing has been typed for a moment, for nobody waits for them. */
export function useTextFindings(book: OpenedBook): readonly Finding[] {
  const [findings, setFindings] = useState(() => lastTextFindings(book))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const again = (): void => {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => {
        timer = null
        setFindings(read(book))
      }, 300)
    }
    again()
    const stop = book.subscribe(again)
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [book])
  return findings
}
