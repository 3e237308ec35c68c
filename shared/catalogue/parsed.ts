import type { z } from 'zod'
import { problem } from './problem.ts'

/**
 * A file of an edition as the vocabulary reads it.
 * @throws EditionProblem naming file, property and reason
 */
export function parsed<T extends z.ZodType>(schema: T, value: unknown, file: string): z.output<T> {
  const outcome = schema.safeParse(value)
  if (outcome.success) return outcome.data
  const issue = outcome.error.issues[0]
  throw problem(file, issue?.path.join('.') || '(whole file)', issue?.message ?? 'does not follow the vocabulary')
}
