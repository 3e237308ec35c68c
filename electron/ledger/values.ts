import type { Fact, FactKind, FactValue } from '../../shared/engine/facts.ts'
import { Refusal, Torn } from './file-faults.ts'

/**
 * A fact's value as canonical JSON: the one text by which values are compared, journaled and hashed. Numbers are
 * stored as INTEGER and strings and objects as this text, so the string "5" and the number 5 stay apart.
 */
export type ValueText = string

const refused = (where: string, reason: string): Refusal => new Refusal({ kind: 'request-rejected', where, reason })

/** Facts come from imports and channels too: the type is a promise, not a proof. */
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Canonical JSON of a value: members of objects in the order of their names.
 *
 * @throws Refusal request-rejected for a number that is not a safe integer, or another type
 */
export function encodeValue(value: FactValue, key: string): ValueText {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw refused(key, '金额必须是以分为单位的安全整数')
    return String(value) // -0 becomes 0
  }
  if (typeof value === 'string') return JSON.stringify(value)
  if (!isRecord(value)) throw refused(key, '不支持的值')
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, member] of members) {
    const isPlain = member === null || typeof member === 'string' || Number.isFinite(member)
    if (!isPlain) throw refused(`${key}.${name}`, '不支持的值')
  }
  return JSON.stringify(Object.fromEntries(members))
}

/** The value behind a text that `encodeValue` made. */
export const decodeValue = (text: ValueText): FactValue => parseStored(text) as FactValue

/** @throws Torn if the text is no JSON, which it was when it was stored */
export function parseStored(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Torn('内容已损坏')
  }
}

/** What a `fact` row holds, to canonical JSON. */
export const storedText = (number: number | null, text: string | null): ValueText => text ?? String(number)

export type FactRow = [kind: string, key: string, number: number | null, text: string | null]

export const factOf = ([kind, key, number, text]: FactRow): Fact => ({
  kind: kind as FactKind,
  key,
  value: text === null ? (number as number) : decodeValue(text),
})

// Half of a surrogate pair would be stored as another character than the journal's hash was taken of.
const unstorable = /[\p{Cs}\0]/u

/** @throws Refusal request-rejected if SQLite would not give the text back as it is */
export function checkStorable(where: string, ...texts: readonly string[]): void {
  for (const text of texts) {
    if (typeof text !== 'string' || unstorable.test(text)) throw refused(where, '含有不能保存的字符')
  }
}
