import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLedger, type Ledger, type NamedFile, openLedger } from '../../electron/ledger/ledger.ts'
import { programFile } from '../../electron/program/places.ts'
import { renderBook } from '../../electron/services/export.ts'
import { exportFormats } from '../../electron/services/export-name.ts'
import { perform } from '../../electron/services/gesture.ts'
import { type OpenBook, openBook } from '../../electron/services/open-book.ts'
import { makeSampleBook } from '../../electron/services/sample.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { must, type SaidBook, saidBy } from './said.ts'

/** Who opens ledgers here. A killed process lets its lock go at once; a loaded machine may take its time. */
export const opener = { clock: Date.now, program: 'juesuan faults', wait: 10_000 }

export const theBook = { department: sampleBook.department, year: sampleBook.year }

/** A ledger that lies ready to be copied, and what it says. */
export type Ready = { readonly path: string; readonly said: readonly SaidBook[] }

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** What cases begin with, each thing made when it is first wanted. */
export class Scenery {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** The published book with some history: gestures, undo, redo. Closed. */
  readonly sample = once(() =>
    this.made('sample.juesuan', (ledger, open) => {
      for (const amount of [111, 222, 333]) type(open, 'GK05!2080501!income', amount)
      must(ledger.undo(open.summary.id))
      must(ledger.redo(open.summary.id))
      must(ledger.undo(open.summary.id))
    }),
  )

  /** The published book as it is, which can be submitted; and with other words in its text part. */
  readonly plain = once(() => this.made('plain.juesuan', () => undefined))
  readonly other = once(() =>
    this.made('other.juesuan', (_, open) => {
      const changes = [{ kind: 'text', key: 'duties', after: '另一种说法。'.repeat(40) }] as const
      must(perform(open, { changes, label: '改写', place: null }, 'typed'))
    }),
  )

  /** The files of the plain and of the other book, printed once: typesetting is most of an export. */
  readonly files = once(async () => {
    const [plain, other] = [await this.plain(), await this.other()]
    return { plain: await this.printed(plain), other: await this.printed(other) }
  })

  /** The workbooks of two books, for imports to go to and fro between them. */
  readonly workbooks = once(async () => {
    const plain = await this.workbookOf(await this.plain(), 'plain.xlsx')
    const changed = await this.made('changed.juesuan', (_, open) => {
      for (const [place, key] of [...open.engine.book.facts.cell.keys()].entries()) {
        if (key.startsWith('GK05!') || key.startsWith('GK06!')) type(open, key, 1_000_000 * (place + 1))
      }
    })
    return [plain, await this.workbookOf(changed, 'changed.xlsx')] as const
  })

  /** Today's migrations and one of tomorrow's, which rebuilds what a ledger has most of. */
  readonly migrations = once(() => {
    const path = join(this.folder, 'migrations')
    cpSync(programFile('migrations'), path, { recursive: true })
    const name = '0002_note.sql'
    const sql = `ALTER TABLE book ADD COLUMN note TEXT;
      CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
      INSERT INTO note (text) SELECT changes FROM journal;
      INSERT INTO note (text) SELECT json FROM edition;\n`
    writeFileSync(join(path, name), sql)
    const hashes = JSON.parse(readFileSync(join(path, 'hashes.json'), 'utf8')) as Record<string, string>
    hashes[name] = createHash('sha256').update(sql).digest('hex')
    writeFileSync(join(path, 'hashes.json'), JSON.stringify(hashes))
    return Promise.resolve(path)
  })

  private async made(name: string, fill: (ledger: Ledger, open: OpenBook) => void): Promise<Ready> {
    const path = join(this.folder, name)
    const ledger = must(await createLedger(path, opener))
    fill(ledger, must(makeSampleBook(ledger)))
    const said = saidBy(ledger)
    ledger.close()
    return { path, said }
  }

  private readonly printed = ({ path }: Ready): Promise<NamedFile[]> =>
    withBook(path, (open) => renderBook(open, { formats: exportFormats }))

  private async workbookOf({ path }: Ready, name: string): Promise<string> {
    const to = join(this.folder, name)
    const [file] = await withBook(path, (open) => renderBook(open))
    writeFileSync(to, (file as NamedFile).bytes)
    return to
  }
}

async function withBook<T>(path: string, act: (open: OpenBook) => Promise<T>): Promise<T> {
  const ledger = must(await openLedger(path, { ...opener, mode: 'read' }))
  try {
    return await act(must(openBook(ledger, theBook)))
  } finally {
    ledger.close()
  }
}

function type(open: OpenBook, key: string, after: number): void {
  must(perform(open, { changes: [{ kind: 'cell', key, after }], label: '录入', place: null }, 'typed'))
}
