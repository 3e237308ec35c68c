import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type DiagnosticSection, diagnosticText, type ExportedAll } from '../../../shared/channels/care-values.ts'
import type { Client, Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { windowFaultText } from '../../../shared/words/window-faults.ts'
import { StableZip } from '../../exchange/stable-zip.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { diagnose } from '../diagnostics.ts'
import { type ExportedAll as Exported, exportAll } from '../export-all.ts'
import { earlierIn, manifestName } from '../export-all-manifest.ts'
import { safeName } from '../export-name.ts'
import type { Incidents } from '../incidents.ts'
import type { FileTokens } from './file-tokens.ts'
import { handOut } from './hand-out.ts'
import { renderInThread } from './rendering.ts'
import type { Running } from './running.ts'
import { ledgerEnding, type Workspace } from './workspace.ts'

type CareChannel = 'app.logs' | 'app.diagnostics' | 'export.all' | 'export.diagnostics'

/** Handlers of looking after program and ledger: everything exported, the folder of the log, diagnostics. */
export function careHandlers(
  workspace: Workspace,
  files: FileTokens,
  running: Running,
  incidents: Incidents,
): Pick<Handlers, CareChannel> {
  const { host, settings } = workspace
  /** what each window looks at: what is saved is what was seen */
  const shown = new Map<Client, readonly DiagnosticSection[]>()

  const lookingAt = (ledger: Ledger | null): Promise<DiagnosticSection[]> => {
    const { meant } = workspace
    return diagnose({
      clock: host.clock,
      shell: host.shell === 'desktop' ? '桌面窗口' : '浏览器',
      runtime: host.runtime,
      logFile: incidents.file,
      ledger,
      path: meant.ok ? meant.value : null,
      fault: workspace.start().fault,
    })
  }

  const exported = (
    ledger: Ledger,
    { folder, replace, client, signal }: { folder: string; replace: boolean; client: Client; signal: AbortSignal },
  ): Promise<Result<Exported>> =>
    exportAll(ledger, {
      folder,
      replace,
      toReplace: '选“替换上次导出的文件”',
      fonts: settings.fonts,
      signal,
      render: (open, wishes) => {
        const { signal: stop, progress, remark, ...rest } = wishes
        const told = {
          ...(stop === undefined ? {} : { signal: stop }),
          ...(progress === undefined ? {} : { progress }),
          ...(remark === undefined ? {} : { remark }),
        }
        return renderInThread(open, rest, told)
      },
      progress: (done) => host.push({ kind: 'progress', task: 'export.all', done }, (one) => one === client),
    })

  return {
    'app.logs': async () => {
      const path = dirname(incidents.file)
      mkdirSync(path, { recursive: true, mode: 0o700 })
      return ok({ path, isOpened: await host.showFolder(path) })
    },

    'app.diagnostics': async (_, client) => {
      const looked = await workspace.during(async ({ ledger }) => ok(await lookingAt(ledger)))
      const sections = looked.ok ? looked.value : await lookingAt(null)
      shown.set(client, sections)
      return ok(sections)
    },

    'export.diagnostics': ({ keys }, client) => {
      const kept = (shown.get(client) ?? []).filter(({ key }) => keys.includes(key))
      return handOut({ host, files, client }, '诊断信息.txt', () => ok(Buffer.from(diagnosticText(kept))))
    },

    'export.all': ({ replace }, client) =>
      running.run(client, (signal) =>
        workspace.during(async ({ ledger }): Promise<Result<ExportedAll | null>> => {
          const name = `${safeName(basename(ledger.path, ledgerEnding))}_全部年度`
          if (host.shell === 'browser') return asZip(ledger, name, { client, signal })
          const chosen = await host.chooseFolder(client)
          if (chosen === null) return ok(null)
          // a folder of its own, unless the person points at the one of last time
          const folder = earlierIn(chosen) === null ? join(chosen, name) : chosen
          const done = await exported(ledger, { folder, replace, client, signal })
          return done.ok ? ok({ ...files.keep(join(folder, manifestName)), name: folder, ...told(done.value) }) : done
        }),
      ),
  }

  /** A browser takes one file: the folder as a zip. */
  async function asZip(
    ledger: Ledger,
    name: string,
    { client, signal }: { readonly client: Client; readonly signal: AbortSignal },
  ): Promise<Result<ExportedAll | null>> {
    const folder = mkdtempSync(join(tmpdir(), 'juesuan-all-'))
    try {
      const done = await exported(ledger, { folder, replace: false, client, signal })
      if (!done.ok) return done
      const file = await handOut({ host, files, client }, `${name}.zip`, async () => {
        const zip = new StableZip()
        for (const path of [...done.value.paths, manifestName]) {
          signal.throwIfAborted()
          await zip.add(`${name}/${path}`, await readFile(join(folder, path)))
        }
        return ok(await zip.finish())
      })
      if (!file.ok) return file
      return ok(file.value === null ? null : { ...file.value, ...told(done.value) })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

const told = ({ books, paths, kept, problems, remarks }: Exported) => ({
  books,
  files: paths.length,
  kept,
  problems: problems.map(({ book, fault }) => `${book}：${windowFaultText(fault)}`),
  remarks: [...remarks],
})
