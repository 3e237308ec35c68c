import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSample } from './build-sample.ts'
import { processIo } from './process-io.ts'
import { report } from './report.ts'

// `npm run sample`: the published 2024 book into out/sample/ of the project.
const folder = join(fileURLToPath(new URL('../../..', import.meta.url)), 'out', 'sample')
const io = processIo()
const task = { name: 'sample', wantsJson: process.argv.includes('--json'), ledger: folder }

process.exitCode = await report(task, io, () => buildSample(folder, io))
