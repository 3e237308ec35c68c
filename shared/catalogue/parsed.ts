import type { z } from 'zod'
import { problem } from './problem.ts'

/** Lists and objects in a file, all levels together: the official editions have 3,000, a code table at most 20,000. */
const mostParts = 40_000

/**
 * A file of an edition as the vocabulary reads it.
 * @throws EditionProblem naming file, property and reason
 */
export function parsed<T extends z.ZodType>(schema: T, value: unknown, file: string): z.output<T> {
  // the vocabulary notes everything that is wrong with every part, which is a gigabyte for a hostile file
  if (hasMoreParts(value, mostParts))
    throw problem(file, '(whole file)', `has more than ${mostParts} lists and objects, no edition needs as many`)
  const outcome = schema.safeParse(value)
  if (outcome.success) return outcome.data
  const issue = outcome.error.issues[0]
  throw problem(file, issue?.path.join('.') || '(whole file)', issue?.message ?? 'does not follow the vocabulary')
}

function hasMoreParts(value: unknown, most: number): boolean {
  let count = 0
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const part = waiting.pop()
    if (typeof part !== 'object' || part === null) continue
    if (++count > most) return true
    for (const one of Array.isArray(part) ? part : Object.values(part)) waiting.push(one)
  }
  return false
}
