import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measured, Results } from './measure.ts'

/** PDF and Word of the sample book, each in a process of its own so that memory and the first run are its own. */
export function documentResults(): Results {
  return { ...printed('pdf'), ...printed('word') }
}

function printed(what: 'pdf' | 'word'): Results {
  const program = fileURLToPath(new URL('./document-print.ts', import.meta.url))
  const child = spawnSync(process.execPath, [program, what], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (child.status !== 0) return { [`document.${what}`]: { skipped: child.stderr.trim().split('\n').at(-1) ?? '' } }
  const measured = JSON.parse(child.stdout) as Record<string, Measured>
  return Object.fromEntries(Object.entries(measured).map(([name, value]) => [`document.${what}.${name}`, value]))
}
