import { existsSync, readFileSync } from 'node:fs'
import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok } from '../../../shared/channels/result.ts'
import { logFile } from '../../program/person-folders.ts'
import { programFile } from '../../program/places.ts'
import { type Incidents, incidentLog } from '../incidents.ts'
import { analysisHandlers } from './analysis-handlers.ts'
import { bookHandlers } from './book-handlers.ts'
import { careHandlers } from './care-handlers.ts'
import { documentHandlers } from './document-handlers.ts'
import { editionHandlers } from './edition-handlers.ts'
import { exportHandlers } from './export-handlers.ts'
import { FileTokens } from './file-tokens.ts'
import { fontHandlers } from './font-handlers.ts'
import type { Host } from './host.ts'
import { importHandlers } from './import-handlers.ts'
import { ledgerHandlers } from './ledger-handlers.ts'
import { Previews } from './previews.ts'
import { Running } from './running.ts'
import { makeServe, type Serve } from './serve.ts'
import { soundnessHandlers } from './soundness-handlers.ts'
import { transferHandlers } from './transfer-handlers.ts'
import { Workspace } from './workspace.ts'
import { yearHandlers } from './year-handlers.ts'

/** Everything behind a shell's windows: what they call, the files they may speak of, and how the program ends. */
export type Services = {
  readonly serve: Serve
  readonly files: FileTokens
  readonly incidents: Incidents
  /** Opens the ledger and gets ready, while the first window is still being made. */
  readonly warm: () => void
  /** Opens a ledger a person named outside the windows, and tells them. */
  readonly open: (path: string) => Promise<void>
  /** The printed pages a window looks at, by their token; null for any other. */
  readonly preview: (token: string) => Uint8Array<ArrayBuffer> | null
  /** Finishes what is being done and closes the ledger. Nothing may be served afterwards. */
  readonly end: () => Promise<void>
}

/** One function for each channel, over one workspace; whatever the shell, the same. */
export function createHandlers(host: Host, incidents: Incidents, files: FileTokens, previews = new Previews()) {
  const workspace = new Workspace(host, incidents)
  const running = new Running()
  const handlers: Handlers = {
    'app.start': async () => ok(await workspace.begin()),
    'app.about': () =>
      ok({ version: host.version, runtime: [...host.runtime].map(([n, v]) => [n, v]), licences: licences() }),
    'app.closed': ({ saved }, client) => {
      host.closed(client, saved)
      return ok({})
    },
    ...ledgerHandlers(workspace),
    ...soundnessHandlers(workspace),
    ...bookHandlers(workspace),
    ...yearHandlers(workspace),
    ...importHandlers(workspace, files),
    ...exportHandlers(workspace, files, running),
    ...documentHandlers(workspace, files, previews, running),
    ...fontHandlers(workspace),
    ...analysisHandlers(workspace, files),
    ...editionHandlers(workspace, files),
    ...transferHandlers(workspace, files),
    ...careHandlers(workspace, files, running, incidents),
  }
  return { handlers, workspace }
}

/**
 * Puts the handlers behind the one call path.
 *
 * @param options.checksOutput also checks what goes out; in development and tests
 */
export function startServices(host: Host, options: { readonly checksOutput?: boolean } = {}): Services {
  const incidents = incidentLog(logFile(host.settingsFolder), host.clock)
  const files = new FileTokens()
  const previews = new Previews()
  const { handlers, workspace } = createHandlers(host, incidents, files, previews)
  return {
    serve: makeServe(handlers, incidents, options.checksOutput === true),
    files,
    incidents,
    warm: () => void workspace.warm().catch((error: unknown) => incidents.unexpected(error, 'warm')),
    open: async (path) => {
      await workspace.openAt(path, 'write')
      host.push({ kind: 'ledger-changed' }, () => true)
    },
    preview: (token) => previews.bytes(token),
    end: async () => {
      await workspace.end()
      previews.close()
    },
  }
}

/** Licences of everything in the bundle, which the build gathers. */
function licences(): string {
  const file = programFile('licences.txt')
  if (existsSync(file)) return readFileSync(file, 'utf8')
  return '从源程序运行：各组件的许可文本在 node_modules 的各个文件夹里。'
}
