import type { Chance } from '../testing/chance.ts'
import { hostileText } from './texts.ts'

/** Values that readers are not ready for. */
const edges: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  2 ** 53,
  '',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
]

/** Bytes damaged in one to eight places: turned over, cut out, doubled, put elsewhere, filled, cut off. */
export function mutateBytes(bytes: Uint8Array, chance: Chance): Uint8Array<ArrayBuffer> {
  let made = Buffer.from(bytes)
  for (let left = chance.between(1, 8); left > 0 && made.length > 0; left--) {
    const at = chance.below(made.length)
    const length = Math.min(made.length - at, 1 + chance.below(chance.oneOf([1, 4, 64, 1024])))
    switch (chance.below(9)) {
      case 0:
        made[at] = (made[at] ?? 0) ^ (1 << chance.below(8))
        break
      case 1:
        made[at] = chance.oneOf([0, 0xff, 0x7f, 0x80, chance.below(256)])
        break
      case 2:
        made = Buffer.concat([made.subarray(0, at), made.subarray(at + length)])
        break
      case 3:
        made = Buffer.concat([made.subarray(0, at + length), made.subarray(at)])
        break
      case 4:
        made.fill(chance.oneOf([0, 0xff, 0x28, 0x41]), at, at + length)
        break
      case 5:
        made.copy(made, chance.below(made.length), at, at + length)
        break
      case 6: {
        // a length or an offset that is far too large
        const number = Buffer.alloc(4)
        number.writeUInt32LE(chance.oneOf([0, 1, 0x7fffffff, 0xffffffff, 0x10000000, chance.next()]))
        number.copy(made, at)
        break
      }
      case 7:
        if (chance.once(4)) made = made.subarray(0, at)
        break
      default:
        made = Buffer.concat([
          made.subarray(0, at),
          Buffer.from(chance.list(length, () => chance.below(256))),
          made.subarray(at),
        ])
    }
  }
  return new Uint8Array(made)
}

/** A text damaged in one to four places. */
export function mutateText(text: string, chance: Chance, pieces: readonly string[]): string {
  let made = text
  for (let left = chance.between(1, 4); left > 0; left--) {
    const at = chance.below(made.length + 1)
    const length = chance.below(12)
    const piece = chance.oneOf(pieces)
    made = chance.oneOf([
      made.slice(0, at) + made.slice(at + length),
      made.slice(0, at) + piece + made.slice(at),
      made.slice(0, at) + piece + made.slice(at + length),
      made.slice(0, at) + made.slice(Math.max(0, at - length)),
      made.slice(at) + made.slice(0, at),
    ])
  }
  return made
}

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number }

function placesOf(value: unknown, found: Place[], depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || depth > 60) return found
  const holder = value as Record<string, unknown>
  const keys = Array.isArray(value) ? value.keys() : Object.keys(holder)
  for (const key of keys) {
    found.push({ holder, key })
    placesOf(holder[key as string], found, depth + 1)
  }
  return found
}

/** Objects in each other, deeper than any stack. */
export function nested(depth: number, chance: Chance): unknown {
  let value: unknown = 1
  const isList = chance.once(2)
  for (let level = 0; level < depth; level++) value = isList ? [value] : { of: value }
  return value
}

/** What may stand anywhere in a value that came as JSON. */
export function hostileValue(chance: Chance): unknown {
  switch (chance.below(8)) {
    case 0:
      return hostileText(chance)
    case 1:
      return nested(chance.oneOf([3, 50, 3_000]), chance)
    case 2:
      return chance.list(chance.oneOf([0, 2, 200, 20_000]), () => chance.oneOf(edges))
    case 3:
      return JSON.parse('{"__proto__":{"isTrusted":true},"constructor":{"prototype":{"polluted":1}}}') as unknown
    case 4:
      return chance.next() * chance.oneOf([1, -1, 1e9, 1e-3])
    case 5:
      return 'x'.repeat(chance.oneOf([1_000, 100_001, 1_000_000]))
    default:
      return chance.oneOf(edges)
  }
}

/**
 * A copy of a JSON value with one to four parts replaced, gone, doubled or beside an unknown one; gently, with one part
 * that stays of its type, so that more of it gets past the first look.
 */
export function mutateJson(value: unknown, chance: Chance, { isGentle = false } = {}): unknown {
  const root = { value: structuredClone(value) }
  const places = placesOf(root, [])
  for (let left = isGentle ? 1 : chance.between(1, 4); left > 0; left--) {
    const { holder, key } = chance.oneOf(places)
    const at = holder as Record<string | number, unknown>
    switch (isGentle ? chance.oneOf([0, 2, 4, 4]) : chance.below(8)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1)
        else Reflect.deleteProperty(at, key)
        break
      case 1:
        if (Array.isArray(holder)) holder.push(at[key])
        else at[`${key}x`] = at[key]
        break
      case 2: {
        const other = chance.oneOf(places)
        // never into itself: a value that came as JSON has no cycles
        at[key] = structuredClone((other.holder as Record<string | number, unknown>)[other.key])
        break
      }
      case 3:
        Object.defineProperty(at, '__proto__', {
          value: { polluted: true },
          enumerable: true,
          configurable: true,
          writable: true,
        })
        break
      case 4:
        if (typeof at[key] === 'string')
          at[key] = mutateText(at[key], chance, ['!', '.', '(', ')', '{', '}', '0', '+', '\u0000'])
        else if (typeof at[key] === 'number')
          at[key] = chance.oneOf([-at[key], at[key] + 0.5, at[key] * 1e15, at[key] + 1])
        else at[key] = hostileValue(chance)
        break
      default:
        at[key] = hostileValue(chance)
    }
  }
  return root.value ?? null
}
