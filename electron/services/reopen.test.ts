import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createLedger, editionHash, type Ledger, openLedger, type StoredEdition } from '../ledger/ledger.ts'
import { program } from '../program/version.ts'
import { builtInEdition } from './editions.ts'
import { renderBook } from './export.ts'
import { exportFormats } from './export-name.ts'
import { must } from './fixtures/books.ts'
import { openBook } from './open-book.ts'
import { makeSampleBook } from './sample.ts'
import { sealBook } from './seal.ts'
import { transferBook } from './transfer.ts'

const undoings: (() => void)[] = []
afterEach(() => {
  for (const undo of undoings.splice(0).reverse()) undo()
})

let now = Date.parse('2025-03-01T08:00:00.000Z')
const opener = { clock: () => (now += 1000), program, wait: 0 }
const closing = (ledger: Ledger): Ledger => {
  undoings.push(ledger.close)
  return ledger
}

/** The edition of the sample as it was before the program's got a newer revision: one form had another title. */
function earlierEdition(): StoredEdition {
  const { stored } = must(builtInEdition('dongcheng-2024'))
  const json = stored.json.replaceAll('收入决算表', '收入决算表（旧）')
  return { ...stored, hash: editionHash(json), json }
}

/** A ledger with the sample book, filled and sealed under the earlier edition. */
async function sealedEarlier() {
  const folder = mkdtempSync(join(tmpdir(), 'juesuan-reopen-'))
  undoings.push(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, '2024.juesuan')
  const ledger = closing(must(await createLedger(path, opener)))
  const { summary } = must(makeSampleBook(ledger))
  const { id, revision: base, department, year } = summary
  const current = must(openBook(ledger, { department, year }))
  const edition = earlierEdition()
  must(ledger.changeEdition(id, { base, edition, changes: [], origin: 'edition', label: '' }))
  must(await sealBook(must(openBook(ledger, { department, year }))))
  const files = must(ledger.sealedFiles(id))
  return { ledger, path, folder, choice: { department, year }, edition, files, current }
}

const bytesOf = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) =>
  files.map(({ name, bytes }) => ({ name, sha256: createHash('sha256').update(bytes).digest('hex') }))

describe('a sealed book, opened again', () => {
  it('has its own edition, whatever the program’s is by now, and is for reading only', async () => {
    const { ledger, path, choice, edition, files, current } = await sealedEarlier()
    ledger.close()
    const open = must(openBook(closing(must(await openLedger(path, { ...opener, mode: 'read' }))), choice))
    expect(open.summary).toMatchObject({ state: 'sealed', edition: { hash: edition.hash } })
    expect(open.edition.forms.find(({ key }) => key === 'GK02')?.form.title).toBe('收入决算表（旧）')
    expect(files.map(({ name }) => name.replace(/.*\./, ''))).toEqual([...exportFormats])
    const { ledger: reader, summary } = open
    expect(bytesOf(must(reader.sealedFiles(summary.id)))).toEqual(bytesOf(files))
    expect(bytesOf(await renderBook(open, { formats: exportFormats }))).toEqual(bytesOf(files))
    // under the program's own edition, the same book at the same moment prints something else
    const today = await renderBook(
      { ...open, edition: current.edition, engine: current.engine },
      { formats: exportFormats },
    )
    today.forEach((file, at) => expect(bytesOf([file])).not.toEqual(bytesOf(files.slice(at, at + 1))))
    const { id, revision: base } = summary
    const change = { base, origin: 'typed', label: '', place: null, changes: [] }
    expect(reader.commit(id, change)).toMatchObject({ fault: { kind: 'ledger-read-only' } })
    const writer = closing(must(await openLedger(path, { ...opener, mode: 'write' })))
    expect(writer.commit(id, change)).toMatchObject({ fault: { kind: 'book-sealed' } })
  }, 60_000)

  it('in another ledger too, where the earlier edition came along', async () => {
    const { ledger, folder, choice, edition, files } = await sealedEarlier()
    const to = join(folder, 'b.juesuan')
    const sent = must(await transferBook(ledger, choice, { to, how: 'moved' }, opener))
    expect(sent.book).toMatchObject({ state: 'sealed', edition: { hash: edition.hash } })
    const open = must(openBook(closing(must(await openLedger(to, { ...opener, mode: 'read' }))), choice))
    expect(bytesOf(must(open.ledger.sealedFiles(sent.book.id)))).toEqual(bytesOf(files))
    expect(bytesOf(await renderBook(open, { formats: exportFormats }))).toEqual(bytesOf(files))
  }, 60_000)
})
