import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Type checks every project of the tree with the native compiler (TypeScript 7). Two compilers are installed: the
 * language service that ESLint needs is TypeScript 6, so the version is asserted rather than assumed.
 */
const projects = ['shared', 'electron', 'renderer', 'build', 'build/harness', 'build/tsconfig.test.json']

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const compiler = join(root, 'node_modules/@typescript/native/bin/tsc')

const tsc = (...options: string[]): { status: number; output: string } => {
  const run = spawnSync(process.execPath, [compiler, ...options], { cwd: root, encoding: 'utf8' })
  return { status: run.status ?? 1, output: run.stdout + run.stderr }
}

const version = tsc('--version').output.trim()
if (!/^Version 7\.0\./.test(version)) {
  console.error(`typecheck needs TypeScript 7.0, found: ${version}`)
  process.exit(1)
}

let failed = 0
for (const project of projects) {
  const started = performance.now()
  const { status, output } = tsc('--project', project, '--pretty', 'false')
  if (status !== 0) failed += 1
  process.stdout.write(output)
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${project}  ${Math.round(performance.now() - started)} ms`)
}
console.log(`${version}: ${projects.length - failed} projects passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
