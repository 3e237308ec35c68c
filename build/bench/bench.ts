import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { builtInEdition } from '../testing/edition.ts'
import { engineOf, factsOf, sizes } from './books.ts'
import { compareResults } from './compare.ts'
import { documentResults } from './document.ts'
import { engineResults, layoutResults } from './engine.ts'
import { intakeResults } from './intake.ts'
import { ledgerResults } from './ledger.ts'
import type { Results } from './measure.ts'
import { workbookResults } from './workbook.ts'

// `npm run bench [-- --only engine,layout,compare,ledger,workbook,document,intake]`: measures and prints one JSON value, nothing else.

const edition = builtInEdition()
const parts: Readonly<Record<string, () => Results | Promise<Results>>> = {
  engine: () => engineResults(edition),
  layout: () => layoutResults(edition),
  compare: () => compareResults(edition),
  ledger: ledgerResults,
  workbook: workbookResults,
  document: documentResults,
  intake: intakeResults,
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = values.only?.split(',') ?? Object.keys(parts)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`--only takes ${Object.keys(parts).join(', ')}; not ${unknown.join(', ')}`)
  process.exit(2)
}
const results: Results = {}
for (const name of wanted) Object.assign(results, await parts[name]?.())
const large = factsOf('large', edition)
const { book } = engineOf(edition, large)
const report = {
  node: process.versions.node,
  machine: { cpu: cpus()[0]?.model ?? '', cores: availableParallelism(), load: loadavg()[0] },
  large: { ...sizes.large, codes: book.codes().size, facts: large.length },
  results,
}
console.log(JSON.stringify(report, null, 2))
