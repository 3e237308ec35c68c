import { z } from 'zod'

/**
 * What became of the keys of an older edition: `from-<older edition>.json` in the folder of the newer one. Only what
 * changed is listed; a key that is not named means the same in both. How a line is read:
 *
 *   [a] → [b] renamed   [a] → [b, c] split   [a, b] → [c] merged   [a] → [] dropped   [] → [c] new
 */

const keysOf = <T extends z.ZodType<string>>(key: T) => ({
  old: z.array(key).max(200),
  new: z.array(key).max(200),
  /** why, with the notice that says so; shown in the preview of a new year */
  why: z.string().min(2).max(300),
})
const Key = z.string().regex(/^[A-Za-z0-9_]+$/)
const FormKey = z.string().regex(/^(GK|S)[0-9]{2}$/)

/** data: forms, or codes of the functional classification */
export const FormChange = z.strictObject(keysOf(FormKey))
export const CodeChange = z.strictObject(keysOf(z.string().regex(/^[0-9]{3}([0-9]{2}){0,2}$/)))
/** data: columns or fixed rows of a form, named as the newer edition names it */
export const PlaceChange = z.strictObject({ form: FormKey, ...keysOf(Key) })

export const Succession = z.strictObject({
  /** data: name of the older edition */
  from: z.string().regex(/^[a-z]+-[0-9]{4}$/),
  forms: z.array(FormChange).optional(),
  columns: z.array(PlaceChange).optional(),
  rows: z.array(PlaceChange).optional(),
  codes: z.array(CodeChange).optional(),
})
export type Succession = z.infer<typeof Succession>
export type KeyChange = z.infer<typeof FormChange>
export type PlaceChange = z.infer<typeof PlaceChange>

/** Name of the file of a succession. */
export const successionFile = (from: string): string => `from-${from}.json`
export const isSuccessionFile = (file: string): boolean => /^from-[^/]+\.json$/.test(file)
