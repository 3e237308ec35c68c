import type { Finding } from '../../shared/engine/finding.ts'
import type { Session } from '../app/session.ts'
import { findingsNow } from './all-findings.ts'
import { findingKey, nextFinding, placeOfFinding } from './finding-list.ts'

/** Shows the cell a finding is about, and points out the others. */
export function visitFinding(session: Session, finding: Finding): void {
  const { book, form } = session.state
  if (book === null) return
  session.set({ visited: findingKey(finding) })
  if (finding.kind === 'text' && finding.row !== null) {
    session.showBlock(finding.row)
    return
  }
  const place = placeOfFinding(book.engine, finding, form)
  if (place !== null) {
    session.goTo(place, finding.cells)
    return
  }
  if (finding.row !== null && book.engine.book.facts.unit.has(finding.row)) session.showDialog({ kind: 'units' })
}

/** F8 and Shift+F8. */
export function goToNextFinding(session: Session, back: boolean): void {
  const { book, form, visited } = session.state
  if (book === null) return
  const { engine } = book
  const finding = nextFinding(findingsNow(book), engine.edition.formIndex, { last: visited, form, back })
  if (finding === null) {
    session.notice('没有基本平衡错误，核实性问题也都有说明', 'success')
    return
  }
  session.showPanel('findings')
  visitFinding(session, finding)
}
