import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { sampleBook } from '../../../shared/sample/sample.ts'
import { type Backup, type Ledger, listBackups, restoreLedger } from '../../ledger/ledger.ts'
import { rejected } from '../gesture.ts'
import { makeSampleBook } from '../sample.ts'
import { safeFileName } from './file-tokens.ts'
import { freePath, ledgerEnding, type Workspace } from './workspace.ts'

type LedgerChannel =
  | 'ledger.create'
  | 'ledger.choose'
  | 'ledger.openRecent'
  | 'ledger.openSample'
  | 'ledger.openReadOnly'
  | 'ledger.close'
  | 'ledger.backups'
  | 'ledger.backup'
  | 'ledger.restore'
  | 'ledger.restoreFile'

/** Handlers that open, make, close and safeguard the ledger. Nothing here overwrites or deletes a ledger. */
export function ledgerHandlers(workspace: Workspace): Pick<Handlers, LedgerChannel> {
  const { host } = workspace

  const opened = (): Ledger | null => {
    const { current } = workspace
    return current.ok ? current.value.ledger : null
  }

  /** Tells other windows that the ledger is another one now; also one of the same path, which was restored. */
  const told =
    <A extends unknown[], T>(act: (...args: A) => Promise<Result<T>>) =>
    async (...args: A): Promise<Result<T>> => {
      const before = opened()
      const result = await act(...args)
      if (opened() !== before) host.push({ kind: 'ledger-changed' }, (other) => other !== args[1])
      return result
    }

  const backups = (): Result<ReturnType<typeof shownBackup>[]> => {
    const path = workspace.meant
    if (!path.ok) return path
    const found = listBackups(path.value)
    return found.ok ? ok(found.value.map(shownBackup)) : found
  }

  return {
    'ledger.create': told(async ({ name }, client) => {
      const chosen = await host.chooseSave(client, 'ledger', `${safeFileName(name)}${ledgerEnding}`)
      if (chosen === null) return ok(workspace.start())
      return workspace.createAt(withEnding(chosen))
    }),

    'ledger.choose': told(async (_, client) => {
      const path = await host.chooseOpen(client, 'ledger')
      return ok(path === null ? workspace.start() : await workspace.openAt(path, 'write'))
    }),

    'ledger.openRecent': told(async ({ recent }) => {
      const path = workspace.recent()[recent]
      if (path === undefined) return rejected('账套', '没有这一个，请重新选择')
      return ok(await workspace.openAt(path, 'write'))
    }),

    'ledger.openSample': told(() => {
      const path = freePath(host.documentsFolder, `${sampleBook.year}年度部门决算（示例）`)
      return workspace.createAt(path, makeSampleBook)
    }),

    'ledger.openReadOnly': told(async () => {
      const path = workspace.meant
      return path.ok ? ok(await workspace.openAt(path.value, 'read')) : path
    }),

    'ledger.close': told(async () => ok(await workspace.closeLedger())),

    'ledger.backups': backups,

    'ledger.backup': async () => {
      const made = await workspace.during(({ ledger }) => ledger.autoBackup('manual'))
      return made.ok ? backups() : made
    },

    'ledger.restore': told(async ({ backup }) => {
      const chosen = backupNamed(workspace, backup)
      if (!chosen.ok) return chosen
      return workspace.replacing(async () => {
        const restored = await restoreLedger(chosen.value.path, chosen.value.ledger, workspace.opener)
        return restored.ok ? ok(restored.value.path) : restored
      })
    }),

    'ledger.restoreFile': told(async (_, client) => {
      const from = await host.chooseOpen(client, 'backup')
      if (from === null) return ok(workspace.start())
      const path = await placeOf(from)
      if (path === null) return ok(workspace.start())
      if (!path.isFaulty && existsSync(path.to)) return refuse({ kind: 'ledger-exists', path: path.to })
      return workspace.replacing(async () => {
        const restored = await restoreLedger(from, path.to, workspace.opener)
        return restored.ok ? ok(restored.value.path) : restored
      })

      /** A ledger that could not be opened gets its own place back; anything else goes where nothing is yet. */
      async function placeOf(file: string): Promise<{ readonly to: string; readonly isFaulty: boolean } | null> {
        const meant = workspace.meant
        if (meant.ok && !workspace.current.ok) return { to: meant.value, isFaulty: true }
        const chosen = await host.chooseSave(client, 'ledger', safeFileName(file))
        return chosen === null ? null : { to: withEnding(chosen), isFaulty: false }
      }
    }),
  }
}

/** A backup of the ledger that is meant, and that ledger's path. Fault: request-rejected if there is no such backup. */
export function backupNamed(workspace: Workspace, name: string): Result<Backup & { readonly ledger: string }> {
  const ledger = workspace.meant
  if (!ledger.ok) return ledger
  const found = listBackups(ledger.value)
  if (!found.ok) return found
  const chosen = found.value.find((backup) => backup.name === name)
  return chosen === undefined ? rejected('备份', '没有这一份，请重新选择') : ok({ ...chosen, ledger: ledger.value })
}

/** A path that ends as ledgers do. */
export const withEnding = (path: string): string => (extname(path) === ledgerEnding ? path : `${path}${ledgerEnding}`)

const shownBackup = ({ name, time, reason, bytes }: Backup) => ({ id: name, time, reason, bytes })
