import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createLedger, type Ledger, type NamedFile, openLedger, restoreLedger } from '../../electron/ledger/ledger.ts'
import { renderBook, writeFiles } from '../../electron/services/export.ts'
import { type Gesture, perform } from '../../electron/services/gesture.ts'
import { importFile } from '../../electron/services/import.ts'
import { type OpenBook, openBook } from '../../electron/services/open-book.ts'
import { rollForwardBook } from '../../electron/services/roll-forward.ts'
import { makeSampleBook } from '../../electron/services/sample.ts'
import { handOutSealed, sealBook, unsealBook } from '../../electron/services/seal.ts'
import type { Result } from '../../shared/channels/result.ts'
import { Chance } from '../testing/chance.ts'
import { anyGesture, anyPaste, lastValues } from './gestures.ts'
import type { Line, Order } from './orders.ts'
import { saidBy } from './said.ts'
import { opener, theBook } from './scenery.ts'

// node working-process.ts, an order on standard input: the program's services without a window, one piece of work after
// the other until killed. Every line is written after the service has returned, so it is an acknowledgement.

const say = (line: Line): void => void writeSync(1, `${JSON.stringify(line)}\n`)

function must<T>(result: Result<T>, asked: string): T {
  if (result.ok) return result.value
  say({ kind: 'refused', asked, fault: result.fault })
  process.exit(9)
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const named = (files: readonly NamedFile[]) => files.map(({ name, bytes }) => [name, hashOf(bytes)] as const)

const done = (ledger: Ledger, values: Iterable<readonly [string, unknown]> = []): void =>
  say({ kind: 'done', ledger: ledger.path, said: saidBy(ledger), values: [...values] })

const open = async (path: string): Promise<{ ledger: Ledger; book: OpenBook }> => {
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }), 'openLedger')
  return { ledger, book: must(openBook(ledger, theBook), 'openBook') }
}

/** Gestures by hand, one of them in six taken back or done again. */
async function typing({ ledger: path }: Order, chance: Chance): Promise<void> {
  const { ledger, book: first } = await open(path)
  let book = first
  say({ kind: 'ready' })
  for (;;) {
    if (chance.below(6) === 0) {
      const which = chance.oneOf(['undo', 'undo', 'redo'] as const)
      const reversed = ledger[which](book.summary.id)
      if (!reversed.ok && !/^nothing-to-/.test(reversed.fault.kind)) must(reversed, which)
      book = must(openBook(ledger, theBook), 'openBook')
      done(ledger)
      continue
    }
    const gesture = anyGesture(book, chance)
    if (gesture.ok) give(ledger, book, gesture.value, 'typed')
  }
}

function give(ledger: Ledger, book: OpenBook, gesture: Gesture, origin: string): void {
  const performed = perform(book, gesture, origin)
  // a person is refused, too: a total out of range, a name that is taken
  if (!performed.ok && !/^(request-rejected|input-refused)$/.test(performed.fault.kind)) must(performed, 'perform')
  if (performed.ok) done(ledger, lastValues([...gesture.changes, ...performed.value.also]))
}

async function pasting({ ledger: path }: Order, chance: Chance): Promise<void> {
  const { ledger, book } = await open(path)
  say({ kind: 'ready' })
  for (;;) give(ledger, book, anyPaste(book, chance), 'paste')
}

async function importing({ ledger: path, files }: Order): Promise<void> {
  const { ledger, book } = await open(path)
  say({ kind: 'ready' })
  for (let round = 0; ; round++) {
    must(await importFile(book, { path: files[round % files.length] as string }), 'importFile')
    done(ledger)
  }
}

async function rollingForward({ ledger: path }: Order): Promise<void> {
  const { ledger } = await open(path)
  say({ kind: 'ready' })
  for (let year = theBook.year; ; year++) {
    const request = { department: theBook.department, from: year, edition: 'dongcheng-2024' }
    must(rollForwardBook(ledger, request), 'rollForwardBook')
    done(ledger)
  }
}

/** Opens one old ledger after the other with the migrations of a later program. */
async function migrating({ files, to }: Order): Promise<void> {
  say({ kind: 'ready' })
  for (const path of files) {
    const ledger = must(await openLedger(path, { ...opener, mode: 'write', migrations: to }), 'openLedger')
    done(ledger)
    ledger.close()
  }
  process.exit(8)
}

/** A workbook made afresh after each gesture, over the one before. */
async function exportingWorkbook({ ledger: path, to }: Order, chance: Chance): Promise<void> {
  const { ledger, book } = await open(path)
  say({ kind: 'ready' })
  for (;;) {
    const changes = [{ kind: 'cell', key: 'GK05!2080501!income', after: chance.below(1_000_000) }] as const
    give(ledger, book, { changes, label: '录入', place: null }, 'typed')
    await put(await renderBook(book), to)
  }
}

async function exportingDocuments({ ledger: path, to }: Order, chance: Chance): Promise<void> {
  const { ledger, book } = await open(path)
  say({ kind: 'ready' })
  for (;;) {
    await put(await renderBook(book, { formats: [chance.oneOf(['pdf', 'docx'] as const)] }), to)
    done(ledger)
  }
}

async function put(files: readonly NamedFile[], folder: string): Promise<void> {
  say({ kind: 'about', files: named(files) })
  must(await writeFiles(files, { folder, replace: true }), 'writeFiles')
  say({ kind: 'written', files: named(files) })
}

/** All three files of two submitted books of one name, by turns into one folder. */
async function handingOut({ files, to }: Order): Promise<void> {
  const ledgers: Ledger[] = []
  for (const path of files) ledgers.push(must(await openLedger(path, { ...opener, mode: 'read' }), 'openLedger'))
  say({ kind: 'ready' })
  for (let round = 0; ; round++) {
    const ledger = ledgers[round % ledgers.length] as Ledger
    const sealed = named(must(ledger.sealedFiles(1), 'sealedFiles'))
    say({ kind: 'about', files: sealed })
    must(await handOutSealed(ledger, theBook, { folder: to, replace: true }), 'handOutSealed')
    say({ kind: 'written', files: sealed })
  }
}

/** Gestures, with a backup to a file after one, and one into the backup folder after the next. */
async function backingUp({ ledger: path, to }: Order, chance: Chance): Promise<void> {
  const { ledger, book } = await open(path)
  mkdirSync(to, { recursive: true })
  say({ kind: 'ready' })
  for (;;) {
    const gesture = anyGesture(book, chance)
    if (!gesture.ok) continue
    give(ledger, book, gesture.value, 'typed')
    const said = saidBy(ledger)
    const copy = must(await ledger.backupTo(join(to, '备份.juesuan'), { replace: true }), 'backupTo')
    say({ kind: 'backup', path: copy, said })
    const kept = must(await ledger.autoBackup('manual'), 'autoBackup')
    if (kept !== null) say({ kind: 'backup', path: kept, said })
  }
}

/** Puts one and the other ledger in the place of a third. */
async function restoring({ ledger: path, files }: Order): Promise<void> {
  say({ kind: 'ready' })
  for (let round = 0; ; round++) {
    must(await restoreLedger(files[round % files.length] as string, path, opener), 'restoreLedger')
    const ledger = must(await openLedger(path, { ...opener, mode: 'read' }), 'openLedger')
    done(ledger)
    ledger.close()
  }
}

/** Submits the book with files printed before, takes it back, changes it so that it can be submitted again. */
async function sealing({ ledger: path, files }: Order, chance: Chance): Promise<void> {
  const { ledger, book: first } = await open(path)
  const printed = files.map((file) => ({ name: basename(file), bytes: readFileSync(file) }))
  let book = first
  say({ kind: 'ready' })
  for (;;) {
    must(await sealBook(book, () => Promise.resolve(printed)), 'sealBook')
    done(ledger)
    must(unsealBook(ledger, theBook, '财政退回修改'), 'unsealBook')
    done(ledger)
    book = must(openBook(ledger, theBook), 'openBook')
    const changes = [{ kind: 'text', key: 'duties', after: `第${chance.below(1_000_000)}稿` }] as const
    give(ledger, book, { changes, label: '改写', place: null }, 'typed')
  }
}

/** New ledgers with the sample in them. */
async function creating({ to }: Order): Promise<void> {
  mkdirSync(to, { recursive: true })
  say({ kind: 'ready' })
  for (let round = 0; ; round++) {
    const path = join(to, `${round}.juesuan`)
    const ledger = must(await createLedger(path, opener), 'createLedger')
    done(ledger)
    must(makeSampleBook(ledger), 'makeSampleBook')
    done(ledger)
    ledger.close()
  }
}

const works = {
  typing,
  pasting,
  importing,
  rollingForward,
  migrating,
  exportingWorkbook,
  exportingDocuments,
  handingOut,
  backingUp,
  restoring,
  sealing,
  creating,
} satisfies Record<Order['work'], (order: Order, chance: Chance) => Promise<void>>

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  await works[order.work](order, new Chance(order.seed))
}
