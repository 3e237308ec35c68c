import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Client, Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import type { FullBook, TransferTarget } from '../../../shared/channels/transfer-values.ts'
import type { BookSummary, Ledger } from '../../ledger/ledger.ts'
import { fullBookReport } from '../books.ts'
import { rejected } from '../gesture.ts'
import { lookAtTransfer, transferBook } from '../transfer.ts'
import { staleness, tellLater } from './book-handlers.ts'
import { type FileTokens, safeFileName } from './file-tokens.ts'
import { withEnding } from './ledger-handlers.ts'
import { shownBook } from './open-books.ts'
import { ledgerEnding, type Workspace } from './workspace.ts'

type TransferChannel =
  | 'books.all'
  | 'books.moved'
  | 'transfer.choose'
  | 'transfer.preview'
  | 'transfer.run'
  | 'transfer.open'

/** Handlers of books that go from one ledger to another, and of the list that has every book, also those that went. */
export function transferHandlers(workspace: Workspace, files: FileTokens): Pick<Handlers, TransferChannel> {
  const { host } = workspace

  const targetOf = (path: string): TransferTarget => ({
    token: files.keep(path).token,
    name: basename(path, ledgerEnding),
    path,
    isNew: !existsSync(path),
  })

  const tellAll = (client: Client): void => host.push({ kind: 'ledger-changed' }, (other) => other !== client)

  return {
    'books.all': () => {
      const { current } = workspace
      if (!current.ok) return current
      const { ledger } = current.value
      const found = ledger.books()
      if (!found.ok) return found
      const books: FullBook[] = []
      for (const summary of found.value) {
        const book = fullBook(ledger, summary)
        if (!book.ok) return book
        books.push(book.value)
      }
      return ok(books)
    },

    'books.moved': () => {
      const { current } = workspace
      if (!current.ok) return current
      const { ledger } = current.value
      const found = ledger.books()
      if (!found.ok) return found
      return ok(
        found.value
          .filter(({ state }) => state === 'moved')
          .map(({ id, department, year }) => {
            const custody = ledger.custody(id)
            return { id, department, year, file: (custody.ok ? custody.value.left?.file : null) ?? '' }
          }),
      )
    },

    'transfer.choose': async (choice, client) => {
      switch (choice.kind) {
        case 'recent': {
          const path = workspace.recent()[choice.recent]
          return path === undefined ? rejected('账套', '没有这一个，请重新选择') : ok(targetOf(path))
        }
        case 'existing': {
          const path = await host.chooseOpen(client, 'ledger')
          return ok(path === null ? null : targetOf(resolve(path)))
        }
        case 'new': {
          const path = await host.chooseSave(client, 'ledger', `${safeFileName(choice.name)}${ledgerEnding}`)
          if (path === null) return ok(null)
          const target = targetOf(withEnding(path))
          // what a save dialog agrees to replace is a ledger all the same
          return target.isNew ? ok(target) : refuse({ kind: 'ledger-exists', path: target.path })
        }
      }
    },

    'transfer.preview': ({ book, how, target }) =>
      workspace.during(async ({ ledger, books }) => {
        const to = files.place(target)
        if (!to.ok) return to
        const open = books.get(book)
        if (!open.ok) return open
        const { summary } = open.value
        const looked = await lookAtTransfer(ledger, summary, { to: to.value, how }, workspace.opener)
        if (!looked.ok) return looked
        const report = fullBook(ledger, summary)
        if (!report.ok) return report
        const { resumes, remarks } = looked.value
        return ok({ book: report.value, steps: summary.seq, resumes, remarks: [...remarks] })
      }),

    'transfer.run': ({ book, base, how, target }, client) =>
      workspace.during(async ({ ledger, books }) => {
        const to = files.place(target)
        if (!to.ok) return to
        const open = books.get(book)
        if (!open.ok) return open
        const stale = staleness(open.value, base)
        if (!stale.ok) return stale
        const { summary } = open.value
        const sent = await transferBook(ledger, summary, { to: to.value, how }, workspace.opener)
        if (!sent.ok) return sent
        if (how === 'moved') {
          books.forget(book)
          tellLater(host, books, summary)
          tellAll(client)
        }
        const { path, created, wasThere, remarks } = sent.value
        return ok({ path, created, wasThere, book: shownBook(sent.value.book), remarks: [...remarks] })
      }),

    'transfer.open': async ({ target }, client) => {
      const path = files.find(target)
      if (!path.ok) return path
      const start = await workspace.openAt(path.value, 'write')
      tellAll(client)
      return ok(start)
    },
  }
}

function fullBook(ledger: Ledger, summary: BookSummary): Result<FullBook> {
  const report = fullBookReport(ledger, summary)
  if (!report.ok) return report
  const { trust, changed, arrived, left, sealing } = report.value
  const { id, department, year, edition, state, revision } = summary
  return ok({
    id,
    department,
    year,
    edition,
    trust,
    state,
    revision,
    changed,
    arrived: arrived === null ? null : { file: arrived.file, how: arrived.how, time: arrived.time },
    left: left === null ? null : { file: left.file, time: left.time },
    sealing: sealing === null ? null : { time: sealing.time, files: sealing.files.map(({ name }) => name) },
  })
}
