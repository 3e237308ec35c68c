import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildApplication, isBuilt, root } from '../../build/application.ts'

/** Exit code where what a run needs of the machine is not there; nothing was tested. */
export const cannotRun = 3

/** Builds the application if something changed since. */
export async function ensureBuilt(): Promise<void> {
  if (!isBuilt()) await buildApplication()
}

/**
 * Runs the flows of one kind of window and returns the exit code; words of the command line select among them.
 *
 * @param prefix command and words that start a program with what the flows need around it
 */
export function runFlows(kind: 'chromium' | 'desktop' | 'packed', prefix: readonly string[] = []): number {
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'build/vitest.e2e.config.ts']
  const [command, ...words] = [...prefix, process.execPath, ...vitest, ...process.argv.slice(2)]
  const env = { ...process.env, JUESUAN_FLOWS: kind }
  return spawnSync(command as string, words, { cwd: root, env, stdio: 'inherit' }).status ?? 1
}
