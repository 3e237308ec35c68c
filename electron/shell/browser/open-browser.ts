import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The command that opens an address in the person's browser, or null where there is no screen or no such command. */
export function browserOpener(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] | null {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '""']
  const hasScreen = env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined
  return hasScreen && isThere('xdg-open', env['PATH'] ?? '') ? ['xdg-open'] : null
}

/** Opens an address of ours in the person's browser; that it cannot is no fault, the address is printed. */
export function openBrowser(address: string): void {
  const [command, ...options] = browserOpener() ?? []
  if (command === undefined) return
  const child = spawn(command, [...options, address], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function isThere(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
