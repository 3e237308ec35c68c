import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import type { Bridge, ChannelName, Input, Output, Push } from '../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { BookSummary, Done, HistoryEntry, Receipt, Start } from '../../shared/channels/values.ts'
import { Book } from '../../shared/engine/book.ts'
import { Engine } from '../../shared/engine/engine.ts'
import type { Fact, FactChange, FactValue } from '../../shared/engine/facts.ts'
import { structureChanges } from './memory-structure.ts'

type Entry = HistoryEntry & { readonly target: number | null }
type Kept = {
  summary: BookSummary
  book: Book
  readonly journal: Entry[]
  undoStack: number[]
  redoStack: number[]
}
type Replies = { [N in ChannelName]?: (input: Input<N>) => Result<Output<N>> | Promise<Result<Output<N>>> }

/** The ledger's owner in memory, for the development page and for tests of the window; `faults` bend single answers. */
export class MemoryMain {
  readonly edition: LinkedEdition
  readonly calls: { name: ChannelName; input: unknown }[] = []
  /** replaces the answer of a channel once it is asked; deleted by whoever set it */
  readonly overrides: Replies = {}
  /** awaited before an answer is made, and before it is handed back */
  before: (name: ChannelName) => Promise<void> | void = () => undefined
  after: (name: ChannelName) => Promise<void> | void = () => undefined
  start: Start = {
    shell: 'browser',
    version: '0.1.0',
    ledger: { name: '示例', path: '/tmp/示例.juesuan', readOnly: false },
    fault: null,
    recent: [],
  }
  private readonly books = new Map<number, Kept>()
  private readonly listeners = new Set<(push: Push) => void>()

  constructor(edition: LinkedEdition) {
    this.edition = edition
  }

  readonly bridge: Bridge = {
    call: async (name, input) => {
      this.calls.push({ name, input })
      await this.before(name)
      const override = this.overrides[name]
      const handler = (override ?? this.replies[name]) as ((input: unknown) => unknown) | undefined
      const result = (
        handler === undefined
          ? refuse({ kind: 'unexpected', incident: 'M-1', detail: `${name} 没有实现` })
          : await handler(input)
      ) as Result<Output<typeof name>>
      await this.after(name)
      return structuredClone(result)
    },
    listen: (listener) => {
      this.listeners.add(listener)
      return () => this.listeners.delete(listener)
    },
  }

  push(push: Push): void {
    for (const listener of this.listeners) listener(push)
  }

  addBook(department: string, year: number, facts: readonly Fact[]): number {
    const id = this.books.size + 1
    const { edition, revision } = this.edition.edition.head
    this.books.set(id, {
      summary: {
        id,
        department,
        year,
        edition: { name: edition, revision, hash: 'memory' },
        state: 'open',
        revision: 1,
      },
      book: new Book(facts),
      journal: [],
      undoStack: [],
      redoStack: [],
    })
    return id
  }

  /** A change made by somebody else. */
  commitElsewhere(book: number, changes: readonly FactChange[], isTold = true): void {
    const kept = this.kept(book)
    this.write(kept, 'gesture', '别处的改动', null, changes)
    if (isTold) this.push({ kind: 'book-changed', book, revision: kept.summary.revision })
  }

  facts(book: number): Book {
    return this.kept(book).book
  }
  journal(book: number): readonly HistoryEntry[] {
    return this.kept(book).journal
  }
  seal(book: number, state: 'open' | 'sealed'): void {
    const kept = this.kept(book)
    kept.summary = { ...kept.summary, state, revision: kept.summary.revision + 1 }
  }

  private kept(book: number): Kept {
    const kept = this.books.get(book)
    if (kept === undefined) throw new Error(`no book ${book}`)
    return kept
  }

  private write(
    kept: Kept,
    kind: string,
    label: string,
    place: Done['place'],
    changes: readonly FactChange[],
    target: number | null = null,
  ): void {
    const seq = kept.journal.length + 1
    const before = changes.map(({ kind: fact, key }) => kept.book.get(fact, key))
    kept.book.apply(changes)
    kept.summary = { ...kept.summary, revision: kept.summary.revision + 1 }
    kept.journal.push({
      seq,
      time: new Date(Date.UTC(2025, 2, 3, 9, 0, seq)).toISOString(),
      kind,
      label,
      place,
      changes: changes.map((change, index) => ({ ...change, before: before[index] as FactValue | null })),
      more: 0,
      target,
    })
    if (kind !== 'gesture') return
    kept.undoStack.push(seq)
    kept.redoStack = []
  }

  private receipt({ summary, journal, undoStack, redoStack }: Kept): Receipt {
    const label = (seq: number | undefined): string | null =>
      seq === undefined ? null : (journal[seq - 1]?.label ?? null)
    return {
      revision: summary.revision,
      time: journal.at(-1)?.time ?? '',
      undo: label(undoStack.at(-1)),
      redo: label(redoStack.at(-1)),
    }
  }

  private checked(book: number, base: number): Result<Kept> {
    const kept = this.kept(book)
    const { summary } = kept
    if (summary.state === 'sealed')
      return refuse({ kind: 'book-sealed', department: summary.department, year: summary.year })
    return summary.revision === base ? ok(kept) : refuse({ kind: 'stale-revision', base, current: summary.revision })
  }

  private gesture(
    book: number,
    base: number,
    make: (kept: Kept) => Result<{ label: string; changes: FactChange[]; place: Done['place'] }>,
  ): Result<Done> {
    const checked = this.checked(book, base)
    if (!checked.ok) return checked
    const made = make(checked.value)
    if (!made.ok) return made
    const { label, changes, place } = made.value
    this.write(checked.value, 'gesture', label, place, changes)
    return ok({ receipt: this.receipt(checked.value), changes, place, label })
  }

  private reverse(which: 'undo' | 'redo', book: number, base: number): Result<Done> {
    const checked = this.checked(book, base)
    if (!checked.ok) return checked
    const kept = checked.value
    const seq = (which === 'undo' ? kept.undoStack : kept.redoStack).pop()
    const entry = kept.journal[(seq ?? 0) - 1]
    if (seq === undefined || entry === undefined)
      return refuse({ kind: which === 'undo' ? 'nothing-to-undo' : 'nothing-to-redo' })
    ;(which === 'undo' ? kept.redoStack : kept.undoStack).push(seq)
    const changes = entry.changes.map(({ kind, key, before, after }) => ({
      kind,
      key,
      after: which === 'undo' ? before : after,
    }))
    this.write(kept, which, entry.label, entry.place, changes, seq)
    return ok({ receipt: this.receipt(kept), changes, place: entry.place, label: entry.label })
  }

  readonly replies: Replies = {
    'app.start': () => ok(this.start),
    'app.about': () => ok({ version: '0.1.0', runtime: [['Chromium', '130']], licences: '' }),
    'app.closed': () => ok({}),
    'editions.list': () => {
      const { edition, title, year, trust, source } = this.edition.edition.head
      return ok([{ edition, title, year, trust, source, isBuiltIn: true }])
    },
    'edition.read': () => ok(this.edition.edition),
    'books.list': () => ok([...this.books.values()].map(({ summary }) => summary)),
    'book.create': ({ department, year, units }) => {
      const names = units.length === 0 ? [department] : units
      const facts = names.map(
        (name, place): Fact => ({ kind: 'unit', key: `u${place + 1}`, value: { name, order: place + 1 } }),
      )
      return ok(this.kept(this.addBook(department, year, facts)).summary)
    },
    'book.open': ({ book }) => {
      const kept = this.kept(book)
      const { undo, redo } = this.receipt(kept)
      return ok({ summary: kept.summary, facts: kept.book.list(), prior: null, undo, redo })
    },
    'book.commit': ({ book, base, label, place, changes }) => {
      const checked = this.checked(book, base)
      if (!checked.ok) return checked
      this.write(checked.value, 'gesture', label, place, changes)
      return ok({ ...this.receipt(checked.value), also: [] })
    },
    'book.structure': ({ book, base, request }) =>
      this.gesture(book, base, (kept) => {
        const engine = Engine.create(this.edition, kept.book.list())
        if (engine === null) throw new Error('out of range')
        return structureChanges(engine, request)
      }),
    'book.undo': ({ book, base }) => this.reverse('undo', book, base),
    'book.redo': ({ book, base }) => this.reverse('redo', book, base),
    'book.history': ({ book, before, limit }) =>
      ok(
        this.kept(book)
          .journal.filter(({ seq }) => before === null || seq < before)
          .slice(-limit)
          .reverse()
          .map(({ seq, time, kind, label, place, changes, more }) => ({
            seq,
            time,
            kind,
            label,
            place,
            changes,
            more,
          })),
      ),
    'book.restoreState': ({ book, base, seq }) =>
      this.gesture(book, base, (kept) => {
        const back = new Map<string, FactChange>()
        for (const entry of kept.journal.slice(seq).reverse())
          for (const { kind, key, before } of entry.changes) back.set(`${kind} ${key}`, { kind, key, after: before })
        return ok({ label: `恢复到第 ${seq} 步`, changes: [...back.values()], place: null })
      }),
  }
}
