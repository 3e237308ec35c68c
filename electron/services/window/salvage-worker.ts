import { parentPort, workerData } from 'node:worker_threads'
import { salvage } from '../salvage.ts'
import type { SalvageOrder } from './salvaging.ts'

/** Entry of the thread that salvages a ledger (`salvaging.ts`). What is thrown ends it. */

const { from, to, program } = workerData as SalvageOrder
parentPort?.postMessage(await salvage({ from, to }, { clock: Date.now, program }))
