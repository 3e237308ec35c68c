import { type Fact, type FactKind, type FactValue, factKinds, isFactValue } from '../../shared/engine/facts.ts'
import { factWords } from '../../shared/words/fact-kinds.ts'
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

/** An object that was stored. @throws Torn for anything else */
export function parseRecord(text: string): Readonly<Record<string, unknown>> {
  const value = parseStored(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Torn('内容已损坏')
  return value as Readonly<Record<string, unknown>>
}

/** What a `fact` row holds, to canonical JSON. */
export const storedText = (number: number | null, text: string | null): ValueText => text ?? String(number)

export type FactRow = [kind: string, key: string, number: number | null, text: string | null]

/** @throws Torn for a kind there is not, or a value it cannot have: only damage makes one, and no book can be made of it */
export function factOf([kind, key, number, text]: FactRow): Fact {
  if (!isKind(kind)) throw new Torn(`“${key.slice(0, 60)}”的种类已损坏`)
  const value = text === null ? number : parseStored(text)
  if (!isFactValue(kind, value)) throw new Torn(`“${factWords(kind, key.slice(0, 60))}”的内容已损坏`)
  return { kind, key, value }
}

/** True for the kinds that facts have. */
export const isKind = (word: unknown): word is FactKind => factKinds.some((kind) => kind === word)

// Half of a surrogate pair would be stored as another character than the journal's hash was taken of.
const unstorable = /[\p{Cs}\0]/u

/** @throws Refusal request-rejected if SQLite would not give the text back as it is */
export function checkStorable(where: string, ...texts: readonly string[]): void {
  for (const text of texts) {
    if (typeof text !== 'string' || unstorable.test(text)) throw refused(where, '含有不能保存的字符')
  }
}
