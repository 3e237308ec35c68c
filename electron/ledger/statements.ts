import type Database from 'better-sqlite3'
import { busyMilliseconds } from './pragmas.ts'
import type { FactRow } from './values.ts'

/** A book's row with the names it refers to. */
export type BookRow = {
  readonly id: number
  readonly department: string
  readonly year: number
  readonly editionName: string
  readonly editionRevision: number
  readonly editionHash: string
  readonly state: 'open' | 'sealed' | 'moved'
  readonly revision: number
  readonly seq: number
  readonly hash: string
  readonly undoTop: number | null
  readonly redoTop: number | null
  readonly created: string
}

/** A journal row as stored; see migrations/0001_ledger.sql. */
export type JournalRow = {
  readonly book: number
  readonly seq: number
  readonly time: string
  readonly kind: JournalKind
  readonly who: string
  readonly origin: string
  readonly label: string
  readonly place: string | null
  readonly changed: number
  readonly changes: string
  readonly detail: string | null
  readonly revision: number
  readonly target: number | null
  readonly below: number | null
  readonly prev_hash: string
  readonly hash: string
}
export type JournalKind =
  | 'open'
  | 'gesture'
  | 'undo'
  | 'redo'
  | 'edition'
  | 'seal'
  | 'unseal'
  | 'close' // left for another ledger
  | 'arrive' // came from another ledger

/** An edition as the ledger keeps it: `json` is everything (forms, checks, narrative, codes), `hash` its SHA-256. */
export type StoredEdition = {
  readonly name: string
  readonly revision: number
  readonly hash: string
  readonly json: string
}
export type LedgerRow = { readonly id: string; readonly created: string; readonly program: string }

/** Rows that say something about the book without changing what it says. */
export const contentless = "('seal', 'unseal', 'close', 'arrive')"

const bookColumns = `SELECT b.id, d.name AS department, b.year, e.name AS editionName, e.revision AS editionRevision,
    b.edition AS editionHash, b.state, b.revision, b.seq, b.hash, b.undo_top AS undoTop, b.redo_top AS redoTop, b.created
  FROM book AS b JOIN department AS d ON d.id = b.department JOIN edition AS e ON e.hash = b.edition`

// Named one by one: a column that damage renamed is an error then, not an undefined.
const journalColumns = `book, seq, time, kind, who, origin, label, place, changed, changes, detail, revision, target,
  below, prev_hash, hash`

/** The statements of daily work, prepared once per connection. */
export function prepareStatements(db: Database.Database) {
  return {
    book: db.prepare<[number], BookRow>(`${bookColumns} WHERE b.id = ?`),
    books: db.prepare<[], BookRow>(`${bookColumns} ORDER BY d.name, b.year, b.id`),
    bookOfYear: db.prepare<[string, number], BookRow>(
      `${bookColumns} WHERE d.name = ? AND b.year = ? AND b.state <> 'moved'`,
    ),
    facts: db.prepare<[number], FactRow>('SELECT kind, key, number, text FROM fact WHERE book = ?').raw(),
    fact: db
      .prepare<[number, string, string], string | number>(
        'SELECT coalesce(text, number) FROM fact WHERE book = ? AND kind = ? AND key = ?',
      )
      .pluck(),
    insertFact: db.prepare<[number, string, string, number | null, string | null]>(
      'INSERT INTO fact (book, kind, key, number, text) VALUES (?, ?, ?, ?, ?)',
    ),
    updateFact: db.prepare<[number | null, string | null, number, string, string]>(
      'UPDATE fact SET number = ?, text = ? WHERE book = ? AND kind = ? AND key = ?',
    ),
    deleteFact: db.prepare<[number, string, string]>('DELETE FROM fact WHERE book = ? AND kind = ? AND key = ?'),
    insertJournal: db.prepare<[JournalRow]>(
      `INSERT INTO journal (book, seq, time, kind, who, origin, label, place, changed, changes, detail, revision,
         target, below, prev_hash, hash)
       VALUES (@book, @seq, @time, @kind, @who, @origin, @label, @place, @changed, @changes, @detail, @revision,
         @target, @below, @prev_hash, @hash)`,
    ),
    journalRow: db.prepare<[number, number], JournalRow>(
      `SELECT ${journalColumns} FROM journal WHERE book = ? AND seq = ?`,
    ),
    journal: db.prepare<[number], JournalRow>(`SELECT ${journalColumns} FROM journal WHERE book = ? ORDER BY seq`),
    /** What a row says about itself, without its changes. */
    journalLabel: db.prepare<[number, number], { label: string; target: number | null }>(
      'SELECT label, target FROM journal WHERE book = ? AND seq = ?',
    ),
    /** Changes of rows with more than the first parameter are left unread: an import may hold megabytes. */
    journalBefore: db.prepare<[number, number, number, number], JournalRow>(
      `SELECT ${journalColumns.replace('changes', "iif(changed > ?, '[]', changes) AS changes")}
       FROM journal WHERE book = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    ),
    department: db.prepare<[string], number>('SELECT id FROM department WHERE name = ?').pluck(),
    departments: db.prepare<[], string>('SELECT name FROM department ORDER BY id').pluck(),
    insertDepartment: db.prepare<[string]>('INSERT INTO department (name) VALUES (?)'),
    edition: db.prepare<[string], StoredEdition>('SELECT name, revision, hash, json FROM edition WHERE hash = ?'),
    editions: db.prepare<[], StoredEdition>('SELECT name, revision, hash, json FROM edition ORDER BY rowid'),
    insertEdition: db.prepare<[StoredEdition]>(
      'INSERT INTO edition (hash, name, revision, json) VALUES (@hash, @name, @revision, @json)',
    ),
    insertBook: db.prepare<[{ department: number; year: number; edition: string; hash: string; created: string }]>(
      `INSERT INTO book (department, year, edition, state, revision, seq, hash, created)
       VALUES (@department, @year, @edition, 'open', 0, 0, @hash, @created)`,
    ),
    ledger: db.prepare<[], LedgerRow>('SELECT id, created, program FROM ledger'),
    /** Row of the sealing in force, null once it was taken back; also of a book that went away sealed. */
    sealInForce: db
      .prepare<[number], number | null>(
        `SELECT iif(kind = 'seal', seq, NULL) FROM journal WHERE book = ? AND kind IN ('seal', 'unseal')
         ORDER BY seq DESC LIMIT 1`,
      )
      .pluck(),
    custody: db.prepare<[number], { kind: JournalKind; seq: number; time: string; detail: string }>(
      `SELECT kind, seq, time, detail FROM journal WHERE book = ? AND kind IN ('seal', 'unseal', 'arrive', 'close')
       ORDER BY seq`,
    ),
    /**
     * The book that has everything another ledger's book of this department and year has, up to this row and hash, and
     * came from there. A copy counts only while it is here: what became of it elsewhere is not the original's way.
     */
    arrivedFrom: db
      .prepare<[{ department: string; year: number; seq: number; hash: string }], number>(
        `SELECT b.id FROM book AS b JOIN department AS d ON d.id = b.department
           JOIN journal AS j ON j.book = b.id AND j.seq = @seq + 1
         WHERE d.name = @department AND b.year = @year AND j.kind = 'arrive' AND j.prev_hash = @hash
           AND (b.state <> 'moved' OR j.detail ->> '$.how' = 'moved')`,
      )
      .pluck(),
    insertSealedFile: db.prepare<[number, number, string, Uint8Array, string]>(
      'INSERT INTO sealed_file (book, seal_seq, name, bytes, sha256) VALUES (?, ?, ?, ?, ?)',
    ),
    sealedFiles: db.prepare<[number, number], { name: string; bytes: Uint8Array; sha256: string }>(
      'SELECT name, bytes, sha256 FROM sealed_file WHERE book = ? AND seal_seq = ? ORDER BY rowid',
    ),
    checkpoint: db.prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
    impatient: db.prepare('PRAGMA busy_timeout = 0'),
    patient: db.prepare(`PRAGMA busy_timeout = ${busyMilliseconds}`),
    contentTime: db
      .prepare<[number], string>(
        `SELECT time FROM journal WHERE book = ? AND kind NOT IN ${contentless} ORDER BY seq DESC LIMIT 1`,
      )
      .pluck(),
    advanceBook: db.prepare<
      [
        {
          id: number
          edition: string
          state: string
          revision: number
          seq: number
          hash: string
          undoTop: number | null
          redoTop: number | null
        },
      ]
    >(
      `UPDATE book SET edition = @edition, state = @state, revision = @revision, seq = @seq, hash = @hash,
         undo_top = @undoTop, redo_top = @redoTop WHERE id = @id`,
    ),
  }
}
export type Statements = ReturnType<typeof prepareStatements>
