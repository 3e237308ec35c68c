import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Typesetter } from '../../electron/exchange/document/typesetter.ts'
import { createLedger } from '../../electron/ledger/ledger.ts'
import { program } from '../../electron/program/version.ts'
import { newBook } from '../../electron/services/books.ts'
import { previewImport } from '../../electron/services/import.ts'
import { openBook } from '../../electron/services/open-book.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { sampleDocument } from '../testing/document.ts'
import { summary, timed, timedRuns } from './measure.ts'

// Reads the 44 pages that we print of the sample book, and the published text, into an empty book, as a window does: a
// reader's thread each time, and the rest on the main thread, whose longest stand-still counts.

const folder = mkdtempSync(join(tmpdir(), 'juesuan-bench-intake-'))
const { department, year, edition } = sampleBook
const ledger = await createLedger(join(folder, 'bench.juesuan'), { clock: Date.now, program })
if (!ledger.ok) throw new Error(ledger.fault.kind)
newBook(ledger.value, { department, year, edition })
const opened = openBook(ledger.value, { department, year })
if (!opened.ok) throw new Error(opened.fault.kind)

const pdf = join(folder, 'published.pdf')
const typesetter = new Typesetter()
writeFileSync(pdf, (await typesetter.printDocument(sampleDocument())).bytes)
await typesetter.close()
const text = fileURLToPath(new URL('../../shared/sample/published/document.txt', import.meta.url))

const read = async (path: string): Promise<void> => {
  const preview = await previewImport(opened.value, path)
  if (!preview.ok || preview.value.preview.forms.length !== 14) throw new Error(`${path} was not read`)
}
let blocked = 0
let last = performance.now()
const watch = setInterval(() => {
  const now = performance.now()
  blocked = Math.max(blocked, now - last)
  last = now
}, 1)
const first = await timed(() => read(pdf))
const again = await timedRuns(8, () => read(pdf), 1)
const ofText = await timedRuns(8, () => read(text), 1)
clearInterval(watch)
ledger.value.close()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(
  JSON.stringify({
    first: summary([first], 'ms', 3_000),
    pdf: summary(again, 'ms', 3_000),
    text: summary(ofText, 'ms', 1_000),
    blocked: summary([blocked], 'ms', 100),
  }),
)
