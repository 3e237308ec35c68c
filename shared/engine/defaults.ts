import { parseCellKey } from '../address/cell.ts'
import type { Book } from './book.ts'
import type { Engine } from './engine.ts'
import type { FactChange } from './facts.ts'

/** Changes that put the facts back as they are now. */
export const inverseOf = (book: Book, changes: readonly FactChange[]): FactChange[] =>
  changes.map(({ kind, key }) => ({ kind, key, after: book.get(kind, key) })).reverse()

/** Whether a change states a value in a default cell. */
export const statesDefault = (engine: Engine, change: FactChange): boolean => defaultStated(engine, change) !== null

/**
 * Takes back the stated defaults among changes just applied that say only what their formula gives: a default is kept
 * only where it differs from what the formula gives after the whole gesture (design §3). One look is enough, because
 * letting go of a value that equals its formula moves nothing else.
 */
export const needlessDefaults = (engine: Engine, changes: readonly FactChange[]): FactChange[] =>
  changes.flatMap((change): FactChange[] => {
    const cell = defaultStated(engine, change)
    if (cell === null || engine.formulaValue(cell) !== change.after) return []
    return [{ kind: change.kind, key: change.key, after: null }]
  })

function defaultStated(engine: Engine, { kind, key, after }: FactChange): ReturnType<typeof parseCellKey> {
  if (kind !== 'cell' || after === null) return null
  const cell = parseCellKey(key)
  return cell !== null && engine.cell(cell)?.kind === 'default' ? cell : null
}
