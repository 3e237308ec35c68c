import { writeWorkbook } from '../../electron/exchange/workbook/write.ts'
import { layOut } from '../../shared/layout/layout.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { builtInEdition } from '../testing/edition.ts'
import { engineOf, factsOf } from './books.ts'
import { summary, timedRuns } from './measure.ts'

// Writes the workbook of one book (sample or large) in this process and says how long it took and what it held.

const name = process.argv[2] === 'large' ? 'large' : 'sample'
const edition = builtInEdition()
const engine = engineOf(edition, factsOf(name, edition))
const { department, year } = sampleBook
const { edition: editionName, revision } = edition.edition.head

function* tables(onPaper: boolean): Generator<PrintedTable> {
  for (const { key, form } of edition.forms)
    if (form.onPaper === onPaper) yield layOut(engine, key, { department, year })
}

const write = () =>
  writeWorkbook({
    tables: tables(true),
    supplements: tables(false),
    explanations: [],
    manifest: {
      edition: { edition: editionName, revision, hash: '0'.repeat(64) },
      department,
      year,
      revision: 1,
      lastJournalTime: '2025-08-01T00:00:00.000Z',
      facts: engine.book.list(),
    },
    properties: { title: '决算', department, year, created: new Date('2025-08-01T00:00:00Z') },
    showSupplements: false,
  })
// the large book is written once, as by a command; the small one warm, as by a window
const times = name === 'large' ? await timedRuns(1, write, 0) : await timedRuns(15, write, 5)
const rss = summary([process.resourceUsage().maxRSS / 1024], 'MB', null)
process.stdout.write(JSON.stringify({ time: summary(times, 'ms', null), rss }))
