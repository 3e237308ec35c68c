import { cellKey, parseCellKey } from '../address/cell.ts'
import { levelOfCode, parentOfCode } from '../address/code.ts'
import type { LinkedEdition } from '../catalogue/link.ts'
import type { Engine } from '../engine/engine.ts'
import type { Fact, FactKind, FactValue, ProjectFact, RowFact } from '../engine/facts.ts'
import { carryText } from './carry-text.ts'
import { type Closing, closingsOf, mixedOpenings } from './closings.ts'
import { editionDifferences } from './edition-changes.ts'
import { type Course, Lineage } from './lineage.ts'
import type { Fate, LeftReason, RollForwardItem, RollForwardOptions, RollForwardPreview } from './preview.ts'

export type RollForward = { readonly facts: readonly Fact[]; readonly preview: RollForwardPreview }

/**
 * The facts a new year's book begins with, from last year's under its own edition. Openings are no facts: they follow
 * last year's book. Pure; what has to be there and may be made is for the caller to see to.
 */
export function rollForward(
  old: Engine,
  occasion: { readonly department: string; readonly year: number },
  newer: LinkedEdition,
  options: RollForwardOptions,
): RollForward {
  return new RollForwardMaker(old, occasion, newer, options).make()
}

class RollForwardMaker {
  private readonly old: Engine
  private readonly occasion: { readonly department: string; readonly year: number }
  private readonly options: RollForwardOptions
  private readonly lineage: Lineage
  private readonly facts = new Map<string, Fact>()
  private readonly items: RollForwardItem[] = []
  private readonly added: Fact[] = []
  private readonly closings: ReadonlyMap<string, Closing>

  constructor(
    old: Engine,
    occasion: { readonly department: string; readonly year: number },
    newer: LinkedEdition,
    options: RollForwardOptions,
  ) {
    this.old = old
    this.occasion = occasion
    this.options = { ...options, projects: options.projects && options.units }
    this.lineage = new Lineage(old.edition, newer)
    this.closings = new Map(closingsOf(old, this.lineage).map((closing) => [cellKey(closing.cell), closing] as const))
  }

  make(): RollForward {
    this.units()
    this.rows()
    this.projects()
    this.missingRows()
    this.cells()
    this.texts()
    this.lines('option', this.options.style)
    this.lines('cover', this.options.cover)
    for (const kind of ['stated', 'explanation'] as const)
      for (const [key, value] of this.old.book.facts[kind]) this.leave(kind, key, value, kind)
    return {
      facts: [...this.facts.values()],
      preview: {
        items: this.items,
        added: this.added,
        closings: this.sums(),
        differences: editionDifferences(this.lineage),
        namesYears: this.namesYears(),
        unknownCodes: this.codes().filter((code) => !this.lineage.newer.codes.has(code)),
      },
    }
  }

  // ---- lists

  private units(): void {
    for (const [key, value] of this.old.book.facts.unit)
      if (this.options.units) this.carry({ kind: 'unit', key, value }, [{ kind: 'unit', key, value }])
      else this.leave('unit', key, value, 'notChosen')
    if (![...this.facts.values()].some(({ kind }) => kind === 'unit'))
      this.add({ kind: 'unit', key: 'u1', value: { name: this.occasion.department, order: 1 } })
  }

  private rows(): void {
    const needed = this.closingCodes()
    for (const [code, value] of this.old.book.facts.row) {
      const { course, now, why } = this.lineage.codes.successors(code)
      if (!this.options.rows && !needed.has(code)) this.leave('row', code, value, 'notChosen')
      else if (now.length === 0) this.leave('row', code, value, 'dropped', why)
      else {
        const { name } = value as RowFact
        const facts = now.map((key): Fact => {
          return { kind: 'row', key, value: { name: this.lineage.nameOf(code, name, key) } }
        })
        const isNamed = course === 'same' && facts.some((fact) => (fact.value as RowFact).name !== name)
        this.carry({ kind: 'row', key: code, value }, facts, isNamed ? 'renamed' : course, why)
      }
    }
  }

  /** Codes of the old list that close with something, and those above them. */
  private closingCodes(): ReadonlySet<string> {
    const codes = new Set<string>()
    for (const { cell } of this.closings.values())
      for (let code: string | null = codeOfRow(cell.row); code !== null; code = parentOfCode(code)) codes.add(code)
    return codes
  }

  private projects(): void {
    for (const [key, value] of this.old.book.facts.project) {
      const project = value as ProjectFact
      const { course, now, why } = this.lineage.codes.successors(project.code)
      const [code] = now
      if (!this.options.projects) this.leave('project', key, value, 'notChosen')
      else if (code === undefined) this.leave('project', key, value, 'dropped', why)
      else if (course === 'split') this.leave('project', key, value, 'divided', why, now)
      else
        this.carry(
          { kind: 'project', key, value },
          [{ kind: 'project', key, value: { ...project, code } }],
          course,
          why,
        )
    }
  }

  /** Codes that openings and projects need and no row fact brought along, and the levels above. */
  private missingRows(): void {
    const needed = new Set<string>()
    for (const { openings } of this.closings.values())
      for (const { row } of openings) if (codeOfRow(row) !== null) needed.add(codeOfRow(row) ?? '')
    for (const { kind, value } of this.facts.values()) if (kind === 'project') needed.add((value as ProjectFact).code)
    for (const code of [...needed, ...this.codes()])
      for (let one: string | null = code; one !== null; one = parentOfCode(one)) {
        if (this.facts.has(`row!${one}`)) continue
        this.add({ kind: 'row', key: one, value: { name: this.lineage.newer.codes.get(one)?.name ?? '' } })
      }
  }

  private codes(): string[] {
    return [...this.facts.values()].flatMap(({ kind, key }) =>
      kind === 'row' && levelOfCode(key) !== null ? [key] : [],
    )
  }

  // ---- cells

  private cells(): void {
    const { facts } = this.old.book
    const mixed = mixedOpenings(this.lineage)
    for (const [key, { value }] of this.closings)
      this.item('cell', key, facts.cell.get(key) ?? value, this.closing(key))
    for (const [key, value] of facts.cell) {
      if (this.closings.has(key)) continue
      const cell = parseCellKey(key)
      const added = cell === null || typeof value !== 'number' ? [] : mixed(cell)
      if (added.length > 0) {
        const as = added.map(cellKey)
        this.item('cell', key, value, { kind: 'follows', as, course: 'same', why: null })
        continue
      }
      const place = cell === null ? null : this.lineage.successors(cell)
      if (place?.course === 'dropped') this.leave('cell', key, value, 'dropped', place.why)
      else this.leave('cell', key, value, 'ofYear')
    }
  }

  private closing(key: string): Fate {
    const { course, openings, why, place } = this.closings.get(key) as Closing
    const as = openings.map(cellKey)
    if (place === 'sum') return { kind: 'follows', as, course: 'merged', why }
    if (course === 'dropped') return { kind: 'left', reason: 'dropped', as, why }
    if (place === 'none') return { kind: 'left', reason: 'byLine', as, why }
    return course === 'split' ? { kind: 'left', reason: 'divided', as, why } : { kind: 'follows', as, course, why }
  }

  private sums(): RollForwardPreview['closings'] {
    const sums = { follows: 0, byHand: 0, lost: 0 }
    for (const [key, { value, place }] of this.closings) {
      // a part of a sum that is carried is in it already
      if (place === 'sum') continue
      const fate = this.closing(key)
      if (fate.kind !== 'left') sums.follows += value
      else sums[fate.reason === 'dropped' ? 'lost' : 'byHand'] += value
    }
    return sums
  }

  // ---- words

  private texts(): void {
    for (const [key, value] of this.old.book.facts.text) {
      const carried = carryText(key, this.lineage, this.options, this.facts)
      if ('reason' in carried) this.leave('text', key, value, carried.reason, carried.why)
      else if (this.facts.has(`text!${carried.as}`)) this.leave('text', key, value, 'taken')
      else
        this.carry(
          { kind: 'text', key, value },
          [{ kind: 'text', key: carried.as, value }],
          carried.course,
          carried.why,
        )
    }
  }

  /** House style, and lines of the cover: these not when they are dates or name the year that has passed. */
  private lines(kind: 'option' | 'cover', isChosen: boolean): void {
    for (const [key, value] of this.old.book.facts[kind])
      if (!isChosen) this.leave(kind, key, value, 'notChosen')
      else if (kind === 'cover' && key === 'date') this.leave(kind, key, value, 'date')
      else if (kind === 'cover' && JSON.stringify(value).includes(String(this.occasion.year)))
        this.leave(kind, key, value, 'namesYear')
      else this.carry({ kind, key, value }, [{ kind, key, value }])
  }

  private namesYears(): RollForwardPreview['namesYears'] {
    const { year } = this.occasion
    return [...this.facts.values()].flatMap(({ kind, key, value }) => {
      const words = typeof value === 'object' ? Object.values(value).join(' ') : String(value)
      const years = [year - 1, year].filter((one) => new RegExp(`(?<![0-9.])${one}(?![0-9.])`).test(words))
      return years.length === 0 ? [] : [{ kind, key, value, years }]
    })
  }

  // ---- what becomes of it

  private carry(fact: Fact, as: readonly Fact[], course: Course = 'same', why: string | null = null): void {
    // two that are one now: the first says what it says
    for (const one of as) if (!this.facts.has(`${one.kind}!${one.key}`)) this.facts.set(`${one.kind}!${one.key}`, one)
    this.item(fact.kind, fact.key, fact.value, { kind: 'carried', as: as.map(({ key }) => key), course, why })
  }

  private leave(
    kind: FactKind,
    key: string,
    value: FactValue,
    reason: LeftReason,
    why: string | null = null,
    as: readonly string[] = [],
  ): void {
    this.item(kind, key, value, { kind: 'left', reason, as, why })
  }

  private item(kind: FactKind, key: string, value: FactValue, fate: Fate): void {
    this.items.push({ kind, key, value, isClosing: kind === 'cell' && this.closings.has(key), fate })
  }

  private add(fact: Fact): void {
    this.facts.set(`${fact.kind}!${fact.key}`, fact)
    this.added.push(fact)
  }
}

/** Code of the row of a line; null for totals and fixed rows. */
function codeOfRow(row: string): string | null {
  const [code = ''] = row.split('@')
  return levelOfCode(code) === 'item' ? code : null
}
