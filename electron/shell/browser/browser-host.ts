import { randomUUID } from 'node:crypto'
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Client, Push } from '../../../shared/channels/channels.ts'
import type { Folders } from '../../program/person-folders.ts'
import { program, version } from '../../program/version.ts'
import type { FileTokens } from '../../services/window/file-tokens.ts'
import type { Host } from '../../services/window/host.ts'
import { freePath, ledgerEnding } from '../../services/window/workspace.ts'

/** Files on their way between a tab and the program: a folder of their own, gone with the program. */
export class Passage {
  private readonly folder = mkdtempSync(join(tmpdir(), 'juesuan-'))

  /** A new place for a file of this name. */
  place(name: string): string {
    const folder = join(this.folder, randomUUID())
    mkdirSync(folder, { mode: 0o700 })
    return join(folder, name)
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * The host of browser tabs. They have no native dialogs: a file to open was uploaded with the call, a file to save is
 * made in the passage and downloaded, and ledgers lie in the documents folder.
 *
 * @param uploadOf token of the file that came with the call being served
 */
export function browserHost(parts: {
  readonly folders: Folders
  readonly ledger: string | null
  readonly passage: Passage
  readonly files: () => FileTokens
  readonly uploadOf: (client: Client) => string | null
  readonly push: (push: Push, isMeant: (client: Client) => boolean) => void
  readonly closed: (client: Client, saved: boolean) => void
}): Host {
  const { folders, ledger, passage, files, uploadOf, push, closed } = parts
  return {
    shell: 'browser',
    program,
    version,
    runtime: [
      ['Node', process.versions.node],
      ['V8', process.versions.v8],
    ],
    clock: Date.now,
    settingsFolder: folders.settings,
    documentsFolder: folders.documents,
    ledger,
    chooseOpen: (client, wanted) => {
      const token = uploadOf(client)
      const path = token === null ? null : files().find(token)
      if (path === null || !path.ok) return Promise.resolve(null)
      // a ledger to work on has to outlive the passage
      return Promise.resolve(wanted === 'ledger' ? settled(path.value, folders.documents) : path.value)
    },
    chooseSave: (_, wanted, name) => {
      if (wanted !== 'ledger') return Promise.resolve(passage.place(name))
      mkdirSync(folders.documents, { recursive: true })
      return Promise.resolve(join(folders.documents, name))
    },
    chooseFolder: () => Promise.resolve(null),
    showFolder: () => Promise.resolve(false),
    reveal: () => undefined,
    closed,
    push,
  }
}

/** An uploaded ledger among the others, under a free name; what is no database stays where it is and is refused there. */
function settled(path: string, documents: string): string {
  if (!looksLikeDatabase(path)) return path
  const place = freePath(documents, basename(path, ledgerEnding))
  copyFileSync(path, place)
  return place
}

function looksLikeDatabase(path: string): boolean {
  const head = Buffer.alloc(16)
  const file = openSync(path, 'r')
  try {
    readSync(file, head, 0, 16, 0)
  } finally {
    closeSync(file)
  }
  return head.toString('latin1') === 'SQLite format 3\0'
}
