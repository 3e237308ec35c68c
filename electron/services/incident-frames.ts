import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { programRoot } from '../program/places.ts'

/** So many steps of a stack tell where something happened. */
const most = 20
const frame = /^\s+at (?:(?<what>[\w$.#<>[\] ]{1,100}) \()?(?<where>\S[^()]*?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/

/**
 * The steps of a stack as a log may keep them: `name (electron/services/books.ts:12:3)`. The message, which stands
 * before the steps and may have lines that look like them, is left out; of a place outside the program only the file's
 * name is left, since folders are named after people.
 */
export function framesOf(error: unknown): readonly string[] {
  const { stack, message } = (error ?? {}) as { readonly stack?: unknown; readonly message?: unknown }
  if (typeof stack !== 'string') return []
  const quoted = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1
  // a message that was changed after it was thrown stands in the stack as it was: then nobody can tell where it ends
  if (quoted < 0 && typeof message === 'string' && message !== '') return []
  const steps = quoted < 0 ? stack : stack.slice(quoted + (message as string).length)
  return steps
    .split('\n')
    .flatMap((line) => {
      const { what, where, line: at, column } = frame.exec(line)?.groups ?? {}
      if (where === undefined) return []
      const place = `${placeOf(where)}:${at}:${column}`
      return [what === undefined ? place : `${what} (${place})`]
    })
    .slice(0, most)
}

const roots = [`${pathToFileURL(programRoot).href}/`, `${programRoot}/`, `${programRoot}\\`]

function placeOf(where: string): string {
  if (where.startsWith('node:')) return where
  const root = roots.find((one) => where.startsWith(one))
  const within = root === undefined ? basename(where.replaceAll('\\', '/')) : where.slice(root.length)
  return within.replaceAll('\\', '/')
}
