import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Electron } from './electron.ts'

/** Beside the packed program: which Electron and which addon it was packed with. */
const noteName = 'packed-with.json'

const noteOf = ({ version, addon, dist }: Electron): string => `${JSON.stringify({ version, addon, dist }, null, 2)}\n`

/** Notes beside a packed program what it was packed with; written last, so that half a package has no note. */
export function notePacked(folder: string, electron: Electron): void {
  writeFileSync(join(folder, noteName), noteOf(electron))
}

/** True if the program in a folder was packed with exactly this Electron and this addon. */
export function isPackedWith(folder: string, electron: Electron): boolean {
  try {
    return readFileSync(join(folder, noteName), 'utf8') === noteOf(electron)
  } catch {
    return false
  }
}
