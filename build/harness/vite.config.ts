import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))

/** Builds the page of the grid's tests as the application is built: minified, for the browser of Electron. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [react()],
  build: {
    outDir: join(here, '../../out/harness'),
    emptyOutDir: true,
    target: 'chrome130',
    chunkSizeWarningLimit: 3000,
  },
})
