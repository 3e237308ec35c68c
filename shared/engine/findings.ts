import { cellKey } from '../address/cell.ts'
import type { LinkedCell, LinkedCheck, LinkedForm, LinkedGeneral } from '../catalogue/link.ts'
import type { Severity } from '../catalogue/vocabulary.ts'
import type { Compiled, Instance, Place } from './compile.ts'
import type { ExplanationFact } from './facts.ts'
import type { Finding, FindingState } from './finding.ts'
import { compare, sameScale, tryRelation } from './rules.ts'
import { structuralFindings } from './structure.ts'

export type Counts = { readonly error: number; readonly verify: number; readonly hint: number }
type Tally = { error: number; verify: number; hint: number }

/**
 * Which checks fail, kept up to date edit by edit: only instances that read a touched node are tried again. Identities
 * that hold by construction need no node: they can only be broken by a stated value beside the computed cell.
 */
export class Findings {
  private readonly compiled: Compiled
  private readonly stated = new Map<number, number>()
  private readonly failing = {
    instances: new Set<number>(),
    /** stated values beside computed cells, and stated defaults */
    owned: new Set<number>(),
    sign: new Set<number>(),
    scale: new Set<number>(),
    emptyRows: new Set<number>(),
  }
  private readonly structural: readonly Finding[]
  private readonly total: Tally = { error: 0, verify: 0, hint: 0 }
  private readonly byForm: Tally[]
  private readonly sign: LinkedGeneral | undefined
  private readonly alsoSigned: ReadonlySet<number>
  private readonly emptyRow: LinkedGeneral | undefined
  private readonly scale: LinkedGeneral | undefined

  constructor(compiled: Compiled) {
    this.compiled = compiled
    const { edition, book } = compiled
    this.byForm = edition.forms.map(() => ({ error: 0, verify: 0, hint: 0 }))
    const general = (rule: string): LinkedGeneral | undefined =>
      edition.generals.find((one) => one.relation.rule === rule)
    this.sign = general('sign')
    this.emptyRow = general('emptyRow')
    this.scale = compiled.prior === null ? undefined : general('samePriorScale')
    const also = this.sign !== undefined && 'also' in this.sign.relation ? (this.sign.relation.also ?? []) : []
    this.alsoSigned = new Set(also.map((key) => compiled.findKey(key)))
    for (const [key, value] of book.facts.stated) this.setStated(key, value as number)
    this.structural = structuralFindings(compiled)
    for (const finding of this.structural) this.total[finding.severity]++
    compiled.instances.forEach((_, number) => this.tryInstance(number))
    for (const form of edition.forms)
      for (let row = 0; row < compiled.table(form.index).keys.length; row++) this.tryCells(form, row)
  }

  get counts(): Counts {
    return this.total
  }

  /** Failing checks whose place is in the form. */
  countsOf(form: number): Counts {
    return this.byForm[form] as Counts
  }

  /** Takes over a stated value; `tryAgain` the node afterwards. Returns the node, -1 when the book has no such cell. */
  setStated(key: string, value: number | null): number {
    const node = this.compiled.findKey(key)
    if (node < 0) return -1
    if (value === null) this.stated.delete(node)
    else this.stated.set(node, value)
    return node
  }

  /** The figure a foreign source gives beside a computed cell. */
  statedAt(node: number): number | null {
    return this.stated.get(node) ?? null
  }

  /** Tries again whatever reads one of the nodes. */
  update(nodes: readonly number[]): void {
    const { compiled } = this
    const seen = new Set<number>()
    const rows = new Set<number>()
    for (const node of nodes) {
      compiled.eachInstance(node, (number) => seen.add(number))
      if (node >= compiled.cells) continue
      const place = compiled.place(node)
      this.tryCell(node, place)
      rows.add(compiled.node(place.form.index, place.row, 0))
    }
    for (const number of seen) this.tryInstance(number)
    for (const first of rows) {
      const { form, row } = compiled.place(first)
      this.tryRow(form.index, row)
    }
  }

  /** Tries a whole row for the first time; most rows of a large book are blank. */
  private tryCells(form: LinkedForm, row: number): void {
    const { compiled } = this
    const first = compiled.node(form.index, row, 0)
    const cells = compiled.cellsOf(form.index, row)
    let watched = false
    for (let column = 0; column < form.columns.length; column++) {
      if (!this.isWatched(first + column)) continue
      watched = true
      this.tryCell(first + column, { form, row, column, cell: cells[column] as LinkedCell })
    }
    if (watched) this.tryRow(form.index, row)
  }

  private isWatched(node: number): boolean {
    return !this.compiled.graph.isBlank(node) || this.compiled.graph.isOverridden(node) || this.stated.has(node)
  }

  private toggle(set: Set<number>, id: number, fails: boolean, severity: Severity, form: number): void {
    if (set.has(id) === fails) return
    const step = fails ? 1 : -1
    if (fails) set.add(id)
    else set.delete(id)
    this.total[severity] += step
    ;(this.byForm[form] as Tally)[severity] += step
  }

  private tryInstance(number: number): void {
    const instance = this.compiled.instances[number] as Instance
    const { relation } = instance
    this.toggle(this.failing.instances, number, this.stateOf(instance) === 'fails', relation.severity, relation.form)
  }

  private stateOf(instance: Instance): FindingState {
    const { graph } = this.compiled
    if (instance.when >= 0 && graph.isBlank(instance.when)) return 'not-applicable'
    if (instance.known === -2 || (instance.known >= 0 && graph.isBlank(instance.known))) return 'cannot-tell'
    return tryRelation(instance.relation.relation, graph.value(instance.left), graph.value(instance.right))
  }

  private tryCell(node: number, place: Place): void {
    const form = place.form.index
    const check = this.compiled.edition.checks[place.cell.check]
    if (check !== undefined)
      this.toggle(this.failing.owned, node, this.ownedState(node, place, check) === 'fails', check.severity, form)
    if (this.sign !== undefined) {
      const signed = place.cell.unit === 'amount' && (this.isTyped(node, place.cell) || this.alsoSigned.has(node))
      this.toggle(
        this.failing.sign,
        node,
        signed && (this.compiled.graph.value(node) ?? 0) < 0,
        this.sign.severity,
        form,
      )
    }
    if (this.scale !== undefined)
      this.toggle(this.failing.scale, node, this.scaleState(node, place) === 'fails', this.scale.severity, form)
  }

  /** A default cell against its formula; a stated value against its computed cell. */
  private ownedState(node: number, place: Place, check: LinkedCheck): FindingState {
    const { graph } = this.compiled
    if (place.cell.kind === 'default') {
      const expected = this.expected(node, place)
      if (!graph.isOverridden(node) || expected === null) return 'not-applicable'
      return compare(graph.value(node), check.defaults, expected)
    }
    const stated = this.stated.get(node)
    const value = graph.value(node)
    if (stated === undefined) return value === null ? 'not-applicable' : 'holds'
    return compare(value, '=', stated)
  }

  /** What a stated default is compared with. */
  private expected(node: number, place: Place): number | null {
    return place.cell.carried ? this.compiled.carried(node, place) : this.compiled.graph.formula(node)
  }

  private isTyped(node: number, { kind }: LinkedCell): boolean {
    const { graph } = this.compiled
    return (kind === 'input' && !graph.isBlank(node)) || (kind === 'default' && graph.isOverridden(node))
  }

  private scaleState(node: number, place: Place): FindingState {
    const { prior, graph } = this.compiled
    if (prior === null || place.cell.unit !== 'amount' || !this.isTyped(node, place.cell)) return 'not-applicable'
    const times = this.scale !== undefined && 'times' in this.scale.relation ? (this.scale.relation.times ?? 100) : 100
    return sameScale(graph.value(node), prior.value(this.compiled.address(node)), times)
  }

  private tryRow(form: number, row: number): void {
    const { compiled, emptyRow } = this
    const table = compiled.table(form)
    if (emptyRow === undefined || table.leafLevel < 0 || table.level[row] !== table.leafLevel) return
    const first = compiled.node(form, row, 0)
    const leaf = compiled.edition.forms[form]?.leaf ?? []
    const typed = leaf.some((cell, column) => this.isTyped(first + column, cell))
    const nought = leaf.every((_, column) => (compiled.graph.value(first + column) ?? 0) === 0)
    this.toggle(this.failing.emptyRows, first, typed && nought, emptyRow.severity, form)
  }

  /**
   * Findings in form order, then by check; only failing ones, or with `all` every place where a check was tried.
   * The order is the same for the same book.
   */
  list(all: boolean): Finding[] {
    const { compiled } = this
    const findings: Finding[] = [...this.structural]
    if (all) compiled.instances.forEach((instance) => findings.push(this.ofInstance(instance)))
    else
      for (const number of this.failing.instances)
        findings.push(this.ofInstance(compiled.instances[number] as Instance))
    const owned = all ? this.ownedNodes() : this.failing.owned
    for (const node of owned) findings.push(this.ofOwned(node))
    for (const node of this.failing.sign) findings.push(this.ofNode(node, this.sign, 'sign'))
    for (const node of this.failing.scale) findings.push(this.ofNode(node, this.scale, 'samePriorScale'))
    for (const node of this.failing.emptyRows) findings.push(this.ofNode(node, this.emptyRow, 'emptyRow'))
    return this.sorted(findings)
  }

  private *ownedNodes(): Iterable<number> {
    const { compiled } = this
    for (let node = 0; node < compiled.cells; node++) {
      if (!this.isWatched(node)) continue
      const { cell } = compiled.place(node)
      if (cell.check < 0) continue
      if (cell.kind === 'computed' || compiled.graph.isOverridden(node)) yield node
    }
  }

  private sorted(findings: Finding[]): Finding[] {
    const { edition } = this.compiled
    const rank = (finding: Finding): [number, number, number, number] => {
      const form = finding.form === null ? -1 : (edition.formIndex.get(finding.form) ?? -1)
      const row = form < 0 ? 0 : (this.compiled.table(form).index.get(finding.row ?? '') ?? 0)
      return [
        form,
        edition.checkIndex.get(finding.check) ?? 0,
        row,
        edition.forms[form]?.columnIndex.get(finding.column ?? '') ?? 0,
      ]
    }
    return findings
      .map((finding) => ({ finding, rank: rank(finding) }))
      .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2] || a.rank[3] - b.rank[3])
      .map(({ finding }) => finding)
  }

  private explanation(
    check: string,
    form: string,
    row: string,
    column: string,
    left: number | null,
    right: number | null,
  ): string | null {
    const fact = this.compiled.book.get('explanation', `${check}!${form}!${row}!${column}`) as ExplanationFact | null
    return fact !== null && fact.left === left && fact.right === right ? fact.text : null
  }

  private ofInstance(instance: Instance): Finding {
    const { compiled } = this
    const { relation } = instance
    const check = compiled.edition.checks[relation.check] as LinkedCheck
    const form = compiled.edition.forms[relation.form]!
    const row = compiled.table(relation.form).keys[instance.row] as string
    const column = form.columns[relation.column]?.key as string
    const left = compiled.graph.value(instance.left)
    const right = compiled.graph.value(instance.right)
    return {
      check: check.id,
      title: check.title,
      severity: relation.severity,
      state: this.stateOf(instance),
      kind: 'rule' in relation.relation ? relation.relation.rule : 'comparison',
      form: form.key,
      row,
      column,
      is: 'is' in relation.relation ? relation.relation.is : '=',
      left,
      right,
      difference: left === null && right === null ? null : (left ?? 0) - (right ?? 0),
      unit: compiled.cellAt(relation.form, instance.row, relation.column).unit,
      sides: { left: relation.left.text, right: relation.right.text },
      cells: [...relation.left.terms, ...relation.right.terms]
        .filter((term) => !term.prior)
        .map((term) => compiled.termAddress(term, relation.form, instance.row)),
      detail: null,
      explanation: this.explanation(check.id, form.key, row, column, left, right),
    }
  }

  private ofOwned(node: number): Finding {
    const { compiled } = this
    const place = compiled.place(node)
    const check = compiled.edition.checks[place.cell.check] as LinkedCheck
    const isDefault = place.cell.kind === 'default'
    const left = compiled.graph.value(node)
    const right = isDefault ? this.expected(node, place) : (this.stated.get(node) ?? left)
    const address = compiled.address(node)
    return {
      check: check.id,
      title: check.title,
      severity: check.severity,
      state: this.ownedState(node, place, check),
      kind: isDefault ? 'default' : 'stated',
      ...address,
      is: isDefault ? check.defaults : '=',
      left,
      right,
      difference: left === null && right === null ? null : (left ?? 0) - (right ?? 0),
      unit: place.cell.unit,
      sides: { left: cellKey(address), right: place.cell.text },
      cells: [address],
      detail: null,
      explanation: this.explanation(check.id, address.form, address.row, address.column, left, right),
    }
  }

  private ofNode(
    node: number,
    general: LinkedGeneral | undefined,
    kind: 'sign' | 'samePriorScale' | 'emptyRow',
  ): Finding {
    const { compiled } = this
    const check = compiled.edition.checks[general?.check ?? -1] as LinkedCheck
    const address = compiled.address(node)
    const left = compiled.graph.value(node)
    const right = kind === 'samePriorScale' ? (compiled.prior?.value(address) ?? null) : 0
    return {
      check: check.id,
      title: check.title,
      severity: general?.severity ?? check.severity,
      state: 'fails',
      kind,
      ...address,
      is: kind === 'sign' ? '>=' : '=',
      left,
      right,
      difference: (left ?? 0) - (right ?? 0),
      unit: compiled.place(node).cell.unit,
      sides: { left: cellKey(address), right: '' },
      cells: [address],
      detail: null,
      explanation: this.explanation(check.id, address.form, address.row, address.column, left, right),
    }
  }
}
