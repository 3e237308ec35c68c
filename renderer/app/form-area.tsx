import type { RefObject } from 'react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { CellAddress } from '../../shared/address/cell.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import { findingText, severityWord } from '../../shared/words/findings.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import type { FormGridHandle } from '../grid/form-grid.tsx'
import { FormGrid } from '../grid/form-grid.tsx'
import { linesAreProjects } from '../grid/project-lines.ts'
import type { GoTo } from './state.ts'
import { useFrame, useSession } from './use-session.ts'

/** The form in sight. */
export function FormArea({
  book,
  grid,
}: {
  readonly book: OpenedBook
  readonly grid: RefObject<FormGridHandle | null>
}) {
  const session = useSession()
  const form = useFrame((state) => state.form)
  const unit = useFrame((state) => state.unit)
  const goTo = useFrame((state) => state.goTo)
  const focus = useMemo(() => addressOf(book, goTo), [book, goTo])
  const reasonOf = useReasons(book, form)
  const isKnown = book.engine.edition.formIndex.has(form)
  const needsProject = linesAreProjects(book.engine.edition, form)
  // typing goes on in the form that was opened, whatever opened it
  useEffect(() => {
    if (form !== '' && session.state.dialog === null) grid.current?.focus()
  }, [session, grid, form])
  if (!isKnown) return null
  return (
    <div className="form-place">
      <FormGrid
        key={book.id}
        ref={grid}
        book={book}
        form={form}
        unit={unit}
        focus={focus}
        reasonOf={reasonOf}
        nonce={session.bridge.styleNonce || undefined}
        onStatus={(status) => session.set({ grid: status })}
        onWhy={() => session.showPanel('trace')}
        onDifference={(differences) => session.askDifference(differences)}
        onInsertCode={(code) =>
          session.showDialog(needsProject ? { kind: 'projects', code: code ?? undefined } : { kind: 'add-row' })
        }
      />
    </div>
  )
}

/** The cell to show for a place; a place that names only a row means its first value. */
function addressOf({ engine }: OpenedBook, goTo: GoTo | null): CellAddress | null {
  if (goTo === null) return null
  const { form, row, column } = goTo.place
  if (row === null) return null
  if (column !== null) return { form, row, column }
  const columns = engine.edition.forms[engine.edition.formIndex.get(form) ?? -1]?.columns ?? []
  const first = columns.find(({ key }) => engine.cell({ form, row, column: key })?.kind === 'input') ?? columns[0]
  return first === undefined ? null : { form, row, column: first.key }
}

/** Why a cell is marked, in sentences. Findings are gathered by cell after a gesture, and said when one is asked for. */
function useReasons(book: OpenedBook, form: string): (address: CellAddress) => string | null {
  const kept = useRef<{ from: readonly Finding[]; form: string; at: ReadonlyMap<string, readonly Finding[]> } | null>(
    null,
  )
  return useCallback(
    ({ row, column }) => {
      const from = book.findings()
      if (kept.current?.from !== from || kept.current.form !== form)
        kept.current = { from, form, at: byCell(from, form) }
      const here = kept.current.at.get(`${row}!${column}`)
      return here === undefined ? null : here.map((finding) => reason(book, finding)).join('\n')
    },
    [book, form],
  )
}

function reason(book: OpenedBook, finding: Finding): string {
  const text = `${severityWord(finding.severity)} ${finding.check}：${findingText(book.names, finding)}`
  return finding.explanation === null ? text : `${text}（说明：${finding.explanation}）`
}

/** Findings by the row and column they are marked at in a form. */
function byCell(findings: readonly Finding[], form: string): Map<string, Finding[]> {
  const at = new Map<string, Finding[]>()
  const put = (row: string, column: string, finding: Finding): void => {
    const key = `${row}!${column}`
    const known = at.get(key)
    if (known === undefined) at.set(key, [finding])
    else if (known.at(-1) !== finding) known.push(finding)
  }
  for (const finding of findings) {
    for (const cell of finding.cells) if (cell.form === form) put(cell.row, cell.column, finding)
    if (finding.form === form && finding.row !== null && finding.column !== null)
      put(finding.row, finding.column, finding)
  }
  return at
}
