import type { Client, Handlers, Structure } from '../../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import type { Committed, Done, Receipt as ShownReceipt } from '../../../shared/channels/values.ts'
import type { FactChange } from '../../../shared/engine/facts.ts'
import type { BookSummary, JournalEntry, Receipt } from '../../ledger/ledger.ts'
import { newBook } from '../books.ts'
import { newestEditions } from '../edition-list.ts'
import { storedEdition } from '../editions.ts'
import { explain } from '../explanation-gestures.ts'
import { exportFormats } from '../export-name.ts'
import { type Gesture, type Performed, perform } from '../gesture.ts'
import { textFindings } from '../narrative.ts'
import type { OpenBook } from '../open-book.ts'
import { addProject, moveProject, removeProject, renameProject } from '../project-gestures.ts'
import { addRow, removeRow, renameRow } from '../row-gestures.ts'
import { sealBook } from '../seal.ts'
import { addUnit, moveUnit, removeUnit, renameUnit } from '../unit-gestures.ts'
import { checkChanges } from './changes.ts'
import { earlierState } from './earlier-state.ts'
import type { Host } from './host.ts'
import { shownBook, snapshotOf } from './open-books.ts'
import { renderInThread } from './rendering.ts'
import type { OpenLedger, Workspace } from './workspace.ts'

type BookChannel =
  | 'editions.list'
  | 'edition.read'
  | 'books.list'
  | 'book.create'
  | 'book.open'
  | 'book.commit'
  | 'book.structure'
  | 'book.undo'
  | 'book.redo'
  | 'book.history'
  | 'book.restoreState'
  | 'book.seal'
  | 'book.unseal'
  | 'book.sealing'

/** Handlers of books: gestures in one synchronous stretch each, so that nothing comes between check and commit. */
export function bookHandlers(workspace: Workspace): Pick<Handlers, BookChannel> {
  const { host } = workspace

  const gesture = (
    id: number,
    base: number,
    client: Client,
    origin: string,
    make: (open: OpenBook) => Result<Gesture>,
  ): Result<Done> =>
    workspace.withBook(id, (open, at) => {
      const stale = staleness(open, base)
      if (!stale.ok) return stale
      const made = make(open)
      if (!made.ok) return made
      const receipt = perform(open, made.value, origin)
      if (!receipt.ok) return receipt
      tellOthers(host, at, open, client)
      return doneOf(open, made.value, receipt.value)
    })

  const reverse = (which: 'undo' | 'redo') => (input: { book: number; base: number }, client: Client) =>
    workspace.withBook(input.book, (open, at): Result<Done> => {
      const reversal = open.ledger[which](input.book, { base: input.base })
      if (!reversal.ok) return reversal
      const { changes, label, place, revision, seq, time } = reversal.value
      const applied = open.engine.apply(changes)
      open.summary = { ...open.summary, revision, seq, changed: time ?? open.summary.changed }
      // what was in range when it was stored is so again
      if (applied.kind === 'out-of-range') at.books.forget(input.book)
      tellOthers(host, at, open, client)
      return doneOf(open, { changes, label, place }, reversal.value)
    })

  return {
    'editions.list': () => {
      const listed = newestEditions(workspace.current.ok ? workspace.current.value.ledger : null)
      if (!listed.ok) return listed
      return ok(
        listed.value.map(({ edition, title, year, trust, source, isBuiltIn }) => {
          return { edition, title, year, trust, source, isBuiltIn }
        }),
      )
    },

    'edition.read': ({ hash }) => {
      const current = workspace.current
      if (!current.ok) return current
      const edition = current.value.ledger.readEdition(hash)
      if (!edition.ok) return edition
      const linked = storedEdition(edition.value)
      return linked.ok ? ok(linked.value.edition) : linked
    },

    'books.list': () => {
      const current = workspace.current
      if (!current.ok) return current
      const books = current.value.books.list()
      return books.ok ? ok(books.value.map(shownBook)) : books
    },

    'book.create': ({ department, year, edition, units }, client) => {
      const current = workspace.current
      if (!current.ok) return current
      const made = newBook(current.value.ledger, { department, year, edition, units })
      if (!made.ok) return made
      tellLater(host, current.value.books, made.value)
      host.push({ kind: 'ledger-changed' }, (other) => other !== client)
      return ok(shownBook(made.value))
    },

    'book.open': ({ book }) => workspace.withBook(book, snapshotOf),

    'book.commit': ({ book, base, label, place, changes, difference }, client) =>
      workspace.withBook(book, (open, at): Result<Committed> => {
        const stale = staleness(open, base)
        if (!stale.ok) return stale
        const checked = checkChanges(open.engine, open.names, changes)
        if (!checked.ok) return checked
        const receipt = perform(open, { changes, label, place, difference }, 'typed')
        if (!receipt.ok) return receipt
        tellOthers(host, at, open, client)
        const shown = shownReceipt(open, receipt.value)
        return shown.ok ? ok({ ...shown.value, also: [...receipt.value.also] }) : shown
      }),

    'book.structure': ({ book, base, request }, client) =>
      gesture(book, base, client, 'structure', (open) => structureOf(open, request)),

    'book.undo': reverse('undo'),
    'book.redo': reverse('redo'),

    'book.history': ({ book, before, limit }) => {
      const current = workspace.current
      if (!current.ok) return current
      const entries = current.value.ledger.history(book, { limit, ...(before === null ? {} : { before }) })
      return entries.ok ? ok(entries.value.map(shownEntry)) : entries
    },

    'book.restoreState': ({ book, base, seq }, client) =>
      gesture(book, base, client, 'restore', (open) => earlierState(open, seq)),

    'book.seal': ({ book, base }, client) =>
      workspace.during(async (at) => {
        const open = at.books.get(book)
        if (!open.ok) return open
        const stale = staleness(open.value, base)
        if (!stale.ok) return stale
        const progress = (done: number) =>
          host.push({ kind: 'progress', task: 'book.seal', done }, (one) => one === client)
        const sealed = await sealBook(open.value, (printed) =>
          renderInThread(printed, { formats: exportFormats, fonts: workspace.settings.fonts }, { progress }),
        )
        if (!sealed.ok) return sealed
        at.books.forget(book)
        const again = at.books.get(book)
        if (!again.ok) return again
        host.push({ kind: 'ledger-changed' }, (other) => other !== client)
        return ok({ summary: shownBook(again.value.summary), files: sealed.value.files.map(({ name }) => name) })
      }),

    'book.sealing': ({ book }) =>
      workspace.withBook(book, ({ ledger }) => {
        const custody = ledger.custody(book)
        if (!custody.ok) return custody
        const { sealing } = custody.value
        return ok(sealing && { time: sealing.time, files: sealing.files.map(({ name, bytes }) => ({ name, bytes })) })
      }),

    'book.unseal': ({ book, reason }, client) => {
      const current = workspace.current
      if (!current.ok) return current
      const { ledger, books } = current.value
      const opened = ledger.unseal(book, reason)
      if (!opened.ok) return opened
      books.forget(book)
      const again = books.get(book)
      if (!again.ok) return again
      host.push({ kind: 'ledger-changed' }, (other) => other !== client)
      return ok(shownBook(again.value.summary))
    },
  }
}

/** Fault: stale-revision when the window did not see the book's last gesture. */
export function staleness({ summary }: OpenBook, base: number): Result<void> {
  const current = summary.revision
  return base === current ? ok(undefined) : refuse({ kind: 'stale-revision', base, current })
}

/** Other windows on this book, and on those of later years, whose formulas read it. */
export function tellOthers(host: Host, { books }: OpenLedger, { summary }: OpenBook, client: Client): void {
  const { id: book, revision } = summary
  host.push({ kind: 'book-changed', book, revision }, (other) => other !== client)
  tellLater(host, books, summary)
}

/** Windows on books of later years of the department: what they begin with has changed. */
export function tellLater(host: Host, books: OpenLedger['books'], of: Pick<BookSummary, 'department' | 'year'>): void {
  for (const later of books.follow(of))
    host.push({ kind: 'book-changed', book: later.id, revision: later.revision }, () => true)
}

function structureOf(open: OpenBook, request: Structure): Result<Gesture> {
  const { engine, names } = open
  switch (request.kind) {
    case 'add-row':
      return addRow(engine, request)
    case 'remove-row':
      return removeRow(engine, request)
    case 'rename-row':
      return renameRow(engine, request)
    case 'add-unit':
      return addUnit(engine, request)
    case 'rename-unit':
      return renameUnit(engine, request)
    case 'move-unit':
      return moveUnit(engine, request)
    case 'remove-unit':
      return removeUnit(engine, request)
    case 'add-project':
      return addProject(engine, request)
    case 'rename-project':
      return renameProject(engine, request)
    case 'move-project':
      return moveProject(engine, request)
    case 'remove-project':
      return removeProject(engine, request)
    case 'explain': {
      const { check, form, row, column, text } = request
      const place = { check, form: form ?? undefined, row: row ?? undefined, column: column ?? undefined }
      return explain(engine, names, { ...place, text }, textFindings(open))
    }
  }
}

function shownReceipt({ ledger, summary }: OpenBook, { revision, time }: Receipt): Result<ShownReceipt> {
  const labels = ledger.reversible(summary.id)
  return labels.ok ? ok({ revision, time: time ?? summary.changed, ...labels.value }) : labels
}

/** What a gesture made here did, and took along: the facts as they are now, for the window to follow. */
export function doneOf(
  open: OpenBook,
  { changes, label, place }: Gesture,
  receipt: Receipt & Partial<Performed>,
): Result<Done> {
  const shown = shownReceipt(open, receipt)
  if (!shown.ok) return shown
  const { book } = open.engine
  const keys = new Map([...changes, ...(receipt.also ?? [])].map(({ kind, key }) => [`${kind}!${key}`, { kind, key }]))
  const facts = [...keys.values()].map(({ kind, key }): FactChange => ({ kind, key, after: book.get(kind, key) }))
  return ok({ receipt: shown.value, changes: facts, place, label })
}

const shownEntry = ({ seq, time, kind, label, place, changed, changes }: JournalEntry) => ({
  seq,
  time,
  kind,
  label,
  place,
  changes: [...(changes ?? [])],
  more: changes === null ? changed : 0,
})
