import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { desktopAttacks } from './desktop-attacks.ts'

// Opens the staged desktop program under a screen and tries what it is told, by number, one line each.

const [, , folder = '', ledger = ''] = process.argv
const executablePath = process.env['ELECTRON_RIG_EXECUTABLE']
if (executablePath === undefined) throw new Error('start this with npm run test:hostile')
mkdirSync(join(folder, 'user'), { recursive: true })
const args = ['--no-sandbox', '--disable-gpu', '--log-level=3', `--user-data-dir=${join(folder, 'user')}`, ledger]
const env = {
  ...(process.env as Record<string, string>),
  HOME: folder,
  XDG_CONFIG_HOME: join(folder, '.config'),
  LANG: 'zh_CN.UTF-8',
}
// now and then Playwright waits for ever for an old Electron whose window is there: another one is started then
async function open(): Promise<readonly [app: ElectronApplication, page: Page, tries: number]> {
  for (let tries = 1; ; tries++) {
    let started: ElectronApplication | null = null
    try {
      started = await _electron.launch({ executablePath: executablePath as string, args, env, timeout: 15_000 })
      return [started, started.windows()[0] ?? (await started.firstWindow({ timeout: 15_000 })), tries]
    } catch (error) {
      started?.process().kill('SIGKILL')
      if (tries === 3) throw error
    }
  }
}
const [app, page, tries] = await open()
page.setDefaultTimeout(8_000)
await page.waitForLoadState('load')
await page.locator('.form-host .ag-cell').first().waitFor({ timeout: 60_000 })
// said to whoever gathers the outcome: a window that opens only now and then is not fine
console.log(`ready ${tries}`)
for await (const line of createInterface({ input: process.stdin })) {
  const attack = desktopAttacks[Number(line)]
  try {
    if (attack === undefined) throw new Error(`no attack ${line}`)
    await attack.run(app, page)
    console.log(`ok ${attack.name.split(' ')[0] ?? ''}`)
  } catch (error) {
    console.log(`${attack?.name ?? ''}: ${(error as Error).message.replaceAll('\n', ' ').slice(0, 400)}`)
  }
}
app.process().kill('SIGKILL')
process.exit(0)
