import { prepareRig, withRig } from './rig.ts'
import { cannotRun, ensureBuilt, runFlows } from './run-flows.ts'

/** `npm run test:desktop`: the flows in a real Electron window. */
await ensureBuilt()
const problem = prepareRig()
if (problem === null) process.exitCode = runFlows('desktop', withRig)
else {
  console.error(`!! NOT RUN: no Electron can be had here (${problem})`)
  process.exitCode = cannotRun
}
