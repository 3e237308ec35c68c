import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import os, { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, openLedger } from '../electron/ledger/ledger.ts'
import { programFile } from '../electron/program/places.ts'
import { program } from '../electron/program/version.ts'
import { newBook } from '../electron/services/books.ts'
import { renderBook } from '../electron/services/export.ts'
import { perform, stating } from '../electron/services/gesture.ts'
import { type OpenBook, openBook } from '../electron/services/open-book.ts'
import { makeSampleBook } from '../electron/services/sample.ts'
import { sealBook } from '../electron/services/seal.ts'
import type { Result } from '../shared/channels/result.ts'
import { sampleBook, sampleFacts } from '../shared/sample/sample.ts'
import { recordOf } from './testing/ledger-record.ts'

// node build/old-ledger.ts [--replace]: keeps a ledger of today's schema in migrations/old-ledgers, with what is to be
// found in it again. Run once for a schema, when it is released; never for an older one.

// The journal names user and machine, which is nobody's business in a file that is kept for good.
os.hostname = () => 'release'
os.userInfo = (() => ({ username: 'juesuan' })) as unknown as typeof os.userInfo
syncBuiltinESMExports()

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.value
}

let now = Date.parse('2025-03-01T08:00:00.000Z')
const opener = { clock: () => (now += 1000), program }
const schema = readdirSync(programFile('migrations')).filter((name) => name.endsWith('.sql')).length
const kept = programFile(`migrations/old-ledgers/${String(schema).padStart(4, '0')}`)
if (existsSync(`${kept}.juesuan`) && !process.argv.includes('--replace')) {
  throw new Error(`${kept}.juesuan is there; a released one is never made again`)
}

/** The PDF would be nine tenths of the ledger. */
const render = (open: OpenBook) => renderBook(open, { formats: ['xlsx', 'docx'] })

const { department, year } = sampleBook
const folder = mkdtempSync(join(tmpdir(), 'juesuan-old-ledger-'))
const file = (name: string): string => join(folder, name)
try {
  // sealed, and come from another ledger
  const earlier = must(await createLedger(file('2024.juesuan'), opener))
  const sample = must(makeSampleBook(earlier))
  must(await sealBook(sample, render))
  const { id } = sample.summary
  must(await earlier.transfer(id, { to: file('kept.juesuan'), how: 'moved' }, opener))
  // open, half way back through what was done to it, beside last year's
  const ledger = must(await openLedger(file('kept.juesuan'), { ...opener, mode: 'write' }))
  const edition = sampleBook.edition
  const book = must(newBook(ledger, { department, year: year + 1, edition }))
  const open = must(openBook(ledger, { department, year: year + 1 }))
  const typed = stating(sampleFacts(open.edition))
  must(perform(open, { changes: typed, label: '填列', place: null }, 'sample'))
  must(ledger.undo(book.id))
  must(ledger.redo(book.id))
  const { revision: base } = must(ledger.readBook(book.id)).summary
  const changes = [{ kind: 'cell', key: 'GK05!2080501!income', after: 100 }] as const
  must(ledger.commit(book.id, { base, origin: 'typed', label: '录入', place: null, changes }))
  must(ledger.undo(book.id))
  // gone to another ledger
  const gone = must(newBook(ledger, { department: '某局', year, edition }))
  must(ledger.commit(gone.id, { base: 1, origin: 'typed', label: '录入', place: null, changes }))
  must(await ledger.transfer(gone.id, { to: file('gone.juesuan'), how: 'moved' }, opener))
  rmSync(`${kept}.juesuan`, { force: true })
  must(await ledger.backupTo(`${kept}.juesuan`))
  writeFileSync(`${kept}.json`, `${JSON.stringify({ schema, program, books: recordOf(ledger) }, null, 2)}\n`)
  ledger.close()
  earlier.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
