import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../electron/e2e/run-flows.ts'
import { families } from './families.ts'
import { attack, mostMemory, mostMilliseconds, type Record_ } from './watch.ts'

/**
 * Hostile input: `npm run test:hostile [-- --seed N --scale 0.1 --only FAMILY --case SEED]`. Every case follows from
 * the seed; one that breaks the program is printed with a seed of its own, by which it can be tried alone. The last
 * line is JSON for whoever gathers the campaigns. What was lost or corrupted is other campaigns' business: nothing
 * here is killed but a process that hangs.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20241231' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    case: { type: 'string' },
  },
})
const seed = Number(values.seed)
const scale = Number(values.scale)
const only = values.case === undefined ? null : Number(values.case)
const wanted = families.filter(({ name }) => values.only?.includes(name) ?? true)
if (!Number.isInteger(seed) || !(scale > 0) || wanted.length === 0 || (only !== null && wanted.length !== 1)) {
  console.error(`families: ${families.map(({ name }) => name).join(' ')}; --case goes with one --only`)
  process.exit(2)
}

// once, before both lanes: two that need the window would build it into each other
if (wanted.some(({ needsWindow = false }) => needsWindow)) await ensureBuilt()

const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
const say = (line: string): void => console.log(line)
say(`seed ${seed}, scale ${scale}; limits: ${mostMilliseconds / 1000} s and ${mostMemory / 1024 / 1024} MB a case`)

const records: Record_[] = []
const queue = [...wanted]
const lane = async (): Promise<void> => {
  for (let family = queue.shift(); family !== undefined; family = queue.shift()) {
    const { cases, isFixed = false } = family
    const count = only !== null ? 1 : isFixed ? cases : Math.max(1, Math.ceil(cases * scale))
    const record = await attack(family, count, { seed, folder, only, say })
    records.push(record)
    say(lineOf(record))
  }
}
const started = performance.now()
await Promise.all([lane(), lane()])
rmSync(folder, { recursive: true, force: true })

function lineOf({ family, tried, crashes, hangs, memory, milliseconds, longest, outcomes, missing }: Record_): string {
  if (missing !== null) return `missing ${family.padEnd(12)} ${missing}`
  const state = crashes + hangs > 0 ? 'FAILED ' : 'ok     '
  const most = [...outcomes].sort(([, a], [, b]) => b - a).slice(0, 8)
  const shown = most.map(([outcome, count]) => `${outcome} ${count}`).join(', ')
  const size = `${Math.round(memory / 1024 / 1024)} MB`
  return `${state} ${family.padEnd(12)} ${tried} tried, ${Math.round(milliseconds / 1000)} s, longest ${Math.round(longest)} ms, ${size}: ${shown}`
}

const sum = (of: (record: Record_) => number): number => records.reduce((total, record) => total + of(record), 0)
const missing = records.filter((record) => record.missing !== null)
const failed = records.filter(({ crashes, hangs }) => crashes + hangs > 0).length
const tally = {
  kills: 0,
  corruptions: 0,
  lost: 0,
  tried: sum(({ tried }) => tried),
  crashes: sum(({ crashes }) => crashes),
  hangs: sum(({ hangs }) => hangs),
}
const memory = Math.max(0, ...records.map((record) => record.memory))
say(
  `${Math.round((performance.now() - started) / 1000)} s, most memory of a process ${Math.round(memory / 1024 / 1024)} MB`,
)
for (const again of records.flatMap(({ triedAgain }) => triedAgain)) say(`passed only when tried again: ${again}`)
for (const { family, missing: tool } of missing) say(`missing tool: ${tool} (${family} not tried)`)
say(`${records.length - failed - missing.length} passed, ${failed} failed`)
say(JSON.stringify(tally))
process.exit(failed > 0 ? 1 : 0)
