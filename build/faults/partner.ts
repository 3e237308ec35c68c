import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BackupReason } from '../../electron/ledger/ledger.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import { faultText } from '../../shared/words/faults.ts'
import { type Bench, Crash } from './case.ts'
import type { SaidBook } from './said.ts'

/** What a partner is to do next. */
export type Wish =
  | { readonly act: 'open'; readonly path: string; readonly mode: 'read' | 'write'; readonly wait: number }
  | { readonly act: 'type' | 'paste'; readonly seed: number }
  | { readonly act: 'export' | 'backup'; readonly path: string }
  | { readonly act: 'autoBackup'; readonly reason: Exclude<BackupReason, 'damaged'> }
  | { readonly act: 'clockBack'; readonly milliseconds: number }
  | { readonly act: 'close' }

/** What it came to. A fault is a clear one; what the ledger says comes with everything that was acknowledged. */
export type Answer = {
  readonly fault: Fault | null
  readonly path: string | null
  readonly said: readonly SaidBook[] | null
}

/** A program that does one thing at a time. */
export type Partner = {
  readonly ask: (wish: Wish) => Promise<Answer>
  /** `ask`, for what must be done */
  readonly must: (wish: Wish) => Promise<Answer>
  readonly kill: () => Promise<void>
}

const script = fileURLToPath(new URL('partner-process.ts', import.meta.url))

/** Nobody: a user whom the system does not let through everywhere, as it does an administrator. */
export const nobody = 65_534
const isAdministrator = process.getuid?.() === 0

/**
 * Starts a partner.
 *
 * @param asNobody under an account that modes of files hold for
 */
export function partner({ afterwards }: Pick<Bench, 'afterwards'>, asNobody = false): Partner {
  const changed = asNobody && isAdministrator
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    ...(changed ? { uid: nobody, gid: nobody, env: { ...process.env, HOME: '/', NODE_COMPILE_CACHE: '' } } : {}),
  })
  afterwards(() => child.kill('SIGKILL'))
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void; wish: Wish }[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.resolve(JSON.parse(line) as Answer)
  })
  // what cannot be started has an error and never closes
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', (error) => {
      complaints += error.message
      resolve()
    })
  })
  let isOver = false
  void ended.then(() => {
    isOver = true
    for (const { reject, wish } of waiting.splice(0)) {
      reject(new Crash(`${wish.act}: the process ended: ${child.signalCode ?? ''} ${complaints.slice(-2_000)}`))
    }
  })
  child.stdin.on('error', () => undefined)
  const ask = async (wish: Wish): Promise<Answer> => {
    const answer = await new Promise<Answer>((resolve, reject) => {
      if (isOver) {
        reject(new Crash(`${wish.act}: the process has ended: ${complaints.slice(-2_000)}`))
        return
      }
      waiting.push({ resolve, reject, wish })
      child.stdin.write(`${JSON.stringify(wish)}\n`)
    })
    if (answer.fault?.kind === 'unexpected') throw new Crash(`${wish.act}: unexpected`)
    if (answer.fault !== null && !/\p{Script=Han}/u.test(faultText(answer.fault))) {
      throw new Crash(`${wish.act}: no clear fault: ${JSON.stringify(answer.fault)}`)
    }
    return answer
  }
  return {
    ask,
    must: async (wish) => {
      const answer = await ask(wish)
      if (answer.fault !== null) throw new Crash(`${wish.act} was refused: ${JSON.stringify(answer.fault)}`)
      return answer
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/**
 * Why no partner can be started here under an account that modes of files hold for: a checkout that nobody else may
 * enter, a container without the right to change accounts. Null if one can.
 */
export async function partnerMissing(asNobody: boolean): Promise<string | null> {
  const undoings: (() => unknown)[] = []
  try {
    // answered when everything is loaded
    await partner({ afterwards: (undo) => void undoings.push(undo) }, asNobody).must({
      act: 'clockBack',
      milliseconds: 0,
    })
    return null
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    const told = error.message.split('\n')
    const reason = told.find((line) => /Error|\bE[A-Z]{3,}/.test(line)) ?? told[0] ?? ''
    return `a process of another account (${reason.trim()})`
  } finally {
    for (const undo of undoings) await undo()
  }
}
