import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cannotRun, ensureBuilt, runFlows } from '../../electron/e2e/run-flows.ts'
import { application, root } from '../application.ts'
import { executableName, packedFolder, triedFolder } from './configuration.ts'
import { findElectron } from './electron.ts'
import { isPackedWith } from './electron-note.ts'

/** `npm run test:packaged`: packs the program for this system and drives it on a screen, its own or one in memory. */

const isThere = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0

/** True if the program was packed with the Electron of this machine, after it was built and the last change of how. */
function isPacked(): boolean {
  const packed = statSync(join(packedFolder, executableName), { throwIfNoEntry: false })?.mtimeMs
  const electron = findElectron()
  const sources = ['configuration.ts', 'package.ts', 'electron.ts', 'electron-note.ts'].map((name) =>
    join(import.meta.dirname, name),
  )
  return (
    packed !== undefined &&
    typeof electron !== 'string' &&
    isPackedWith(join(root, triedFolder), electron) &&
    [join(application, 'built.json'), ...sources].every((path) => existsSync(path) && statSync(path).mtimeMs < packed)
  )
}

function problem(): string | null {
  if (process.platform !== 'linux') return 'the packed program is driven by X11 keys, on Linux only'
  const missing = ['xdotool', ...(process.env['DISPLAY'] === undefined ? ['xvfb-run'] : [])].find(
    (one) => !isThere(one),
  )
  return missing === undefined ? null : `no ${missing}`
}

const why = problem()
if (why !== null) {
  console.error(`!! NOT RUN: the packed program cannot be driven here (${why})`)
  process.exitCode = cannotRun
} else {
  await ensureBuilt()
  const packing = isPacked()
    ? 0
    : spawnSync(process.execPath, [join(import.meta.dirname, 'package.ts'), 'dir'], { cwd: root, stdio: 'inherit' })
        .status
  const screen = process.env['DISPLAY'] === undefined ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'] : []
  process.exitCode = packing === 0 ? runFlows('packed', screen) : (packing ?? 1)
}
