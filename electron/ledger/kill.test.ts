import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { committingProcess } from './fixtures/faults.ts'
import { closedLedger, factsOf, folder, must, opening, reopened } from './fixtures/ledgers.ts'
import type { Ledger } from './ledger.ts'

/** What the other process wrote; the ledger it was given had one cell of its own. */
const manyFactsOf = (ledger: Ledger, book: number): unknown[] =>
  Object.entries(factsOf(ledger, book)).flatMap(([key, value]) => (key === 'GK05!2010101!basic' ? [] : [value]))

describe('killedMidCommit', () => {
  it.each([1, 1, 40, 40, 400, 3_000])('loses nothing acknowledged, tears no gesture of %d cells', async (cells) => {
    const { path, book } = await closedLedger()
    const other = committingProcess(path, book.id, cells)
    await other.atLeast(2)
    await pause(Math.random() * 60)
    await other.kill()
    const last = other.acknowledged.at(-1) as number
    const ledger = await reopened(path)
    expect(must(ledger.verify())).toEqual([])
    const { revision } = must(ledger.readBook(book.id)).summary
    // One gesture may have become durable without its acknowledgement reaching us.
    expect([last, last + 1]).toContain(revision)
    const facts = manyFactsOf(ledger, book.id)
    expect(facts).toEqual(Array.from({ length: cells }, () => revision))
    must(ledger.undo(book.id))
  })
})

describe('files copied while being written', () => {
  it('are a sound ledger of some moment, or are found out', async () => {
    const { path, book } = await closedLedger()
    const other = committingProcess(path, book.id, 200)
    await other.atLeast(2)
    const tally = { sound: 0, foundOut: 0 }
    for (let round = 0; round < 12; round++) {
      const copy = join(folder(), 'a.juesuan')
      for (const end of round % 2 ? ['', '-wal'] : ['-wal', '']) {
        if (statSync(path + end, { throwIfNoEntry: false })) copyFileSync(path + end, copy + end)
      }
      const opened = await opening(copy, 'read')
      if (!opened.ok) {
        expect(opened.fault.kind).toBe('ledger-damaged')
        tally.foundOut++
        continue
      }
      const ledger = opened.value
      if (must(ledger.verify()).length > 0) tally.foundOut++
      else {
        tally.sound++
        const facts = manyFactsOf(ledger, book.id)
        const revision = must(ledger.findBook('某局', 2024)).revision
        expect(facts.every((value) => value === revision)).toBe(true)
      }
      ledger.close()
      await pause(5)
    }
    await other.kill()
    expect(tally.sound).toBeGreaterThan(0)
  })
})
