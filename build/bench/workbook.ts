import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Measured, Results } from './measure.ts'

const writer = fileURLToPath(new URL('../../electron/exchange/workbook/write.ts', import.meta.url))

/** Export of the workbook, each book in a process of its own so that its memory is its own. */
export function workbookResults(): Results {
  if (!existsSync(writer)) return { workbook: { skipped: 'electron/exchange/workbook/write.ts is not there yet' } }
  return { ...exported('sample', 300, null), ...exported('large', 6_000, 500) }
}

function exported(name: 'sample' | 'large', target: number, memory: number | null): Results {
  const program = fileURLToPath(new URL('./workbook-export.ts', import.meta.url))
  const child = spawnSync(process.execPath, [program, name], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (child.status !== 0) return { [`workbook.${name}`]: { skipped: child.stderr.trim().split('\n').at(-1) ?? '' } }
  const { time, rss } = JSON.parse(child.stdout) as { time: Measured; rss: Measured }
  return {
    [`workbook.${name}`]: { ...time, target },
    [`workbook.rss.${name}`]: { ...rss, target: memory },
  }
}
