import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger } from '../../electron/ledger/ledger.ts'
import { makeSampleBook } from '../../electron/services/sample.ts'
import { renderInThread } from '../../electron/services/window/rendering.ts'
import { summary, timed, timedRuns } from './measure.ts'
import { must, opener } from './open-book.ts'

// Prints the sample book as a window does, each time after an edit: the book goes to the printing thread, and meanwhile
// the calling thread is to answer.

const folder = mkdtempSync(join(tmpdir(), 'juesuan-bench-'))
const ledger = must(await createLedger(join(folder, 'bench.juesuan'), opener))
const open = must(makeSampleBook(ledger))

function printed(run: number, wishes: Parameters<typeof renderInThread>[1]): Promise<unknown> {
  open.engine.apply([{ kind: 'cell', key: 'GK06!2080501@u1!basic', after: 7_391_326 + run }])
  return renderInThread(open, wishes)
}

let blocked = 0
let worked = 0
let last = { time: performance.now(), cpu: cpuTime() }
const watch = setInterval(() => {
  const now = { time: performance.now(), cpu: cpuTime() }
  blocked = Math.max(blocked, now.time - last.time)
  worked = Math.max(worked, now.cpu - last.cpu)
  last = now
}, 1)

/** Milliseconds this thread has worked: without those in which a busy machine let it wait. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

const first = await timed(() => printed(0, { formats: ['pdf'] }))
const warm = await timedRuns(8, (run) => printed(run, { formats: ['pdf'] }), 1)
const form = await timedRuns(14, (run) => printed(100 + run, { formats: ['pdf'], form: 'GK06' }), 3)
const word = await timedRuns(6, (run) => printed(200 + run, { formats: ['docx'] }), 1)
clearInterval(watch)
ledger.close()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(
  JSON.stringify({
    first: summary([first], 'ms', 4_000),
    warm: summary(warm, 'ms', 600),
    form: summary(form, 'ms', 120),
    word: summary(word, 'ms', 500),
    blocked: summary([blocked], 'ms', 100),
    worked: summary([worked], 'ms', 100),
    rss: summary([process.resourceUsage().maxRSS / 1024], 'MB', null),
  }),
  () => process.exit(),
)
