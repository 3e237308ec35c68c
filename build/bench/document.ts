import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measured, Results } from './measure.ts'

/**
 * PDF and Word of the sample book as a command makes them, and as a window has them made; each in a process of its own
 * so that memory and the first run are its own.
 */
export function documentResults(): Results {
  return {
    ...measured('pdf', 'document-print', 'pdf'),
    ...measured('word', 'document-print', 'word'),
    ...measured('window', 'document-window'),
  }
}

function measured(name: string, program: string, ...words: readonly string[]): Results {
  const path = fileURLToPath(new URL(`./${program}.ts`, import.meta.url))
  const child = spawnSync(process.execPath, [path, ...words], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (child.status !== 0) return { [`document.${name}`]: { skipped: child.stderr.trim().split('\n').at(-1) ?? '' } }
  const results = JSON.parse(child.stdout) as Record<string, Measured>
  return Object.fromEntries(Object.entries(results).map(([what, value]) => [`document.${name}.${what}`, value]))
}
