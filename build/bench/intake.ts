import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measured, Results } from './measure.ts'

/** Intake of a published document into an empty book, in a process of its own. */
export function intakeResults(): Results {
  const program = fileURLToPath(new URL('./intake-read.ts', import.meta.url))
  const child = spawnSync(process.execPath, [program], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (child.status !== 0) return { intake: { skipped: child.stderr.trim().split('\n').at(-1) ?? '' } }
  const measured = JSON.parse(child.stdout) as Record<string, Measured>
  return Object.fromEntries(Object.entries(measured).map(([name, value]) => [`intake.${name}`, value]))
}
