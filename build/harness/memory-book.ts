import type { BookEvent, Gesture, LiveBook, Place } from '../../renderer/book/live-book.ts'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { inverseOf } from '../../shared/engine/defaults.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { Fact, FactChange } from '../../shared/engine/facts.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'

type Done = {
  readonly changes: readonly FactChange[]
  readonly undo: readonly FactChange[]
  readonly place: Place | null
}

/** A live book that is stored nowhere: an engine and a stack of gestures, for tests and measurements of the grid. */
export class MemoryBook implements LiveBook {
  readonly engine: Engine
  readonly department: string
  readonly year: number
  readOnly = false
  /** labels of the gestures so far, undone ones left out */
  readonly labels: string[] = []
  private readonly done: Done[] = []
  private readonly undone: Done[] = []
  private readonly listeners = new Set<(event: BookEvent) => void>()
  private failing: readonly Finding[] | null = null

  constructor(edition: LinkedEdition, facts: Iterable<Fact>, department: string, year: number) {
    const engine = Engine.create(edition, facts)
    if (engine === null) throw new Error('a total of the book is out of range')
    this.engine = engine
    this.department = department
    this.year = year
  }

  readonly findings = (): readonly Finding[] => {
    this.failing ??= this.engine.findings()
    return this.failing
  }

  readonly commit = (gesture: Gesture): { ok: true } | { ok: false; reason: string } => {
    if (this.readOnly) return { ok: false, reason: '本决算已上报，不能修改' }
    const undo = inverseOf(this.engine.book, gesture.changes)
    if (!this.run(gesture.changes, null)) return { ok: false, reason: totalOutOfRange }
    this.done.push({ changes: gesture.changes, undo, place: gesture.place })
    this.labels.push(gesture.label)
    this.undone.length = 0
    return { ok: true }
  }

  readonly undo = (): void => {
    const last = this.done.pop()
    if (last === undefined) return
    this.labels.pop()
    this.undone.push(last)
    this.run(last.undo, last.place)
  }

  readonly redo = (): void => {
    const next = this.undone.pop()
    if (next === undefined) return
    this.done.push(next)
    this.labels.push('redo')
    this.run(next.changes, next.place)
  }

  readonly subscribe = (listener: (event: BookEvent) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private run(changes: readonly FactChange[], place: Place | null): boolean {
    const applied = this.engine.apply(changes)
    if (applied.kind !== 'applied') return false
    this.failing = null
    const event: BookEvent = { changed: applied.rebuilt ? 'all' : applied.changed, place }
    for (const listener of this.listeners) listener(event)
    return true
  }
}
