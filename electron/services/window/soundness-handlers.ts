import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Client, Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { Problems } from '../../../shared/channels/salvage-values.ts'
import { problemPlace } from '../../../shared/words/ledger-places.ts'
import { backupFolder, type Problem, verifyFile } from '../../ledger/ledger.ts'
import { rejected } from '../gesture.ts'
import { backupNamed, withEnding } from './ledger-handlers.ts'
import { salvageInThread } from './salvaging.ts'
import { freePath, ledgerEnding, type Workspace } from './workspace.ts'

type SoundnessChannel =
  | 'ledger.verify'
  | 'ledger.verifyBackup'
  | 'ledger.backupFolder'
  | 'ledger.salvage'
  | 'ledger.openSalvaged'

/** Handlers that tell whether a ledger or a backup is sound, and save what is left of one that is not. */
export function soundnessHandlers(workspace: Workspace): Pick<Handlers, SoundnessChannel> {
  const { host } = workspace
  /** the ledger each window saved */
  const salvaged = new Map<Client, string>()

  const progressTo =
    (client: Client, task: string) =>
    (done: number): void =>
      host.push({ kind: 'progress', task, done }, (one) => one === client)

  /** Where the new ledger goes; null if the person would rather not. Nothing that is there is ever replaced. */
  async function newPlace(client: Client, damaged: string): Promise<string | null> {
    const name = `${basename(damaged, ledgerEnding)}（救出）`
    if (host.shell === 'browser') return freePath(host.documentsFolder, name)
    const chosen = await host.chooseSave(client, 'ledger', `${name}${ledgerEnding}`)
    return chosen === null ? null : withEnding(chosen)
  }

  return {
    'ledger.verify': (_, client) =>
      workspace.during(async ({ ledger }) => inWords(await ledger.verifyApart(progressTo(client, 'ledger.verify')))),

    'ledger.verifyBackup': async ({ backup }, client) => {
      const chosen = backupNamed(workspace, backup)
      if (!chosen.ok) return chosen
      const progress = progressTo(client, 'ledger.verifyBackup')
      return inWords(await verifyFile(chosen.value.path, workspace.opener, progress))
    },

    'ledger.backupFolder': async () => {
      const { meant } = workspace
      if (!meant.ok) return meant
      const path = backupFolder(meant.value)
      if (!existsSync(path)) return rejected('备份文件夹', '还没有备份')
      return ok({ path, isOpened: await host.showFolder(path) })
    },

    'ledger.salvage': async (_, client) => {
      const { meant } = workspace
      if (!meant.ok) return meant
      const from = meant.value
      const to = await newPlace(client, from)
      if (to === null) return ok(null)
      const made = await workspace.apart(() => salvageInThread({ from, to, program: host.program }))
      if (made.ok && made.value.ledger !== null) salvaged.set(client, made.value.ledger)
      else if (made.ok) salvaged.delete(client)
      return made
    },

    'ledger.openSalvaged': async (_, client) => {
      const saved = salvaged.get(client)
      if (saved === undefined) return rejected('账套', '还没有救出账套')
      const start = await workspace.openAt(saved, 'write')
      host.push({ kind: 'ledger-changed' }, (other) => other !== client)
      return ok(start)
    },
  }
}

function inWords(problems: Result<readonly Problem[]>): Result<Problems> {
  if (!problems.ok) return problems
  return ok(
    problems.value.map(({ book, place, detail }) => ({
      where: [book === null ? '' : `${book.department} ${book.year}`, problemPlace(place)]
        .filter((part) => part !== '')
        .join('：'),
      problem: detail,
    })),
  )
}
