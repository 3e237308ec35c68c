import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { chainStart, hashRow } from './journal.ts'
import { type Migration, schemaOf } from './migrate.ts'
import { PageFile, type Spot, type Value } from './pages.ts'
import type { JournalKind, JournalRow, StoredEdition } from './statements.ts'
import type { FactRow } from './values.ts'

/** The row of a book as a damaged file gives it: not proven by anything. */
export type BookRemains = {
  readonly department: string | null
  readonly year: number
  readonly edition: string
  readonly state: string
  readonly seq: number
  /** Of the last row of its journal. */
  readonly hash: string
  readonly created: string
}

/** The facts of one book as they lie there: not proven by anything but the journal. */
export type FactRemains = {
  readonly rows: readonly FactRow[]
  /** No fact of the book can be among what is not readable. */
  readonly isWhole: boolean
  /** True if a fact of this name, were there one, would lie where nothing can be read. */
  readonly isHidden: (kind: string, key: string) => boolean
}

/**
 * What is left of a damaged ledger. Rows of journals, editions and sealed files prove themselves by their hashes, so
 * they are taken from wherever they lie; the rest counts only where the tree of its table leads to it.
 */
export type Remains = {
  /** Id of the ledger by its own row. */
  readonly ledger: string | null
  /** Numbers of all books that left a trace. */
  readonly books: readonly number[]
  readonly bookRow: (book: number) => BookRemains | null
  /** A row of a book's journal that follows a row of this hash. */
  readonly row: (book: number, seq: number, before: string) => JournalRow | null
  /** All rows of that number that can be read, whatever they follow. */
  readonly rowsAt: (book: number, seq: number) => readonly JournalRow[]
  /** Rows of a book's journal behind such a one, as they can be read: with gaps, and not each on the one before. */
  readonly rest: (book: number, after: number) => Generator<JournalRow>
  /** Highest number of a row of the journal that can be read, whether or not those before can be. */
  readonly lastRow: (book: number) => number
  readonly edition: (hash: string) => StoredEdition | null
  readonly editions: () => readonly StoredEdition[]
  readonly sealedFile: (book: number, sha256: string) => Uint8Array | null
  readonly facts: (book: number) => FactRemains
  /** Rows that lie where editions do and are no longer what their hash says, by name. */
  readonly brokenEditions: readonly string[]
  /** Books may be missing without a trace: not all of the list of books can be read. */
  readonly isListBroken: boolean
  /** Triggers, tables, views of somebody else, as `trigger spy`. They are left behind. */
  readonly foreign: readonly string[]
  /** Anything at all was found of a ledger. */
  readonly isLedger: boolean
  readonly close: () => void
}

type Roots = Readonly<Record<'ledger' | 'department' | 'book' | 'fact', number>>

const asText = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null)
const asNumber = (value: Value | undefined): number | null => (typeof value === 'number' ? value : null)
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
const nameOf = (...parts: readonly (string | number)[]): string => parts.join('\0')

/**
 * Looks a damaged ledger through.
 *
 * @param path a copy nobody else writes, its log beside it
 */
export function readRemains(path: string, migrations: readonly Migration[]): Remains {
  const file = new PageFile(path)
  try {
    const { roots, foreign } = findTables(file, migrations)
    const found = sift(file)
    const lists = readLists(file, roots)
    const facts = readFacts(file, roots.fact)
    const spotted = (spot: Spot | undefined) => (spot === undefined ? null : file.at(spot))
    const numbers = [...lists.books.keys(), ...found.journals.keys(), ...facts.rows.keys()]
    return {
      ledger: lists.ledger,
      books: [...new Set(numbers)].sort((a, b) => a - b),
      bookRow: (book) => lists.books.get(book) ?? null,
      row: (book, seq, before) => {
        for (const spot of found.journals.get(book)?.get(seq) ?? []) {
          const row = journalRow(file.at(spot))
          if (row?.prev_hash === before) return row
        }
        return null
      },
      rowsAt: (book, seq) =>
        (found.journals.get(book)?.get(seq) ?? [])
          .map((spot) => journalRow(file.at(spot)))
          .filter((row) => row !== null),
      rest: function* (book, after) {
        const rows = found.journals.get(book) ?? new Map<number, Spot[]>()
        for (const seq of [...rows.keys()].filter((one) => one > after).sort((a, b) => a - b)) {
          const [spot] = rows.get(seq) ?? []
          const row = spot === undefined ? null : journalRow(file.at(spot))
          if (row !== null) yield row
        }
      },
      lastRow: (book) => found.last.get(book) ?? 0,
      edition: (hash) => editionOf(spotted(found.editions.get(hash))),
      editions: () =>
        [...found.editions.values()].map((spot) => editionOf(file.at(spot))).filter((edition) => edition !== null),
      sealedFile: (book, hash) => {
        const bytes = spotted(found.files.get(nameOf(book, hash)))?.[3]
        return bytes instanceof Uint8Array ? bytes : null
      },
      facts: (book) => ({
        rows: facts.rows.get(book) ?? [],
        isWhole: !facts.gaps.some(({ after, before }) => after[0] <= book && (before === null || book <= before[0])),
        isHidden: (kind, key) =>
          facts.gaps.some(
            ({ after, before }) =>
              isAfter([book, kind, key], after) && (before === null || isAfter(before, [book, kind, key])),
          ),
      }),
      brokenEditions: [...found.broken].filter((name) => !found.names.has(name)),
      isListBroken: lists.isBroken,
      foreign,
      isLedger: found.journals.size > 0 || found.editions.size > 0 || lists.books.size > 0,
      close: () => file.close(),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

/** Rows of a book's journal in order, each on the one before, as far as they can be read. */
export function* journalOf(remains: Remains, book: number): Generator<JournalRow> {
  let hash = chainStart
  for (let seq = 1; ; seq++) {
    const row = remains.row(book, seq, hash)
    if (row === null) return
    yield row
    hash = row.hash
  }
}

/** Where the tables begin: as the file says, where it says it in our words, else where the migrations put them. */
function findTables(
  file: PageFile,
  migrations: readonly Migration[],
): { readonly roots: Roots; readonly foreign: readonly string[] } {
  const model = new Database(':memory:')
  let ours: ReadonlyMap<string, { readonly root: number; readonly sql: string }>
  try {
    for (const { sql } of migrations) model.exec(sql)
    if (schemaOf(model) > 0) throw new Error('a migration sets user_version')
    const rows = model
      .prepare<[], [string, number, string]>("SELECT type || ' ' || name, rootpage, sql FROM sqlite_schema")
      .raw()
      .all()
    ours = new Map(rows.map(([name, root, sql]) => [name, { root, sql }]))
  } finally {
    model.close()
  }
  const theirs = new Map<string, { readonly root: number | null; readonly sql: string | null }>()
  for (const cell of file.table(1)) {
    const [type, name, , root, sql] = cell?.values() ?? []
    if (typeof type === 'string' && typeof name === 'string') {
      theirs.set(`${type} ${name}`, { root: asNumber(root), sql: asText(sql) })
    }
  }
  const rootOf = (table: keyof Roots): number => {
    const [mine, found] = [ours.get(`table ${table}`), theirs.get(`table ${table}`)]
    const isOurs = found !== undefined && found.sql === mine?.sql
    return (isOurs ? found.root : null) ?? mine?.root ?? 0
  }
  return {
    roots: {
      ledger: rootOf('ledger'),
      department: rootOf('department'),
      book: rootOf('book'),
      fact: rootOf('fact'),
    },
    foreign: [...theirs.keys()].filter((name) => !ours.has(name) && !name.includes(' sqlite_')),
  }
}

/** Everything in the file that proves itself by a hash. */
function sift(file: PageFile) {
  /** by book, then by number; rarely more than one of a number */
  const journals = new Map<number, Map<number, Spot[]>>()
  const last = new Map<number, number>()
  const editions = new Map<string, Spot>()
  const names = new Set<string>()
  const broken = new Set<string>()
  const files = new Map<string, Spot>()
  for (const cell of file.scan()) {
    if (cell.columns === 16) {
      const row = journalRow(cell.values())
      if (row === null) continue
      const rows = journals.get(row.book) ?? new Map<number, Spot[]>()
      journals.set(row.book, rows)
      rows.set(row.seq, [...(rows.get(row.seq) ?? []), cell.spot])
      last.set(row.book, Math.max(last.get(row.book) ?? 0, row.seq))
    } else if (cell.columns === 4) {
      const [hash, name, revision, json] = cell.values() ?? []
      if (typeof hash !== 'string' || typeof name !== 'string' || typeof revision !== 'number') continue
      if (typeof json === 'string' && sha256(json) === hash) {
        editions.set(hash, cell.spot)
        names.add(`${name} ${revision}`)
      } else if (hash.length === 64) broken.add(`${name} ${revision}`)
    } else if (cell.columns === 5) {
      const [book, , , bytes, hash] = cell.values() ?? []
      const isGenuine = bytes instanceof Uint8Array && sha256(bytes) === hash
      if (typeof book === 'number' && isGenuine) files.set(nameOf(book, hash), cell.spot)
    }
  }
  return { journals, last, editions, names, broken, files }
}

/** A row whose hash is right; what lies elsewhere by that shape has another. */
function journalRow(values: readonly Value[] | null): JournalRow | null {
  if (values === null) return null
  const [book, seq, time, kind, who, origin, label, place, changed, changes, detail, revision, target, below] = values
  const [prevHash, hash] = values.slice(14)
  const texts = [time, kind, who, origin, label, changes, prevHash, hash]
  const numbers = [book, seq, changed, revision]
  if (texts.some((one) => typeof one !== 'string') || numbers.some((one) => typeof one !== 'number')) return null
  const row: JournalRow = {
    book: book as number,
    seq: seq as number,
    time: time as string,
    kind: kind as JournalKind,
    who: who as string,
    origin: origin as string,
    label: label as string,
    place: asText(place),
    changed: changed as number,
    changes: changes as string,
    detail: asText(detail),
    revision: revision as number,
    target: asNumber(target),
    below: asNumber(below),
    prev_hash: prevHash as string,
    hash: hash as string,
  }
  return hashRow(row) === row.hash ? row : null
}

function editionOf(values: readonly Value[] | null): StoredEdition | null {
  const [hash, name, revision, json] = values ?? []
  if (typeof hash !== 'string' || typeof name !== 'string') return null
  return typeof revision === 'number' && typeof json === 'string' ? { hash, name, revision, json } : null
}

/** The short tables that say which books there are. */
function readLists(file: PageFile, roots: Roots) {
  let isBroken = false
  const rows = function* (root: number): Generator<readonly [rowid: number, values: readonly Value[]]> {
    for (const cell of file.table(root)) {
      const values = cell?.values() ?? null
      if (cell === null || values === null) isBroken = true
      else yield [cell.rowid, values]
    }
  }
  const ledger = [...rows(roots.ledger)].map(([, [, id]]) => asText(id))[0] ?? null
  const departments = new Map<number, string>()
  for (const [id, [, name]] of rows(roots.department)) if (typeof name === 'string') departments.set(id, name)
  const books = new Map<number, BookRemains>()
  for (const [id, values] of rows(roots.book)) {
    const [, department, year, edition, state, , seq, hash] = values
    const created = values[10]
    if (typeof year !== 'number' || typeof seq !== 'number') continue
    books.set(id, {
      department: departments.get(asNumber(department) ?? 0) ?? null,
      year,
      edition: asText(edition) ?? '',
      state: asText(state) ?? '',
      seq,
      hash: asText(hash) ?? '',
      created: asText(created) ?? '',
    })
  }
  return { ledger, books, isBroken }
}

/** What cannot be read between two facts; null where nothing follows. */
type Gap = { readonly after: FactName; readonly before: FactName | null }

/** Facts by book, and where some cannot be read. */
function readFacts(file: PageFile, root: number) {
  const rows = new Map<number, FactRow[]>()
  const gaps: Gap[] = []
  let last: FactName = [0, '', '']
  let gap: Gap | null = null
  for (const values of file.index(root)) {
    const fact = values === null ? null : factOf(values)
    const name: FactName | null = fact === null ? null : [fact.book, fact.row[0], fact.row[1]]
    if (fact === null || name === null || !isAfter(name, last)) {
      gap ??= { after: last, before: null }
      continue
    }
    const { book, row } = fact
    if (gap !== null) {
      gaps.push({ ...gap, before: name })
      gap = null
    }
    last = name
    const list = rows.get(book)
    if (list === undefined) rows.set(book, [row])
    else list.push(row)
  }
  if (gap !== null) gaps.push(gap)
  return { rows, gaps }
}

/** Only what the table would take. */
function factOf(values: readonly Value[]): { readonly book: number; readonly row: FactRow } | null {
  const [book, kind, key, number, text] = values
  if (values.length !== 5 || typeof book !== 'number' || typeof kind !== 'string' || typeof key !== 'string')
    return null
  if (kind === '') return null
  if (typeof number === 'number' && text === null) return { book, row: [kind, key, number, null] }
  if (typeof text !== 'string' || number !== null) return null
  return isStringOrObject(text) ? { book, row: [kind, key, null, text] } : null
}

function isStringOrObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value))
  } catch {
    return false
  }
}

type FactName = readonly [book: number, kind: string, key: string]

/** In the order of the table's key: texts by their bytes. */
function isAfter([book, kind, key]: FactName, [lastBook, lastKind, lastKey]: FactName): boolean {
  if (book !== lastBook) return book > lastBook
  const order = Buffer.compare(Buffer.from(kind), Buffer.from(lastKind))
  return order === 0 ? Buffer.compare(Buffer.from(key), Buffer.from(lastKey)) > 0 : order > 0
}
