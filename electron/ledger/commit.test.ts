import { describe, expect, it } from 'vitest'
import type { FactChange } from '../../shared/engine/facts.ts'
import { cell, factsOf, freshLedger, gesture, must, refused, reopened, set, typed } from './fixtures/ledgers.ts'

const largest = Number.MAX_SAFE_INTEGER

describe('a gesture', () => {
  it('is facts, one journal row and the next revision', async () => {
    const { ledger, book } = await freshLedger(undefined, [cell('a', 1), cell('b', 2)])
    const place = { form: 'GK05', row: '2010101', column: 'basic' }
    const changes = [set('a', 10), set('b', null), set('c', 30)]
    const receipt = must(ledger.commit(book.id, { base: 1, origin: 'paste', label: '粘贴', place, changes }))
    expect(receipt).toMatchObject({ revision: 2, seq: 2, changed: 3 })
    expect(factsOf(ledger, book.id)).toEqual({ a: 10, c: 30 })
    expect(must(ledger.history(book.id, { limit: 1 }))[0]).toMatchObject({
      kind: 'gesture',
      origin: 'paste',
      label: '粘贴',
      place,
      revision: 2,
      time: receipt.time,
      changes: [
        { kind: 'cell', key: 'a', before: 1, after: 10 },
        { kind: 'cell', key: 'b', before: 2, after: null },
        { kind: 'cell', key: 'c', before: null, after: 30 },
      ],
    })
    expect(must(ledger.lastJournalTime(book.id))).toBe(receipt.time)
    expect(must(ledger.verify())).toEqual([])
  })

  it('on another revision than the last is stale, and changes nothing', async () => {
    const { ledger, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 1)))
    expect(refused(ledger.commit(book.id, typed(1, set('a', 2))))).toEqual({
      kind: 'stale-revision',
      base: 1,
      current: 2,
    })
    expect(factsOf(ledger, book.id)).toEqual({ a: 1 })
  })

  it('that changes nothing writes nothing', async () => {
    const { ledger, book } = await freshLedger(undefined, [cell('a', 1)])
    const receipt = must(gesture(ledger, book.id, set('a', 1), set('b', null)))
    expect(receipt).toEqual({ revision: 1, seq: 1, time: null, changed: 0 })
    expect(must(ledger.history(book.id, { limit: 10 }))).toHaveLength(1)
  })

  it('keeps only what really changes, and of several changes to a fact the last', async () => {
    const { ledger, book } = await freshLedger(undefined, [cell('a', 1), cell('b', 1)])
    const receipt = must(gesture(ledger, book.id, set('a', 1), set('b', 2), set('b', 3), set('c', 4), set('c', null)))
    expect(receipt.changed).toBe(1)
    expect(factsOf(ledger, book.id)).toEqual({ a: 1, b: 3 })
  })

  it('on a book that is not there is refused', async () => {
    const { ledger } = await freshLedger()
    expect(refused(ledger.commit(77, typed(1, set('a', 1)))).kind).toBe('request-rejected')
  })
})

describe('values', () => {
  it.each([0, 1, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 40 + 1, largest, -largest])(
    'keep the integer %d',
    async (amount) => {
      const { ledger, path, book } = await freshLedger(undefined, [cell('opening', amount)])
      must(gesture(ledger, book.id, set('typed', amount)))
      ledger.close()
      expect(factsOf(await reopened(path), book.id)).toEqual({ opening: amount, typed: amount })
    },
  )

  it.each(['', '5', 'null', '科目', '{"a":1}', '=1+1', 'a\nb\u0000c', '\ud800 half', '𠮷'])(
    'keep the text %j',
    async (text) => {
      const { ledger, path, book } = await freshLedger()
      must(gesture(ledger, book.id, set('typed', text)))
      expect(must(ledger.verify())).toEqual([])
      ledger.close()
      expect(factsOf(await reopened(path), book.id)).toEqual({ typed: text })
    },
  )

  it('keep the text "5" and the amount 5 apart', async () => {
    const { ledger, book } = await freshLedger(undefined, [cell('a', 5)])
    expect(must(gesture(ledger, book.id, set('a', '5'))).changed).toBe(1)
    expect(factsOf(ledger, book.id)).toEqual({ a: '5' })
    expect(must(gesture(ledger, book.id, set('a', 5))).changed).toBe(1)
  })

  it('compare objects by their members, not by their order', async () => {
    const { ledger, book } = await freshLedger()
    const unit = (value: FactChange['after']): FactChange => ({ kind: 'unit', key: 'u1', after: value })
    must(gesture(ledger, book.id, unit({ name: '机关', order: 1 })))
    expect(must(gesture(ledger, book.id, unit({ order: 1, name: '机关' }))).changed).toBe(0)
    expect(must(gesture(ledger, book.id, unit({ order: 2, name: '机关' }))).changed).toBe(1)
    expect(factsOf(ledger, book.id)).toEqual({ u1: { name: '机关', order: 2 } })
  })

  it.each([0.5, largest + 1, Number.NaN, Number.POSITIVE_INFINITY, true, [1], { a: [1] }, { a: Number.NaN }])(
    'refuse %j as a whole gesture',
    async (value) => {
      const { ledger, book } = await freshLedger()
      const wrong = { kind: 'cell', key: 'b', after: value } as unknown as FactChange
      expect(refused(gesture(ledger, book.id, set('a', 1), wrong)).kind).toBe('request-rejected')
      expect(factsOf(ledger, book.id)).toEqual({})
    },
  )

  it('refuse a key or label that SQLite would not give back', async () => {
    const { ledger, book } = await freshLedger()
    expect(refused(gesture(ledger, book.id, set('a\ud800', 1))).kind).toBe('request-rejected')
    expect(refused(gesture(ledger, book.id, set('a\0', 1))).kind).toBe('request-rejected')
    const request = { ...typed(1, set('a', 1)), label: '\udfff' }
    expect(refused(ledger.commit(book.id, request)).kind).toBe('request-rejected')
    expect(factsOf(ledger, book.id)).toEqual({})
  })
})

describe('history', () => {
  it('goes back page by page and leaves out the content of big gestures', async () => {
    const { ledger, book } = await freshLedger()
    for (let amount = 1; amount <= 5; amount++) must(gesture(ledger, book.id, set('a', amount)))
    must(gesture(ledger, book.id, ...Array.from({ length: 300 }, (_, index) => set(`${index}`, index))))
    const first = must(ledger.history(book.id, { limit: 3 }))
    expect(first.map(({ seq }) => seq)).toEqual([7, 6, 5])
    expect(first[0]).toMatchObject({ changed: 300, changes: null })
    expect(must(ledger.readEntry(book.id, 7)).changes).toHaveLength(300)
    expect(must(ledger.history(book.id, { limit: 9, before: 5 })).map(({ seq }) => seq)).toEqual([4, 3, 2, 1])
  })
})
