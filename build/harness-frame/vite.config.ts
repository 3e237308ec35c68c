import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { noncePlace } from '../../electron/shell/pages/pages.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** The window alone, built as the application is but into a folder of its own, for work on the frame. */
export default defineConfig({
  root: join(root, 'renderer'),
  base: '/',
  html: { cspNonce: noncePlace },
  plugins: [react()],
  build: {
    outDir: join(root, 'out/frame'),
    emptyOutDir: true,
    target: 'chrome130',
    minify: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
  },
})
