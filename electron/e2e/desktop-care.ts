import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { inetSockets, processTree } from '../../build/testing/sockets.ts'
import { needs } from '../../build/tools.ts'
import { callFrom, mustFrom } from './calls.ts'
import { command, desktopWindow, environment, executable, startWords } from './desktop-window.ts'
import { afterwards, home, sampleLedger } from './homes.ts'

const commandLineOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}

describe('the program', () => {
  it('has no socket of the internet, in none of its processes', async (context) => {
    needs(context, '/proc (Linux)', existsSync('/proc/self/fd'))
    const at = home()
    mkdirSync(join(at, 'user'), { recursive: true })
    const ledger = await sampleLedger()
    // not through Playwright, which talks to the program over a port
    const child = spawn(executable(), startWords(at, ledger), { env: environment(at), stdio: 'ignore' })
    const pid = child.pid ?? 0
    const gone = new Promise((resolve) => child.once('exit', resolve))
    afterwards(async () => {
      child.kill('SIGKILL')
      await gone
    })
    const seen = new Set<string>()
    // from its start until the window has long been drawn over the open ledger
    for (let look = 0; look < 60; look++) {
      for (const { protocol, local, remote } of inetSockets(processTree(pid)))
        seen.add(`${protocol} ${local} ${remote}`)
      await pause(200)
    }
    const tree = processTree(pid)
    expect(tree.some((one) => commandLineOf(one).includes('--type=renderer'))).toBe(true)
    expect(existsSync(`${ledger}.lock`)).toBe(true)
    expect(readFileSync(join(at, 'user', 'settings.json'), 'utf8')).toContain(ledger)
    expect([...seen]).toEqual([])
  })

  it('opens the folder of its log; a page that died is noted there, with nothing else', async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    const { app, page } = window
    await app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openPath = (path) => {
        opened.push(path)
        return Promise.resolve('')
      }
    })
    await command(window, 'help.logs')
    const folder = join(window.home, 'user', 'logs')
    const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    await expect.poll(opened).toEqual([folder])
    expect(existsSync(folder)).toBe(true)
    expect(await mustFrom(page, 'app.logs', {})).toEqual({ path: folder, isOpened: true })
    await app.evaluate(({ dialog, BrowserWindow }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    })
    const log = join(folder, 'juesuan.log')
    await expect.poll(() => existsSync(log)).toBe(true)
    const [line = ''] = readFileSync(log, 'utf8').split('\n')
    expect(JSON.parse(line)).toMatchObject({ task: 'window', fault: 'page crashed' })
    // no copies of memory, unless asked for
    expect(existsSync(join(folder, 'crashes'))).toBe(false)
  })

  it('exports everything into the folder the person chooses', { timeout: 120_000 }, async () => {
    const window = await desktopWindow({ ledger: await sampleLedger() })
    const { app, page } = window
    const chosen = home()
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    }, chosen)
    await command(window, 'export.all')
    await page.getByRole('dialog').getByRole('button', { name: '导出', exact: true }).last().click()
    await page.getByText('已导出 1 个年度决算').waitFor({ timeout: 90_000 })
    const folder = join(chosen, '部门决算_全部年度')
    expect(existsSync(join(folder, 'manifest.json'))).toBe(true)
    const again = await callFrom(page, 'export.all', { replace: false })
    expect(again).toMatchObject({ ok: false, fault: { kind: 'request-rejected', where: folder } })
  })
})
