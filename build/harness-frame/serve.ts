import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBrowserShell } from '../../electron/shell/browser/server.ts'
import { Pages } from '../../electron/shell/pages/pages.ts'

/** Serves what `vite build` left in out/frame over a fresh set of folders: `node serve.ts [ledger] [port]`. */
const folder = mkdtempSync(join(tmpdir(), 'juesuan-frame-'))
const shell = await startBrowserShell({
  pages: new Pages(join(import.meta.dirname, '../../out/frame')),
  folders: { settings: join(folder, 'settings'), documents: join(folder, 'documents') },
  ledger: process.argv[2] || null,
  port: Number(process.argv[3] ?? 0),
  checksOutput: true,
})
console.log(shell.address)
