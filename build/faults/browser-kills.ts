import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { callFrom } from '../../electron/e2e/calls.ts'
import { ensureBuilt } from '../../electron/e2e/run-flows.ts'
import { programFile } from '../../electron/program/places.ts'
import type { ChannelName, Input, Output } from '../../shared/channels/channels.ts'
import type { Result } from '../../shared/channels/result.ts'
import { Chance } from '../testing/chance.ts'
import { chromiumPath } from '../testing/chromium.ts'
import { type Bench, Crash, type Family, type Outcome } from './case.ts'
import { type Call, oneWork, openedBook, works, workUntilKilled } from './channel-work.ts'
import { exportedIsWhole } from './exported-file.ts'
import type { Scenery } from './scenery.ts'
import { backupsAreWhole } from './survival.ts'
import { toldSurvives } from './told-survives.ts'
import { anyMoment } from './victim.ts'

/** The window's program in a browser, killed while a tab works with it over HTTP. */
export function browserKills(scenery: Scenery): Family {
  return {
    name: 'browser-kills',
    lanes: 2,
    missing: async () => {
      await ensureBuilt()
      return null
    },
    kinds: [
      {
        name: 'browserShell',
        count: 34,
        run: (bench) => killedWhileServing(scenery, bench, (_, address) => entered(address)),
      },
    ],
  }
}

/** The same, with the page in a real browser that makes the calls. */
export function chromiumKills(scenery: Scenery): Family {
  return {
    name: 'chromium-kills',
    lanes: 1,
    missing: async () => {
      await ensureBuilt()
      return existsSync(chromiumPath) ? null : chromiumPath
    },
    kinds: [{ name: 'chromiumPage', count: 5, run: (bench) => killedWhileServing(scenery, bench, pageIn) }],
  }
}

/** A tab: its calls, and files it downloads by their path. */
type Tab = { readonly call: Call; readonly download: (path: string) => Promise<Uint8Array> }

/** @param enter how the tab gets in by the printed address */
async function killedWhileServing(
  scenery: Scenery,
  bench: Bench,
  enter: (bench: Bench, address: string) => Promise<Tab>,
): Promise<Outcome> {
  const ledger = join(bench.folder, '决算.juesuan')
  copyFileSync((await scenery.sample()).path, ledger)
  const child = served(bench, ledger)
  const { call, download } = await enter(bench, await addressOf(child))
  const { book, told } = await openedBook(call)
  const kill = new AbortController()
  const own = new Chance(bench.chance.below(2 ** 31))
  const exported = join(bench.folder, '决算.xlsx')
  const work = workUntilKilled(async () => {
    const before = told.exported
    await oneWork(call, book, told, own.oneOf(works), own)
    // a download that breaks off is none, which a browser tells
    if (told.exported !== null && told.exported !== before) {
      writeFileSync(exported, await download(`/files/${told.exported.token}`))
    }
  }, kill.signal)
  for (const wanted = bench.chance.between(0, 5); work.answers() < wanted && !work.isOver(); ) await pause(3)
  await anyMoment(bench, 400)
  const gone = once(child, 'close')
  if (child.exitCode !== null || child.signalCode !== null) throw new Crash('serve ended by itself')
  kill.abort()
  child.kill('SIGKILL')
  await gone
  await work.over
  const lost = [
    ...(await toldSurvives(ledger, told)),
    ...(await backupsAreWhole(ledger)),
    ...(await exportedIsWhole({ path: exported, old: null, isAcknowledged: false }, ledger)),
  ]
  return { kills: 1, lost, ended: work.answers() > 0 ? 'killed at work' : 'killed at the first call' }
}

function served({ folder, afterwards }: Bench, ledger: string): ChildProcess {
  const home = join(folder, 'home')
  mkdirSync(home)
  const words = ['serve', '--no-open', '--ledger', ledger]
  const child = spawn(process.execPath, [programFile('electron/shell/cli/main.ts'), ...words], {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  afterwards(() => child.kill('SIGKILL'))
  return child
}

async function addressOf(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const address = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'close').then(() => null),
  ])
  if (address === null) throw new Crash('serve ended by itself')
  return address
}

/** A page of the program in a real browser, which makes its calls as its own scripts do. */
async function pageIn({ afterwards }: Bench, address: string): Promise<Tab> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] })
  afterwards(() => browser.close())
  const page = await browser.newPage()
  await page.goto(address)
  await page.waitForURL(`${new URL(address).origin}/`)
  return {
    call: (name, input) => callFrom(page, name, input),
    download: async (path) => {
      const answer = await page.context().request.get(new URL(path, address).href)
      if (!answer.ok()) throw new Crash(`a file that was handed out is answered with ${answer.status()}`)
      return answer.body()
    },
  }
}

/** A tab without a browser, let in by the printed address. */
async function entered(address: string): Promise<Tab> {
  const { origin } = new URL(address)
  const entry = await fetch(address)
  const cookie = entry.headers.get('set-cookie')?.split(';')[0] ?? ''
  const client = randomUUID()
  const call = async <N extends ChannelName>(name: N, input: Input<N>): Promise<Result<Output<N>>> => {
    const headers = { 'content-type': 'application/json', 'x-client': client, cookie, origin }
    const answer = await fetch(`${origin}/call/${name}`, { method: 'POST', headers, body: JSON.stringify(input) })
    if (answer.status !== 200) throw new Crash(`${name} was answered with ${answer.status}`)
    return (await answer.json()) as Result<Output<N>>
  }
  const download = async (path: string): Promise<Uint8Array> => {
    const answer = await fetch(origin + path, { headers: { cookie } })
    if (answer.status !== 200) throw new Crash(`a file that was handed out is answered with ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  return { call, download }
}
