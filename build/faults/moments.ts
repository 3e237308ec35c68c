import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLedger } from '../../electron/ledger/ledger.ts'
import { programFile } from '../../electron/program/places.ts'
import { perform } from '../../electron/services/gesture.ts'
import { openBook } from '../../electron/services/open-book.ts'
import type { Fact } from '../../shared/engine/facts.ts'
import { Chance } from '../testing/chance.ts'
import { anyGesture } from './gestures.ts'
import { readLog } from './log-file.ts'
import { must, type SaidBook, saidBy } from './said.ts'
import { opener, type Scenery, theBook } from './scenery.ts'

/** A ledger's files as they lay on the disk at three moments, and what it had acknowledged at each. */
export type Moments = {
  /** closed, everything in the one file */
  readonly closed: { readonly file: Buffer; readonly said: readonly SaidBook[] }
  /** the same, and further gestures that are only in the log, one commit each, as if the writer died here */
  readonly logged: { readonly file: Buffer; readonly log: Buffer; readonly said: readonly (readonly SaidBook[])[] }
  /** the log moved into the file */
  readonly settled: { readonly file: Buffer; readonly said: readonly SaidBook[] }
  /** the backup in the ledger's folder: its name, and what it says */
  readonly backup: { readonly path: string; readonly name: string; readonly said: readonly SaidBook[] }
  /** the facts behind each hash that is said of the one book */
  readonly facts: Readonly<Record<string, readonly Fact[]>>
}

const gestures = 24

/** Makes the moments: somebody who reads keeps the log from being moved into the file. */
export async function makeMoments(scenery: Scenery, folder: string): Promise<Moments> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, '决算.juesuan')
  copyFileSync((await scenery.sample()).path, path)
  const first = must(await openLedger(path, { ...opener, mode: 'write' }))
  const backupPath = must(await first.autoBackup('manual')) as string
  const backup = { path: backupPath, name: backupPath.slice(path.length + '.backups/'.length), said: saidBy(first) }
  const book = must(openBook(first, theBook))
  const chance = new Chance(1)
  const facts: Record<string, readonly Fact[]> = {}
  /** What it says now, its facts being kept. */
  const saidNow = (): readonly SaidBook[] => {
    const said = saidBy(first)
    for (const { id, facts: hash } of said) facts[hash] = must(first.readBook(id)).facts
    return said
  }
  const oneMore = (): void => {
    for (let seq = book.summary.seq; book.summary.seq === seq; ) {
      const gesture = anyGesture(book, chance)
      if (gesture.ok) perform(book, gesture.value, 'typed')
    }
  }
  oneMore()
  const settledBefore = saidNow()
  const closedFile = bytesOf(path)

  const reader = spawn(process.execPath, [programFile('electron/ledger/fixtures/reading-process.ts'), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(reader.stdout, 'data')
  const said: (readonly SaidBook[])[] = []
  for (let count = 0; count < gestures; count++) {
    oneMore()
    said.push(saidNow())
  }
  const [file, log] = [bytesOf(path), bytesOf(`${path}-wal`)]
  const { commits } = readLog(log)
  if (commits.length !== gestures || !file.equals(closedFile)) {
    throw new Error(`${commits.length} commits in the log, not ${gestures}: the reader was not in the way`)
  }
  reader.stdin.end()
  await once(reader, 'exit')
  first.close()
  if (existsSync(`${path}-wal`)) throw new Error('the log is still there')
  return {
    closed: { file: closedFile, said: settledBefore },
    logged: { file, log, said },
    settled: { file: readFileSync(path), said: said.at(-1) as readonly SaidBook[] },
    backup,
    facts,
  }
}

/**
 * Bytes of a file this process has open as a ledger, read by another process: closing a descriptor of it here would drop
 * SQLite's locks.
 */
const bytesOf = (path: string): Buffer => execFileSync('cat', [path], { maxBuffer: 1 << 30 })

/** A ledger of these bytes in a folder, with the backup it has. */
export function layDown(folder: string, moments: Moments, file: Buffer, log: Buffer | null): string {
  const path = join(folder, '决算.juesuan')
  mkdirSync(`${path}.backups`, { recursive: true })
  copyFileSync(moments.backup.path, join(`${path}.backups`, moments.backup.name))
  writeFileSync(path, file)
  if (log !== null) writeFileSync(`${path}-wal`, log)
  return path
}

/** Keeps the moments where other processes find them. */
export function keepMoments({ closed, logged, settled, backup, facts }: Moments, folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of [
    ['closed', closed.file],
    ['logged', logged.file],
    ['log', logged.log],
    ['settled', settled.file],
  ] as const) {
    writeFileSync(join(folder, name), bytes)
  }
  const said = { closed: closed.said, logged: logged.said, settled: settled.said, backup, facts }
  writeFileSync(join(folder, 'said.json'), JSON.stringify(said))
}

/** Moments that were kept. */
export function readMoments(folder: string): Moments {
  const bytes = (name: string): Buffer => readFileSync(join(folder, name))
  const said = JSON.parse(readFileSync(join(folder, 'said.json'), 'utf8')) as {
    readonly closed: readonly SaidBook[]
    readonly logged: readonly (readonly SaidBook[])[]
    readonly settled: readonly SaidBook[]
    readonly backup: Moments['backup']
    readonly facts: Moments['facts']
  }
  return {
    closed: { file: bytes('closed'), said: said.closed },
    logged: { file: bytes('logged'), log: bytes('log'), said: said.logged },
    settled: { file: bytes('settled'), said: said.settled },
    backup: said.backup,
    facts: said.facts,
  }
}
