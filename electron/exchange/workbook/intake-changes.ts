import type { Book } from '../../../shared/engine/book.ts'
import { type Fact, type FactChange, type FactValue, factKinds } from '../../../shared/engine/facts.ts'

/** The largest department has some hundred of each; far beyond, a file is no final accounts and would only take memory. */
const mostRows = { row: 20_000, project: 20_000, unit: 2_000 } as const
const rowWords = { row: '科目编码', project: '项目', unit: '单位' } as const

/** Why a book has more than can be, in words for the user; null when it has not. */
export function tooMany(book: Book): string | null {
  for (const kind of ['row', 'project', 'unit'] as const) {
    const count = book.facts[kind].size
    if (count > mostRows[kind])
      return `${rowWords[kind]}过多（${count} 个，最多 ${mostRows[kind]} 个），不像一个部门的决算，未读入`
  }
  return null
}

function isSame(one: FactValue | null, other: FactValue | null): boolean {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return one === other
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}

/** The changes that make one book the other, by kind and key: units, codes and projects before the cells on them. */
export function differences(before: Book, after: Book): FactChange[] {
  const order = [
    'unit',
    'row',
    'project',
    ...factKinds.filter((kind) => !['unit', 'row', 'project'].includes(kind)),
  ] as const
  return (order as readonly Fact['kind'][]).flatMap((kind) => {
    const keys = new Set([...before.facts[kind].keys(), ...after.facts[kind].keys()])
    return [...keys].sort().flatMap((key): FactChange[] => {
      const value = after.get(kind, key)
      return isSame(before.get(kind, key), value) ? [] : [{ kind, key, after: value }]
    })
  })
}
