import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApplication, isBuilt, root } from './application.ts'

/** `npm start`: builds if something changed, opens the desktop window, or serves a browser where there is none. */

/** The Electron binary, asked of the file system: importing the package would try to download it. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : (binaries[process.platform] ?? 'electron')
  const path = join(folder, 'dist', name)
  return existsSync(path) ? path : null
}
const binaries: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

const hasScreen = (): boolean =>
  process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined

if (!isBuilt()) {
  console.log('正在构建……')
  await buildApplication()
}

const words = process.argv.slice(2)
const electron = electronBinary()
if (electron !== null && hasScreen()) {
  const child = spawn(electron, [root, ...words], { stdio: 'inherit' })
  child.on('exit', (code) => process.exit(code ?? 1))
} else {
  const reason = electron === null ? '没有安装 Electron 运行程序' : '没有图形界面'
  console.log(`${reason}，改在浏览器中填报；按 Ctrl+C 结束。`)
  const { serveWindow } = await import('../electron/shell/browser/main.ts')
  const ledger = words.find((word) => word.endsWith('.juesuan'))
  const { address } = await serveWindow({ ledger: ledger ?? null, port: 0, opens: !words.includes('--no-open') })
  console.log(address)
}
