import { Typesetter } from '../../electron/exchange/document/typesetter.ts'
import { writeWord } from '../../electron/exchange/word/write.ts'
import { documentContent } from '../../electron/services/document.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { sampleEngine } from '../testing/narrative.ts'
import { summary, timed, timedRuns } from './measure.ts'

// Prints the document of the sample book from this process, again and again, each time after an edit.

const engine = sampleEngine()
const { department, year } = sampleBook
/** The content after edit number `run`. */
const edited = (run: number) => {
  engine.apply([{ kind: 'cell', key: 'GK06!2080501@u1!basic', after: 7_391_326 + run }])
  const changed = new Date(Date.UTC(2025, 7, 1) + run).toISOString()
  return documentContent({ engine, edition: engine.edition, summary: { department, year, changed } })
}

if (process.argv[2] === 'word') {
  const times = await timedRuns(10, (run) => writeWord(edited(run), 'whole'), 0)
  process.stdout.write(
    JSON.stringify({ word: summary(times, 'ms', 500), first: summary(times.slice(0, 1), 'ms', 500) }),
  )
  process.exit()
}

const typesetter = new Typesetter()
const first = await timed(() => typesetter.printDocument(edited(0)))
const warm = await timedRuns(8, (run) => typesetter.printDocument(edited(run)), 1)
const forms = edited(1).tables
const form = await timedRuns(
  14,
  (run) => {
    const { tables, properties } = edited(run + 100)
    const table = tables[(run + forms.length) % forms.length]
    return table === undefined ? null : typesetter.printForm(table, properties)
  },
  3,
)
await typesetter.close()
process.stdout.write(
  JSON.stringify({
    first: summary([first], 'ms', 4_000),
    warm: summary(warm, 'ms', 600),
    form: summary(form, 'ms', 120),
    rss: summary([process.resourceUsage().maxRSS / 1024], 'MB', 450),
  }),
)
