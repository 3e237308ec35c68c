import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

/** Words for Node that take the network from a program; what it tries is noted in a file. */
export function withoutNetwork(attempts: string, serves?: '127.0.0.1'): readonly string[] {
  const address = pathToFileURL(`${import.meta.dirname}/no-network.mjs`)
  address.searchParams.set('attempts', attempts)
  if (serves !== undefined) address.searchParams.set('serves', serves)
  return ['--import', address.href]
}

/** What was tried, one line each; none when the file is not there. */
export const attemptsIn = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs a program to its end. */
export async function ran(
  command: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  const child: ChildProcess = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('no pipes')
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', reject)
  })
  const [out, err, code] = await Promise.all([text(stdout), text(stderr), ended])
  return { code, out, err }
}
