import { z } from 'zod'

/**
 * One of several schemas, told apart by looking at the value: what does not fit is refused with the words of the schema
 * meant, where a union would only say that none of them fits – after trying them all.
 *
 * @param expected what a value that is none of them should have been
 */
export function choice<T>(expected: string, choose: (value: unknown) => z.ZodType<T> | undefined): z.ZodType<T> {
  return z.unknown().transform((value, context): T => {
    const outcome = choose(value)?.safeParse(value)
    if (outcome?.success === true) return outcome.data
    const issues = outcome?.error.issues ?? [{ code: 'custom', path: [], message: expected, input: value } as const]
    context.issues.push(...(issues as typeof context.issues))
    return z.NEVER
  })
}

/** One of several objects, told apart by a key that each of them must have. */
export function byKey<T>(schemas: Readonly<Record<string, z.ZodType<T>>>): z.ZodType<T> {
  const keys = Object.keys(schemas)
  return choice(`expected an object with one of the keys ${keys.join(', ')}`, (value) =>
    typeof value === 'object' && value !== null ? schemas[keys.find((key) => key in value) ?? ''] : undefined,
  )
}
