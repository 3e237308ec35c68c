import { useMemo } from 'react'
import type { Finding } from '../../shared/engine/finding.ts'
import { useFromBook } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { lastTextFindings, useTextFindings } from '../narrative/text-findings.ts'
import { isBlocking } from './finding-list.ts'

/** Everything that fails in a book, in forms and text: what is listed, what is counted, and where F8 goes. */
export function useFindings(book: OpenedBook): readonly Finding[] {
  const ofForms = useFromBook(book, (one) => one.findings())
  const ofText = useTextFindings(book)
  return useMemo(() => [...ofForms, ...ofText], [ofForms, ofText])
}

/** The same for who asks once. */
export const findingsNow = (book: OpenedBook): readonly Finding[] => [...book.findings(), ...lastTextFindings(book)]

export type FindingCounts = {
  readonly error: number
  readonly verify: number
  readonly hint: number
  /** 核实性 findings without explanation */
  readonly unexplained: number
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, verify: 0, hint: 0, unexplained: 0 }
  for (const finding of findings) {
    counts[finding.severity]++
    if (finding.severity === 'verify' && isBlocking(finding)) counts.unexplained++
  }
  return counts
}
