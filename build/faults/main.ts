import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { browserKills, chromiumKills } from './browser-kills.ts'
import { runFamily, type Wish } from './campaign.ts'
import type { Family } from './case.ts'
import { cliKills } from './cli-kills.ts'
import { damages } from './damages.ts'
import { environment } from './environment.ts'
import { fullDisk } from './full-disk.ts'
import { powerLoss } from './power-loss.ts'
import { processKills } from './process-kills.ts'
import { Scenery } from './scenery.ts'
import { closingLines, type FamilyTally, failed, together } from './tally.ts'
import { windowKills } from './window-kills.ts'

/**
 * `npm run test:faults [-- --seed N] [--scale 0.1] [--only FAMILY|KIND] [--case KIND:NUMBER]`: what an accountant's
 * machine can do to a ledger, many times over, with a tally; docs/trust.md says what is tried and what counts as lost.
 * The same seed makes the same cases. Ends with 1 when anything was lost, crashed or hung.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20241124' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    case: { type: 'string' },
  },
})

function refuseWords(reason: string): never {
  console.error(reason)
  process.exit(2)
}

const [seed, scale] = [Number(values.seed), Number(values.scale)]
if (!Number.isSafeInteger(seed) || !(scale > 0 && scale <= 10))
  refuseWords('--seed takes a whole number, --scale 0 to 10')
const [, kind = '', number = ''] = /^(\w+):(\d+)$/.exec(values.case ?? '') ?? []
if (values.case !== undefined && kind === '') refuseWords('--case takes KIND:NUMBER, as it was printed')

const folder = mkdtempSync(join(tmpdir(), 'juesuan-faults-'))
// others pass through to files that are theirs
chmodSync(folder, 0o711)
// sources are read by many processes: what was compiled once need not be again
process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled')
const wish: Wish = {
  seed,
  scale,
  only: values.only ?? null,
  one: values.case === undefined ? null : { kind, number: Number(number) },
  // far more than the slowest case needs on a loaded machine
  patience: 60_000,
  folder,
  say: console.log,
}
const scenery = new Scenery(join(folder, 'scenery'))
const families: readonly Family[] = [
  ...environment(scenery),
  fullDisk(scenery),
  damages(scenery, join(folder, 'damages')),
  powerLoss(scenery),
  processKills(scenery),
  cliKills(scenery),
  browserKills(scenery),
  chromiumKills(scenery),
  windowKills(scenery),
]
const names = families.flatMap((family) => [family.name, ...family.kinds.map((one) => one.name)])
const named = values.case === undefined ? values.only : kind
if (named !== undefined && !names.includes(named)) refuseWords(`${named}: there are ${names.join(', ')}`)

console.log(`seed ${seed}, scale ${scale}`)
const told: FamilyTally[] = []
const started = performance.now()
try {
  for (const family of families) {
    const one = await runFamily(family, wish)
    if (one === null) continue
    told.push(one)
    if (one.missing !== null) console.log(`\n!! NOT RUN: ${family.name}: missing tool: ${one.missing}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`)
for (const line of closingLines(told)) console.log(line)
process.exitCode = failed(together(told)) === 0 ? 0 : 1
