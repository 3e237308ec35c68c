import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { problemPlace } from '../../shared/words/ledger-places.ts'
import { makeBackup } from './backup.ts'
import { concerning, faultOf, Refusal } from './file-faults.ts'
import { type Clock, type Handle, makeHandle, timeOf, writerName } from './handle.ts'
import { identify, identityOf, isWritable, openFiles, resolvePath } from './identify.ts'
import { takeWriterLock, type WriterLock } from './lock.ts'
import { loadMigrations, type Migration, migrate, migrationsFolder, schemaOf } from './migrate.ts'
import { applyPragmas } from './pragmas.ts'
import { companions, draftPath, hasOrphanLog, publish, removeDraft, removeLeftovers } from './publish.ts'
import { foreignPart, schemaDifferences } from './schema.ts'

/** Who opens, and by which clock. */
export type Opener = {
  readonly clock: Clock
  /** Name and version, as `juesuan 0.1.0`; noted in the ledger and shown to a refused second writer. */
  readonly program: string
  /** Milliseconds to wait for another writer before refusing; 2,000 unless told. */
  readonly wait?: number
  /** Another folder of migrations; for tests. */
  readonly migrations?: string
}

/** An opened file and what has to happen when it is closed. */
export type Opened = { readonly handle: Handle; readonly close: () => void }

const lockFor = (path: string, { clock, program, wait }: Opener): Promise<WriterLock> =>
  takeWriterLock(path, { who: writerName(program), now: timeOf(clock), wait: wait ?? 2_000 })

/** @throws Refusal ledger-too-new, naming both schema numbers */
function checkSchema(db: Database.Database, path: string, migrations: readonly Migration[]): 'current' | 'older' {
  const theirs = schemaOf(db)
  const ours = migrations.length
  if (theirs > ours) throw new Refusal({ kind: 'ledger-too-new', path, theirs, ours })
  return theirs < ours ? 'older' : 'current'
}

/** @throws Refusal ledger-damaged with what somebody put in to be run, or with SQLite's first complaint */
function checkSound(
  db: Database.Database,
  path: string,
  migrations: readonly Migration[],
  mode: 'read' | 'write',
): void {
  const foreign = foreignPart(db, migrations, mode)
  if (foreign !== null) {
    const detail = `${problemPlace(foreign.place.slice(0, 100))}：${foreign.detail}`
    throw new Refusal({ kind: 'ledger-damaged', path, detail })
  }
  const detail = db.pragma('quick_check(1)', { simple: true })
  if (detail !== 'ok') throw new Refusal({ kind: 'ledger-damaged', path, detail: String(detail) })
}

/** @throws Refusal ledger-damaged if a table or a trigger of ours is missing or changed */
function checkSchemaIntact(db: Database.Database, path: string, migrations: readonly Migration[]): void {
  const broken = schemaDifferences(db, migrations).find(({ isOurs }) => isOurs)
  if (broken === undefined) return
  throw new Refusal({ kind: 'ledger-damaged', path, detail: `${problemPlace(broken.place)}：${broken.detail}` })
}

/**
 * Makes a new ledger and opens it for writing. It is made whole beside its place and takes the name only if that is
 * free.
 *
 * @param fill what is to be in it from the first moment; with what it throws, there is no ledger
 * @throws Refusal ledger-exists, ledger-read-only, ledger-locked; SqliteError and system errors for the rest
 */
export async function createFile(
  path: string,
  opener: Opener,
  fill: (handle: Handle) => void = () => undefined,
): Promise<Opened> {
  const migrations = loadMigrations(opener.migrations ?? migrationsFolder())
  const real = resolvePath(path)
  const taken = (name: string) => new Refusal({ kind: 'ledger-exists', path: name })
  if (identityOf(real) !== null) throw taken(real)
  // SQLite would read the log of a deleted ledger of this name into the new one.
  if (hasOrphanLog(real)) throw taken(`${real}-wal`)
  if (!isWritable(dirname(real))) throw new Refusal({ kind: 'ledger-read-only', path: real })
  const lock = await lockFor(real, opener)
  try {
    removeLeftovers(dirname(real), `${basename(real)}.`)
    const draft = draftPath(real)
    try {
      // what stands against it is told apart while the draft is there: without it a full disk has room again
      await concerning(real, () => fillNew(draft, real, migrations, opener, fill))
      for (const end of companions) rmSync(real + end, { force: true })
      if (!publish(draft, real, false)) throw taken(real)
    } finally {
      removeDraft(draft)
    }
    return await openLocked(real, lock, opener, migrations)
  } catch (error) {
    lock.release()
    throw error
  }
}

function fillNew(
  draft: string,
  path: string,
  migrations: readonly Migration[],
  { clock, program }: Opener,
  fill: (handle: Handle) => void,
): void {
  const db = new Database(draft)
  try {
    applyPragmas(db, true)
    const now = timeOf(clock)
    migrate(db, draft, migrations, { now, program })
    db.prepare('INSERT INTO ledger (one, id, created, program) VALUES (1, ?, ?, ?)').run(randomUUID(), now, program)
    fill(makeHandle({ db, path, mode: 'write', clock, who: writerName(program), program, migrations }))
    // closing would keep it to itself if there was no room for it, and the file alone takes the name
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}

/**
 * Opens a ledger as its one writer; brings an older schema up to date after a verified backup.
 *
 * @throws Refusal ledger-missing, ledger-foreign, ledger-damaged, ledger-read-only, ledger-locked, ledger-too-new,
 *   migration-changed, migration-failed; SqliteError and system errors for the rest
 */
export async function openForWriting(path: string, opener: Opener): Promise<Opened> {
  const migrations = loadMigrations(opener.migrations ?? migrationsFolder())
  const real = resolvePath(path)
  identify(real)
  if (!isWritable(real) || !isWritable(dirname(real))) throw new Refusal({ kind: 'ledger-read-only', path: real })
  const lock = await lockFor(real, opener)
  try {
    identify(real) // waiting may have brought another file
    removeLeftovers(dirname(real), `${basename(real)}.`)
    return await openLocked(real, lock, opener, migrations)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openLocked(
  path: string,
  lock: WriterLock,
  { clock, program }: Opener,
  migrations: readonly Migration[],
): Promise<Opened> {
  const db = new Database(path, { fileMustExist: true })
  const forget = remember(path)
  try {
    const age = checkSchema(db, path, migrations)
    applyPragmas(db, true)
    checkSound(db, path, migrations, 'write')
    if (age === 'older') {
      await makeBackup({ db, path, clock, migrations }, 'migration', 'storage')
      migrate(db, path, migrations, { now: timeOf(clock), program })
    }
    checkSchemaIntact(db, path, migrations)
    const handle = makeHandle({ db, path, mode: 'write', clock, who: writerName(program), program, migrations })
    return {
      handle,
      close: () => {
        db.close() // the last connection moves the log into the file
        forget()
        lock.release()
      },
    }
  } catch (error) {
    db.close()
    forget()
    throw error
  }
}

function remember(path: string): () => void {
  const file = identityOf(path)
  if (file === null) return () => undefined
  openFiles.add(file)
  return () => openFiles.remove(file)
}

/**
 * Opens a ledger for reading, beside whoever writes it. Nothing the reader does changes the ledger: on a medium where
 * SQLite could not even keep its index of the log, and for an older schema, a copy in a private temporary folder is
 * read instead, which is what the ledger was at this moment.
 *
 * @throws Refusal ledger-missing, ledger-foreign, ledger-damaged, ledger-too-new, migration-changed, migration-failed
 */
export async function openForReading(path: string, opener: Opener): Promise<Opened> {
  const migrations = loadMigrations(opener.migrations ?? migrationsFolder())
  const real = resolvePath(path)
  identify(real)
  const direct = openDirectly(real)
  if (direct === null) return readAside(real, rawCopy(real), opener, migrations)
  try {
    if (checkSchema(direct, real, migrations) === 'older') {
      const copy = asideOf(real)
      try {
        await direct.backup(copy)
      } finally {
        direct.close()
      }
      return readAside(real, copy, opener, migrations)
    }
    applyPragmas(direct, false)
    checkSound(direct, real, migrations, 'read')
    direct.pragma('query_only = ON')
    return readerOf(direct, real, opener, migrations, remember(real))
  } catch (error) {
    direct.close()
    throw error
  }
}

/**
 * A connection that can read the file where it lies, or null. Where the folder can be written, it is one that could
 * write too (and is kept from it): only such a one tidies up the log and its index when it is the last to leave.
 */
function openDirectly(path: string): Database.Database | null {
  const readonly = !isWritable(path) || !isWritable(dirname(path))
  const db = new Database(path, { readonly, fileMustExist: true })
  try {
    schemaOf(db)
    return db
  } catch (error) {
    db.close()
    const fault = faultOf(error, path)
    const isMedium = fault?.kind === 'ledger-read-only' || fault?.kind === 'file-failed'
    if (readonly && isMedium && !openFiles.has(identityOf(path))) return null
    throw error
  }
}

const asideOf = (path: string): string => join(mkdtempSync(join(tmpdir(), 'juesuan-')), basename(path))

/** Removes a copy that `rawCopy` made. */
export const dropAside = (copy: string): void => rmSync(dirname(copy), { recursive: true, force: true })

/**
 * A copy, in a private temporary folder, of the file and its log as they are: the log holds the last commits if the
 * writer was killed. Only for a file this process does not have open.
 *
 * @throws Refusal file-failed if somebody who can write there does so all the time
 */
export function rawCopy(path: string): string {
  const copy = asideOf(path)
  try {
    for (let tries = 0; tries < 5; tries++) {
      const before = stateOf(path)
      copyFileSync(path, copy)
      for (const end of ['-wal', '-journal']) {
        rmSync(copy + end, { force: true })
        if (identityOf(path + end) !== null) copyFileSync(path + end, copy + end)
      }
      // A file and a log of different moments do not belong together.
      if (stateOf(path) === before) return copy
    }
    throw new Refusal({ kind: 'file-failed', path, detail: '账套正在被写入，请稍后再试' })
  } catch (error) {
    dropAside(copy)
    throw error
  }
}

const stateOf = (path: string): string =>
  ['', '-wal', '-journal']
    .map((end) => statSync(path + end, { bigint: true, throwIfNoEntry: false }))
    .map((found) => `${found?.ino} ${found?.size} ${found?.mtimeNs}`)
    .join()

function readAside(path: string, copy: string, opener: Opener, migrations: readonly Migration[]): Opened {
  let db: Database.Database | undefined
  try {
    db = new Database(copy, { fileMustExist: true })
    const age = checkSchema(db, path, migrations)
    applyPragmas(db, false)
    checkSound(db, path, migrations, age === 'older' ? 'write' : 'read')
    if (age === 'older') migrate(db, path, migrations, { now: timeOf(opener.clock), program: opener.program })
    db.pragma('query_only = ON')
    return readerOf(db, path, opener, migrations, () => dropAside(copy))
  } catch (error) {
    db?.close()
    dropAside(copy)
    throw error
  }
}

function readerOf(
  db: Database.Database,
  path: string,
  { clock, program }: Opener,
  migrations: readonly Migration[],
  forget: () => void,
): Opened {
  const handle = makeHandle({ db, path, mode: 'read', clock, who: writerName(program), program, migrations })
  return {
    handle,
    close: () => {
      db.close()
      forget()
    },
  }
}
