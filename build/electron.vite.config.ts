import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { noncePlace } from '../electron/shell/pages/pages.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** Built beside its place first (build/application.ts). */
const outDir = (part: string): string => join(process.env['JUESUAN_OUT'] ?? join(root, 'out/app'), part)
const source = (path: string): string => join(root, path)

/** Notes the folders of the packages that went into a bundle, for the licences (build/licences.ts). */
const notePackages = (part: string): Plugin => ({
  name: 'juesuan:packages',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []))
    const folders = modules.flatMap(
      (id) => /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
    )
    mkdirSync(outDir(''), { recursive: true })
    writeFileSync(outDir(`packages-${part}.json`), JSON.stringify([...new Set(folders)].sort()))
  },
})

/**
 * Leaves out the zip reader of exceljs and the eighty packages that come with it, one of them without a licence:
 * workbooks are never read with exceljs (electron/exchange/workbook/sheet-parts.ts).
 */
const withoutZipReader: Plugin = {
  name: 'juesuan:without-zip-reader',
  enforce: 'pre',
  resolveId: (source) => (source === 'unzipper' ? '\0unzipper' : null),
  load: (id) => (id === '\0unzipper' ? 'export {}' : null),
}

/**
 * Main, preload and window, all below out/app. Targets are those of the oldest Electron the program is tested in (33:
 * Node 20.18, Chromium 130), whatever version of the `electron` package is installed.
 */
export default defineConfig({
  main: {
    plugins: [withoutZipReader, notePackages('main')],
    build: {
      outDir: outDir('main'),
      target: 'node20.18',
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        // the one package that cannot be bundled
        external: ['better-sqlite3'],
        input: {
          index: source('electron/shell/desktop/main.ts'),
          'read-worker': source('electron/exchange/workbook/read-worker.ts'),
          'document-worker': source('electron/exchange/intake/document-worker.ts'),
          'typeset-worker': source('electron/exchange/document/typeset-worker.ts'),
          'verify-worker': source('electron/ledger/verify-worker.ts'),
          'salvage-worker': source('electron/services/window/salvage-worker.ts'),
          'render-worker': source('electron/services/window/render-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [notePackages('preload')],
    build: {
      outDir: outDir('preload'),
      target: 'node20.18',
      minify: true,
      // a sandboxed preload is one CommonJS file that can require nothing but electron
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: source('electron/shell/desktop/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    base: '/',
    html: { cspNonce: noncePlace },
    plugins: [react(), notePackages('renderer')],
    build: {
      outDir: outDir('renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: true,
      // nothing is inlined that a content policy would have to allow
      assetsInlineLimit: 0,
      // the window is loaded from this machine: fewer files count for more than smaller ones
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { input: source('renderer/index.html') },
    },
  },
})
