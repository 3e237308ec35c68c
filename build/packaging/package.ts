import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, Platform } from 'electron-builder'
import { cannotRun } from '../../electron/e2e/run-flows.ts'
import { buildApplication, isBuilt, root } from '../application.ts'
import { configuration, triedFolder } from './configuration.ts'
import { findElectron } from './electron.ts'
import { notePacked } from './electron-note.ts'

/**
 * `npm run package:dir`: the program packed for this system and processor, unpacked, to be started and tested.
 * `npm run package -- linux|win|mac`: what is shipped for one system, all processors; electron-builder fetches Electron
 * and its own tools.
 */
const systems = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC } as const

/** What electron-builder signs and notarises with; where a secret is not set, a workflow gives an empty text. */
const signing = ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'] as const

const [word = ''] = process.argv.slice(2)
if (word === 'dir') await packFolder()
else if (Object.hasOwn(systems, word)) await packShipped(word as keyof typeof systems)
else {
  console.error(`what to package: dir, or one of ${Object.keys(systems).join(', ')}`)
  process.exitCode = 2
}

async function packFolder(): Promise<void> {
  const electron = findElectron()
  if (typeof electron === 'string') {
    console.error(`!! NOT PACKAGED: no Electron can be had here (${electron})`)
    process.exitCode = cannotRun
    return
  }
  if (!isBuilt()) await buildApplication()
  rmSync(join(root, triedFolder), { recursive: true, force: true })
  await build({
    targets: Platform.current().createTarget('dir'),
    config: configuration(electron, triedFolder),
    projectDir: root,
    publish: 'never',
  })
  notePacked(join(root, triedFolder), electron)
  console.log(`packaged with Electron ${electron.version}: ${triedFolder}`)
  if (electron.addon !== null) {
    console.log(`!! PACKAGED WITH THE TEST ELECTRON ${electron.version} AND AN ADDON BUILT FOR IT: NOT FOR SHIPPING`)
  }
}

async function packShipped(system: keyof typeof systems): Promise<void> {
  for (const name of signing) if (process.env[name] === '') Reflect.deleteProperty(process.env, name)
  await buildApplication()
  const made = await build({
    targets: systems[system].createTarget(),
    config: configuration(null),
    projectDir: root,
    publish: 'never',
  })
  for (const path of made) console.log(relative(root, path))
}
