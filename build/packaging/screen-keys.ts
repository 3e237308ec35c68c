import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'

/**
 * Keys as a person presses them and the system's own dialogs, by way of xdotool: no debugger reaches into a packed
 * program's main process.
 */
const run = promisify(execFile)

async function xdotool(...words: readonly string[]): Promise<string> {
  const { stdout } = await run('xdotool', words, { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  return stdout.trim()
}

/** Title of the window that keys go to; empty while none has them. */
const focusedTitle = (): Promise<string> => xdotool('getwindowfocus', 'getwindowname').catch(() => '')

/** Waits until keys go to the window with this title. */
async function focusOn(title: string): Promise<void> {
  await expect.poll(focusedTitle, { timeout: 60_000, interval: 100 }).toBe(title)
}

/** Gives the keys to a window, as a click on its title does; a screen without a window manager gives them to none. */
export async function toWindow(title: string): Promise<void> {
  const found = (): Promise<string> => xdotool('search', '--onlyvisible', '--name', `^${title}$`).catch(() => '')
  await expect.poll(found, { timeout: 60_000, interval: 100 }).not.toBe('')
  await xdotool('windowfocus', (await found()).split('\n')[0] ?? '')
  await focusOn(title)
}

export async function pressKeys(...keys: readonly string[]): Promise<void> {
  await xdotool('key', '--delay', '60', ...keys)
}

export async function typeText(text: string): Promise<void> {
  await xdotool('type', '--delay', '30', text)
}

/** Answers the system's dialog for saving a file with an absolute path, of letters a keyboard has. */
export async function saveAs(path: string): Promise<void> {
  await focusOn('导出到')
  // the dialog has the keys before its field for the name has them
  await new Promise((resolve) => setTimeout(resolve, 500))
  await pressKeys('ctrl+a')
  await typeText(path)
  await pressKeys('Return')
}
