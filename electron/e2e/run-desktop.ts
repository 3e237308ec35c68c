import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../build/application.ts'
import { cannotRun, ensureBuilt, runFlows } from './run-flows.ts'

/** `npm run test:desktop`: the flows in a real Electron window, on a machine that may have neither Electron nor screen. */
const rig = join(root, '../shared/electron-rig')

function problem(): string | null {
  if (!existsSync(join(rig, 'prepare'))) return `no ${rig}`
  const prepared = spawnSync(join(rig, 'prepare'), { stdio: ['ignore', 'ignore', 'inherit'] })
  return prepared.status === 0 ? null : `${rig}/prepare ended with ${String(prepared.status)}`
}

const found = problem()
if (found === null) {
  await ensureBuilt()
  const staged = spawnSync(join(rig, 'stage'), [root, 'out/app'], { stdio: ['ignore', 'ignore', 'inherit'] })
  process.exitCode = staged.status === 0 ? runFlows('desktop', [join(rig, 'run'), 'juesuan']) : 1
} else {
  console.error(`!! NOT RUN: no Electron can be had here (${found})`)
  process.exitCode = cannotRun
}
