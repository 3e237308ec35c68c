import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the program keeps what belongs to the person; tests give folders of their own. */
export type Folders = { readonly settings: string; readonly documents: string }

/** The folders of whoever runs the program: the same for the desktop, the browser shell and the command line. */
export function ownFolders(): Folders {
  const { env, platform } = process
  const home = homedir()
  const settings =
    platform === 'win32'
      ? join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'juesuan')
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support', 'juesuan')
        : join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'juesuan')
  const documents = join(home, 'Documents')
  return { settings, documents: join(existsSync(documents) ? documents : home, '部门决算') }
}

/** What a person is shown as the log folder: the log and, where somebody asked for them, crash dumps. */
export const logFolder = (settings: string): string => join(settings, 'logs')

/** In a folder that only its owner writes to: a log in a shared one could be a link laid there by somebody else. */
export const logFile = (settings: string): string => join(logFolder(settings), 'juesuan.log')
