import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rigElectron } from '../../electron/e2e/rig.ts'
import { root } from '../application.ts'

/** An Electron to pack the program with. */
export type Electron = {
  /** folder as its release unpacks */
  readonly dist: string
  readonly version: string
  /** folder of the better-sqlite3 that must stand in for ours; null where ours loads. Such a package is not to be shipped */
  readonly addon: string | null
}

/**
 * The Electron of this machine: that of the `electron` package where its binary was fetched, else that of the tests.
 * Says why there is none.
 */
export function findElectron(): Electron | string {
  const folder = join(root, 'node_modules/electron')
  const dist = join(folder, 'dist')
  if (!existsSync(join(dist, 'version'))) return rigElectron()
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { dist, version, addon: null }
}
