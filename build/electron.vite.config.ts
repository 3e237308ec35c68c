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

/** Notes which packages went into a bundle, for the licences (build/licences.ts). */
const notePackages = (part: string): Plugin => ({
  name: 'juesuan:packages',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []))
    const names = modules.flatMap(
      (id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(id)?.[1] ?? [],
    )
    mkdirSync(outDir(''), { recursive: true })
    writeFileSync(outDir(`packages-${part}.json`), JSON.stringify([...new Set(names)].sort()))
  },
})

/**
 * Main, preload and window, all below out/app. Targets are those of the oldest Electron the program is tested in (33:
 * Node 20.18, Chromium 130), whatever version of the `electron` package is installed.
 */
export default defineConfig({
  main: {
    plugins: [notePackages('main')],
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
          'render-worker': source('electron/services/window/render-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
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
