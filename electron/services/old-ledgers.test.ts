import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type BookRecord, recordOf } from '../../build/testing/ledger-record.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import { programFile } from '../program/places.ts'
import { program } from '../program/version.ts'
import { exportBook } from './export.ts'
import { must } from './fixtures/books.ts'
import { openBook } from './open-book.ts'

const released = programFile('migrations/old-ledgers')
const numbers = (folder: string, ending: string): string[] =>
  readdirSync(programFile(folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, 4))
    .sort()

const undoings: (() => void)[] = []
afterEach(() => {
  for (const undo of undoings.splice(0).reverse()) undo()
})

/** The kept ledger in a folder of its own, and what is to be found in it. */
function copyOf(number: string) {
  const folder = mkdtempSync(join(tmpdir(), 'juesuan-old-'))
  undoings.push(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, `${number}.juesuan`)
  cpSync(join(released, `${number}.juesuan`), path)
  const { books } = JSON.parse(readFileSync(join(released, `${number}.json`), 'utf8')) as {
    readonly books: readonly BookRecord[]
  }
  return { folder, path, books }
}

async function opened(path: string, mode: 'read' | 'write'): Promise<Ledger> {
  const ledger = must(await openLedger(path, { clock: Date.now, program, wait: 0, mode }))
  undoings.push(ledger.close)
  return ledger
}

describe('ledgers of released schemas', () => {
  it('are kept, one for each schema, with a record', () => {
    expect(numbers('migrations/old-ledgers', '.juesuan')).toEqual(numbers('migrations', '.sql'))
    expect(numbers('migrations/old-ledgers', '.json')).toEqual(numbers('migrations', '.sql'))
  })

  describe.each(numbers('migrations/old-ledgers', '.juesuan'))('%s', (number) => {
    it.each(['read', 'write'] as const)('opens today to %s, sound and with every value it had', async (mode) => {
      const { path, books } = copyOf(number)
      const ledger = await opened(path, mode)
      expect(must(ledger.verify())).toEqual([])
      expect(recordOf(ledger)).toEqual(books)
      expect(books.map(({ state }) => state).sort()).toEqual(['moved', 'open', 'sealed'])
    })

    it('hands out what was sealed, and exports the rest', async () => {
      const { folder, path, books } = copyOf(number)
      const ledger = await opened(path, 'read')
      for (const { department, year, state, sealed } of books.filter((book) => book.state !== 'moved')) {
        const open = must(openBook(ledger, { department, year }))
        const out = join(folder, String(year))
        const files = must(await exportBook(open, { folder: out, format: 'xlsx,docx' }))
        expect(files).toHaveLength(2)
        if (state !== 'sealed') continue
        const again = must(ledger.sealedFiles(open.summary.id))
        expect(again.map(({ name }) => join(out, name))).toEqual(files)
        expect(again.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual(sealed)
        files.forEach((file, at) => expect(readFileSync(file)).toEqual(again[at]?.bytes))
      }
    })

    it('is filled in further: undo, redo, a new gesture, unsealing', async () => {
      const { path } = copyOf(number)
      const ledger = await opened(path, 'write')
      for (const { id, state } of must(ledger.books())) {
        if (state === 'open') {
          must(ledger.undo(id))
          must(ledger.redo(id))
          must(ledger.redo(id))
        }
        if (state === 'sealed') must(ledger.unseal(id, '改错'))
        if (state === 'moved') expect(must(ledger.custody(id)).left).toMatchObject({ file: 'gone.juesuan' })
      }
      expect(must(ledger.verify())).toEqual([])
    })
  })
})
