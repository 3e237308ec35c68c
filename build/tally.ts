import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { missingTool } from './tools.ts'

export type Tally = {
  passed: number
  failed: number
  skipped: number
  missingTools: ReadonlyMap<string, number>
  /** full names of the tests that passed, but not at the first try */
  retried: readonly string[]
}

/** Counts the tests of a run; a file that could not be loaded and an error outside every test are failures too. */
export function tally(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): Tally {
  const missingTools = new Map<string, number>()
  const retried: string[] = []
  let passed = 0
  let failed = strayErrors.length
  let skipped = 0
  for (const module of modules) {
    failed += module.errors().length
    for (const suite of module.children.allSuites()) failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (test.diagnostic()?.flaky === true) retried.push(test.fullName)
      if (result.state === 'passed') passed += 1
      else if (result.state === 'skipped') skipped += 1
      else failed += 1
      const tool = result.state === 'skipped' ? missingTool(result.note) : undefined
      if (tool !== undefined) missingTools.set(tool, (missingTools.get(tool) ?? 0) + 1)
    }
  }
  return { passed, failed, skipped, missingTools, retried }
}

/** The closing lines of a run: tools that were missing, tests left out, and last the one line that others read. */
export function tallyLines({ passed, failed, skipped, missingTools, retried }: Tally): string[] {
  return [
    ...retried.map((name) => `passed only when tried again: ${name}`),
    ...[...missingTools].map(([tool, tests]) => `missing tool: ${tool} (${tests} skipped)`),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${passed} passed, ${failed} failed`,
  ]
}

/** Vitest reporter that prints the closing lines; it comes last in the list, so that they are the last lines. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    console.log(tallyLines(tally(modules, strayErrors)).join('\n'))
  }
}
