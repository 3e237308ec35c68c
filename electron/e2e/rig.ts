import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../build/application.ts'

/** A real Electron window for machines that may have neither Electron nor screen: the only file that looks for the rig. */
const rig = join(root, '../shared/electron-rig')

/** Makes Electron ready and stages what was built last; says why it cannot be had here, or null. */
export function prepareRig(): string | null {
  if (!existsSync(join(rig, 'prepare'))) return `no ${rig}`
  for (const [name, ...words] of [['prepare'], ['stage', root, 'out/app']] as const) {
    const done = spawnSync(join(rig, name), words, { stdio: ['ignore', 'ignore', 'inherit'] })
    if (done.status !== 0) return `${rig}/${name} ended with ${String(done.status)}`
  }
  return null
}

/** Command and words that start a program with a screen and ELECTRON_RIG_EXECUTABLE around it. */
export const withRig: readonly string[] = [join(rig, 'run'), 'juesuan']

/** Electron and the addon that loads in it, to pack a program with for tests; says why they cannot be had here. */
export function rigElectron(): { dist: string; version: string; addon: string } | string {
  if (!existsSync(join(rig, 'prepare'))) return `no ${rig}`
  const done = spawnSync(join(rig, 'prepare'), { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  if (done.status !== 0) return `${rig}/prepare ended with ${String(done.status)}`
  const folder = done.stdout.trim()
  const dist = join(folder, 'dist')
  return { dist, version: readFileSync(join(dist, 'version'), 'utf8').trim(), addon: join(folder, 'better-sqlite3') }
}
