import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'vitest'

const missing = 'missing tool: '

/** The name of the tool for want of which a test was skipped, from the note it left; undefined for other notes. */
export const missingTool = (note: string | undefined): string | undefined =>
  note?.startsWith(missing) ? note.slice(missing.length) : undefined

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Skips a test where the machine cannot do what it needs, as `needTool` does for a program; `what` names it. */
export function needs(context: TestContext, what: string, isThere: boolean): void {
  if (!isThere) context.skip(`${missing}${what}`)
}

/**
 * The path of a program that a test needs from the machine (`soffice`, `pdftotext`). Where there is none the test is
 * skipped, and the last lines of `npm test` name the tool.
 */
export function needTool(context: TestContext, name: string): string {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
  return candidates.find(isExecutable) ?? context.skip(`${missing}${name}`)
}
