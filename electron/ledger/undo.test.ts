import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cell,
  edition,
  factsOf,
  freshLedger,
  gesture,
  must,
  refused,
  reopened,
  revisionOf,
  sealNow,
  set,
  typed,
} from './fixtures/ledgers.ts'

describe('undo and redo', () => {
  it('go back and forth over a restart, returning to the place', async () => {
    const { ledger, path, book } = await freshLedger(undefined, [cell('a', 1)])
    const place = { form: 'GK05', row: 'a', column: null }
    must(ledger.commit(book.id, { ...typed(1, set('a', 2)), label: '录入', place }))
    must(gesture(ledger, book.id, set('a', null), set('b', 9)))
    ledger.close()
    const again = await reopened(path)
    expect(must(again.undo(book.id))).toMatchObject({ target: 3, revision: 4 })
    expect(factsOf(again, book.id)).toEqual({ a: 2 })
    expect(must(again.undo(book.id, { base: 4 }))).toMatchObject({
      target: 2,
      label: '录入',
      place,
      changes: [{ kind: 'cell', key: 'a', before: 2, after: 1 }],
    })
    expect(refused(again.undo(book.id)).kind).toBe('nothing-to-undo')
    again.close()
    const third = await reopened(path)
    expect(must(third.findBook('某局', 2024))).toMatchObject({ canUndo: false, canRedo: true })
    expect(must(third.redo(book.id))).toMatchObject({ target: 2, label: '录入', place })
    must(third.redo(book.id))
    expect(factsOf(third, book.id)).toEqual({ b: 9 })
    expect(refused(third.redo(book.id)).kind).toBe('nothing-to-redo')
    expect(must(third.verify())).toEqual([])
  })

  it('are named beforehand, and by nothing once the book is sealed', async () => {
    const { ledger, book } = await freshLedger()
    const named = (label: string, after: number) =>
      must(ledger.commit(book.id, { ...typed(revisionOf(ledger, book.id), set('a', after)), label }))
    expect(must(ledger.reversible(book.id))).toEqual({ undo: null, redo: null })
    named('一', 1)
    named('二', 2)
    expect(must(ledger.reversible(book.id))).toEqual({ undo: '二', redo: null })
    must(ledger.undo(book.id))
    expect(must(ledger.reversible(book.id))).toEqual({ undo: '一', redo: '二' })
    must(ledger.undo(book.id))
    expect(must(ledger.reversible(book.id))).toEqual({ undo: null, redo: '一' })
    must(ledger.redo(book.id))
    expect(must(ledger.reversible(book.id))).toEqual({ undo: '一', redo: '二' })
    must(sealNow(ledger, book.id))
    expect(must(ledger.reversible(book.id))).toEqual({ undo: null, redo: null })
  })

  it('refuse a base that is not the last revision', async () => {
    const { ledger, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 2)))
    expect(refused(ledger.undo(book.id, { base: 1 }))).toEqual({ kind: 'stale-revision', base: 1, current: 2 })
  })

  it('a new gesture empties redo; one that changes nothing does not', async () => {
    const { ledger, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    must(gesture(ledger, book.id, set('a', 2)))
    must(ledger.undo(book.id))
    must(gesture(ledger, book.id, set('a', 1)))
    expect(must(ledger.findBook('某局', 2024)).canRedo).toBe(true)
    must(gesture(ledger, book.id, set('a', 7)))
    expect(refused(ledger.redo(book.id)).kind).toBe('nothing-to-redo')
    must(ledger.undo(book.id))
    expect(factsOf(ledger, book.id)).toEqual({ a: 1 })
  })

  it('stop at an edition change', async () => {
    const { ledger, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    const newer = edition('dongcheng-2024', 2)
    const request = { base: 2, edition: newer, changes: [set('a', null), set('b', 1)], origin: 'edition', label: '' }
    must(ledger.changeEdition(book.id, request))
    expect(must(ledger.findBook('某局', 2024))).toMatchObject({ edition: { revision: 2 }, revision: 3 })
    expect(refused(ledger.undo(book.id)).kind).toBe('nothing-to-undo')
    expect(factsOf(ledger, book.id)).toEqual({ b: 1 })
    expect(must(ledger.readEdition(edition().hash)).revision).toBe(1)
    expect(must(ledger.verify())).toEqual([])
  })

  it('agree with a list of states, whatever the order of gestures', async () => {
    const { ledger, book } = await freshLedger()
    const step = fc.oneof(
      fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.option(fc.integer({ min: 0, max: 3 })) }),
      fc.constant('undo' as const),
      fc.constant('redo' as const),
    )
    const run = (steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
      // Whatever runs before has left facts and a stack: clear both, then model from here.
      must(ledger.changeEdition(book.id, cleared(revisionOf(ledger, book.id), factsOf(ledger, book.id))))
      const past: Record<string, unknown>[] = [{}]
      let at = 0
      for (const one of steps) {
        if (one === 'undo') {
          expect(ledger.undo(book.id).ok).toBe(at > 0)
          at = Math.max(0, at - 1)
        } else if (one === 'redo') {
          expect(ledger.redo(book.id).ok).toBe(at < past.length - 1)
          at = Math.min(past.length - 1, at + 1)
        } else {
          const { changed } = must(gesture(ledger, book.id, set(one.key, one.value)))
          const kept = Object.entries(past[at] ?? {}).filter(([key]) => key !== one.key)
          const next = Object.fromEntries(one.value === null ? kept : [...kept, [one.key, one.value]])
          if (changed > 0) past.splice(++at, past.length, next)
        }
        expect(factsOf(ledger, book.id)).toEqual(past[at])
      }
    }
    let flip = 0
    const cleared = (base: number, facts: Record<string, unknown>) => ({
      base,
      edition: edition('dongcheng-2024', ++flip),
      changes: Object.keys(facts).map((key) => set(key, null)),
      origin: 'edition',
      label: '',
    })
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), run), { numRuns: 60, seed: 20240101 })
    expect(must(ledger.verify())).toEqual([])
  })
})
