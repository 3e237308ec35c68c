import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { problemPlace, tableWord } from '../../shared/words/ledger-places.ts'
import { filesIn, lossesIn } from './custody.ts'
import { editionHash } from './editions.ts'
import { faultOf, Torn } from './file-faults.ts'
import { hashRow } from './journal.ts'
import type { Migration } from './migrate.ts'
import { type Contradiction, replay } from './replay.ts'
import { schemaDifferences } from './schema.ts'
import { type BookRow, type JournalRow, prepareStatements, type Statements, type StoredEdition } from './statements.ts'
import { parseRecord, storedText } from './values.ts'

/** Something wrong with a ledger. `place` names the row or fact concerned, `detail` is one Chinese line. */
export type Problem = {
  readonly what: Contradiction['what'] | 'sqlite' | 'foreign-key' | 'schema' | 'edition' | 'sealed-file'
  readonly book: { readonly department: string; readonly year: number } | null
  readonly place: string
  readonly detail: string
}

/** Of one book at most so many: the first tell the story. */
const mostOfOneBook = 50

/** Of the time a verification takes, what SQLite's own checks do; they cannot say how far they are. */
const storageShare = 0.3

/**
 * Everything that can be checked without knowing forms: SQLite's integrity and foreign keys, the schema against the
 * migrations, each book's hash chain, the facts against a replay of the journal, the undo stack, edition hashes,
 * sealed files, and the way a book took from ledger to ledger. One snapshot; changes nothing.
 *
 * @param progress is told how far it is, from 0 to 1
 * @returns what is wrong, empty for a sound ledger
 */
export function verifyDatabase(
  db: Database.Database,
  migrations: readonly Migration[],
  progress: (done: number) => void = () => undefined,
): readonly Problem[] {
  const problems: Problem[] = []
  try {
    problems.push(...verifyStorage(db))
    // In a torn file, what follows would only repeat the same in other words.
    if (problems.some(({ what }) => what === 'sqlite')) return problems
    const differences = schemaDifferences(db, migrations)
    problems.push(...differences.map(({ place, detail }): Problem => ({ what: 'schema', book: null, place, detail })))
    const isReadable = !differences.some(({ place, isOurs }) => isOurs && /^(table|user_version)/.test(place))
    if (!isReadable) return problems
    db.transaction(() => {
      progress(storageShare)
      problems.push(...verifyEditions(db))
      const statements = prepareStatements(db)
      const books = statements.books.all()
      for (const [place, book] of books.entries()) {
        problems.push(...verifyBook(statements, book).problems)
        progress(storageShare + ((1 - storageShare) * (place + 1)) / books.length)
      }
    }).deferred()
  } catch (error) {
    const fault = faultOf(error, db.name)
    if (fault?.kind !== 'ledger-damaged') throw error
    problems.push({ what: 'sqlite', book: null, place: 'file', detail: fault.detail })
  }
  return problems
}

/** SQLite's own checks: all that can be said of a file of an older schema. */
export function verifyStorage(db: Database.Database): readonly Problem[] {
  const lines = db.pragma('integrity_check(20)') as readonly { integrity_check: string }[]
  const torn = lines.map((line) => line.integrity_check).filter((line) => line !== 'ok')
  const orphans = db.pragma('foreign_key_check') as readonly { table: string; rowid: number | null; parent: string }[]
  return [
    ...torn.map((detail): Problem => ({ what: 'sqlite', book: null, place: 'file', detail })),
    ...orphans.slice(0, mostOfOneBook).map(
      ({ table, rowid, parent }): Problem => ({
        what: 'foreign-key',
        book: null,
        place: `row ${table} ${rowid ?? ''}`.trim(),
        detail: `引用的${tableWord(parent)}不存在`,
      }),
    ),
  ]
}

function verifyEditions(db: Database.Database): Problem[] {
  const problems: Problem[] = []
  for (const edition of db.prepare<[], StoredEdition>('SELECT name, revision, hash, json FROM edition').iterate()) {
    if (editionHash(edition.json) === edition.hash) continue
    const place = `edition ${edition.name} ${edition.revision}`
    problems.push({ what: 'edition', book: null, place, detail: '内容与校验值不符' })
  }
  return problems
}

/**
 * What is wrong with one book: everything `verifyDatabase` looks at but the file itself; and the hashes of the editions
 * its journal names. For use in a transaction.
 */
export function verifyBook(
  statements: Statements,
  book: BookRow,
): { readonly problems: readonly Problem[]; readonly editions: ReadonlySet<string> } {
  const { department, year } = book
  const { follow, finish, editions } = replay()
  const others: Problem[] = []
  const known = new Set<string>()
  for (const row of statements.journal.iterate(book.id)) {
    follow(row)
    // A row that is not what was hashed is reported as such; its list of files means nothing.
    if (hashRow(row) !== row.hash) continue
    try {
      if (row.kind === 'seal') others.push(...verifySealedFiles(statements, book, row))
      if (row.kind === 'arrive') for (const place of knownLosses(row)) known.add(place)
    } catch (error) {
      if (!(error instanceof Torn)) throw error // following the row told it
    }
  }
  for (const hash of editions) {
    if (statements.edition.get(hash) !== undefined || known.has(hash)) continue
    const place = `edition ${hash.slice(0, 8)}`
    others.push({ what: 'edition', book: { department, year }, place, detail: '操作记录中的套表不在账套中' })
  }
  const facts = statements.facts.all(book.id)
  const stored = facts.map(([kind, key, number, text]) => [kind, key, storedText(number, text)] as const)
  const told = finish(book, statements.ledger.get()?.id ?? '', stored).slice(0, mostOfOneBook)
  return {
    problems: [
      ...told.map((problem) => ({ ...problem, book: { department, year } })),
      ...others.filter(({ place }) => !known.has(place)),
    ],
    editions,
  }
}

/** What a salvaged book came without, and says so: places of files as `verifySealedFiles` names them, editions by hash. */
function knownLosses({ detail }: JournalRow): readonly string[] {
  const { files, editions } = lossesIn(parseRecord(detail ?? '{}'))
  return [...files.map(({ seal, name }) => `sealed_file ${seal} ${name}`), ...editions]
}

function verifySealedFiles(statements: Statements, { department, year }: BookRow, seal: JournalRow): Problem[] {
  const problems: Problem[] = []
  const say = (name: string, detail: string) =>
    problems.push({ what: 'sealed-file', book: { department, year }, place: `sealed_file ${seal.seq} ${name}`, detail })
  const files = filesIn(parseRecord(seal.detail ?? '{"files":[]}'))
  const missing = new Map(files.map(({ name, sha256 }) => [name, sha256]))
  for (const { name, bytes, sha256 } of statements.sealedFiles.iterate(seal.book, seal.seq)) {
    const actual = createHash('sha256').update(bytes).digest('hex')
    if (missing.get(name) !== actual || sha256 !== actual) say(name, '内容与校验值不符')
    missing.delete(name)
  }
  for (const name of missing.keys()) say(name, '文件缺失')
  return problems
}

/** One line for a fault, of what may be many problems. */
export const summaryOfProblems = (problems: readonly Problem[]): string => {
  const [first] = problems
  if (first === undefined) return ''
  const book = first.book === null ? '' : `${first.book.department} ${first.book.year} `
  const more = problems.length > 1 ? `，共 ${problems.length} 处` : ''
  return `${book}${problemPlace(first.place)}：${first.detail}${more}`
}
