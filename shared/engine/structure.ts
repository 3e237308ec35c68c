import { levelOfCode, parentOfCode } from '../address/code.ts'
import type { LinkedGeneral } from '../catalogue/link.ts'
import type { Compiled } from './compile.ts'
import type { ExplanationFact, RowFact } from './facts.ts'
import { type Finding, type FindingKind, withoutSides } from './finding.ts'

/**
 * Findings about the book's lists of codes, units and projects (A1, A4, Y2): they change only when a row, unit or
 * project does, so they are made once per compilation.
 */
export function structuralFindings(compiled: Compiled): Finding[] {
  const { edition, book } = compiled
  const findings: Finding[] = []
  const add = (general: LinkedGeneral, kind: FindingKind, row: string, detail: string): void => {
    const check = edition.checks[general.check]
    if (check === undefined) return
    const fact = book.get('explanation', `${check.id}!!${row}!`) as ExplanationFact | null
    findings.push({
      ...withoutSides,
      check: check.id,
      title: check.title,
      severity: general.severity,
      kind,
      row,
      column: null,
      cells: [],
      detail,
      explanation: fact?.text ?? null,
    })
  }
  const codes = book.codes()
  for (const general of edition.generals)
    switch (general.relation.rule) {
      case 'knownCode':
        for (const [code, name] of codes) if (!edition.codes.has(code)) add(general, 'knownCode', code, name)
        break
      case 'nameOfCode':
        for (const [code, fact] of book.facts.row) {
          const entry = edition.codes.get(code)
          const { name } = fact as RowFact
          // names from general knowledge are no ground for a hard check
          if (entry !== undefined && entry.trust !== 'unverified' && name !== '' && name !== entry.name)
            add(general, 'nameOfCode', code, `${name}|${entry.name}`)
        }
        break
      case 'parentOfCode':
        // the levels above a code are in the book by themselves: only a code that is none can lack them
        for (const key of book.facts.row.keys()) if (levelOfCode(key) === null) add(general, 'parentOfCode', key, '')
        break
      case 'duplicate':
        for (const [row, detail] of duplicates(compiled)) add(general, 'duplicate', row, detail)
        break
      case 'codesOfPrior':
        for (const [row, detail] of codesOfPrior(compiled)) add(general, 'codesOfPrior', row, detail)
        break
      case 'sign':
      case 'emptyRow':
      case 'samePriorScale':
      case 'default':
        break // these go by cells
    }
  return findings
}

/** Printed name of a code: the book's, else the table's, else ''. */
export function nameOf(compiled: Compiled, code: string): string {
  const own = compiled.book.facts.row.get(code) as RowFact | undefined
  return own !== undefined && own.name !== '' ? own.name : (compiled.edition.codes.get(code)?.name ?? '')
}

/** Units, items of one 款, and projects of one unit and item that look the same on paper. */
function duplicates(compiled: Compiled): [row: string, detail: string][] {
  const { book } = compiled
  const seen = new Map<string, string>()
  const found: [string, string][] = []
  const see = (look: string, row: string, detail: string): void => {
    const first = seen.get(look)
    if (first === undefined) seen.set(look, row)
    else found.push([row, `${detail}|${first}`])
  }
  for (const unit of book.units()) see(`unit ${unit.name}`, unit.key, unit.name)
  for (const code of book.codes().keys()) {
    const name = nameOf(compiled, code)
    if (levelOfCode(code) === 'item' && name !== '') see(`item ${parentOfCode(code)} ${name}`, code, name)
  }
  for (const project of book.projects())
    see(`project ${project.code} ${project.unit} ${project.name}`, project.key, project.name)
  return found
}

function codesOfPrior(compiled: Compiled): [row: string, detail: string][] {
  const { prior, book } = compiled
  if (prior === null) return []
  const now = [...book.codes().keys()].filter((code) => levelOfCode(code) === 'item')
  const found: [string, string][] = []
  for (const code of now) {
    const before = prior.codes.get(code)
    const name = nameOf(compiled, code)
    if (before === undefined) found.push([code, `new|${name}`])
    else if (before !== name) found.push([code, `renamed|${before}|${name}`])
  }
  const present = new Set(now)
  for (const [code, name] of prior.codes)
    if (levelOfCode(code) === 'item' && !present.has(code) && prior.divided?.has(code) !== true)
      found.push([code, `gone|${name}`])
  return found
}
