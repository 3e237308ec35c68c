import { describe, expect, it } from 'vitest'
import { tamper } from './fixtures/faults.ts'
import {
  cell,
  edition,
  factsOf,
  freshLedger,
  gesture,
  listed,
  must,
  refused,
  reopened,
  sealNow,
  set,
} from './fixtures/ledgers.ts'

const files = [
  { name: '某局2024.xlsx', bytes: Buffer.from('workbook') },
  { name: '某局2024.pdf', bytes: new Uint8Array([1, 2, 0, 255]) },
  { name: 'empty.txt', bytes: new Uint8Array() },
]
const request = (base: number) => ({ base, files, findings: [{ check: 'T2-1', severity: 'hint' }], label: '上报' })

const sealed = async () => {
  const fresh = await freshLedger(undefined, [cell('a', 1)])
  must(gesture(fresh.ledger, fresh.book.id, set('a', 2)))
  return { ...fresh, receipt: must(fresh.ledger.seal(fresh.book.id, request(2))) }
}

describe('sealing', () => {
  it('keeps the files byte for byte, and neither revision nor date of the content move', async () => {
    const { ledger, book, path } = await sealed()
    expect(must(ledger.findBook('某局', 2024))).toMatchObject({ state: 'sealed', revision: 2, seq: 3, canUndo: false })
    const [, gestureRow] = must(ledger.history(book.id, { limit: 2 }))
    expect(must(ledger.lastJournalTime(book.id))).toBe(gestureRow?.time)
    ledger.close()
    const again = await reopened(path, 'read')
    const kept = must(again.sealedFiles(book.id))
    expect(listed(kept)).toEqual(listed(files))
    expect(must(again.history(book.id, { limit: 1 }))[0]).toMatchObject({
      kind: 'seal',
      label: '上报',
      detail: { findings: [{ check: 'T2-1' }], files: [{ name: '某局2024.xlsx', bytes: 8 }, {}, {}] },
    })
    expect(must(again.verify())).toEqual([])
  })

  it('refuses whatever would change the book', async () => {
    const { ledger, book } = await sealed()
    const move = { base: 2, edition: edition('other'), changes: [], origin: 'edition', label: '' }
    const results = [
      gesture(ledger, book.id, set('a', 3)),
      ledger.undo(book.id),
      ledger.redo(book.id),
      ledger.changeEdition(book.id, move),
      ledger.seal(book.id, request(2)),
    ]
    for (const result of results) {
      expect(refused(result)).toEqual({ kind: 'book-sealed', department: '某局', year: 2024 })
    }
  })

  it('refuses another revision than the one exported, and two files of one name', async () => {
    const { ledger, book } = await freshLedger()
    must(gesture(ledger, book.id, set('a', 2)))
    expect(refused(ledger.seal(book.id, request(1))).kind).toBe('stale-revision')
    const twice = { ...request(2), files: [files[0], files[0]] as typeof files }
    expect(refused(ledger.seal(book.id, twice)).kind).toBe('request-rejected')
    expect(refused(ledger.sealedFiles(book.id)).kind).toBe('book-not-sealed')
  })

  it('is undone only with a reason, which the journal keeps; undo does not reach behind', async () => {
    const { ledger, book, receipt } = await sealed()
    expect(refused(ledger.unseal(book.id, '  ')).kind).toBe('request-rejected')
    must(ledger.unseal(book.id, '财政退回'))
    expect(refused(ledger.unseal(book.id, '再次')).kind).toBe('book-not-sealed')
    expect(must(ledger.history(book.id, { limit: 1 }))[0]).toMatchObject({
      kind: 'unseal',
      detail: { reason: '财政退回' },
    })
    expect(refused(ledger.undo(book.id)).kind).toBe('nothing-to-undo')
    must(gesture(ledger, book.id, set('a', 3)))
    must(ledger.undo(book.id))
    expect(factsOf(ledger, book.id)).toEqual({ a: 2 })
    expect(refused(ledger.sealedFiles(book.id)).kind).toBe('book-not-sealed')
    expect(must(ledger.sealedFiles(book.id, receipt.seq))).toHaveLength(3)
    must(sealNow(ledger, book.id, files.slice(0, 1)))
    expect(must(ledger.sealedFiles(book.id))).toHaveLength(1)
    expect(must(ledger.verify())).toEqual([])
  })
})

describe('triggers refuse, whoever asks', () => {
  const cases: readonly (readonly [what: string, sql: string])[] = [
    ['a fact changed', 'UPDATE fact SET number = 9'],
    ['a fact added', "INSERT INTO fact VALUES (1, 'cell', 'new', 1, NULL)"],
    ['a fact replaced', "INSERT OR REPLACE INTO fact VALUES (1, 'cell', 'a', 1, NULL)"],
    ['a fact deleted', 'DELETE FROM fact'],
    ['the state set back', "UPDATE book SET state = 'open'"],
    ['the revision changed', 'UPDATE book SET revision = 9'],
    ['the book deleted', 'DELETE FROM book'],
    ['a journal row changed', "UPDATE journal SET label = 'x'"],
    ['a journal row deleted', 'DELETE FROM journal WHERE seq = 3'],
    ['a journal row replaced', 'INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 2'],
    ['a gesture journaled', journalRow('gesture')],
    ['a sealed file changed', "UPDATE sealed_file SET bytes = x'00'"],
    ['a sealed file deleted', 'DELETE FROM sealed_file'],
    ['a sealed file replaced', 'INSERT OR REPLACE INTO sealed_file SELECT * FROM sealed_file'],
    ['a sealed file added', "INSERT INTO sealed_file VALUES (1, 3, 'more', x'00', hex(zeroblob(32)))"],
    ['an edition changed', "UPDATE edition SET json = '{}'"],
    ['an edition deleted', 'DELETE FROM edition'],
    ['an edition replaced', "INSERT OR REPLACE INTO edition SELECT hash, name, revision, '{}' FROM edition"],
  ]
  function journalRow(kind: string): string {
    return `INSERT INTO journal SELECT book, seq + 1, time, '${kind}', who, origin, label, place, changed, changes, detail,
      revision, target, below, hash, hash FROM journal WHERE seq = 3`
  }

  it.each(cases)('%s', async (_what, sql) => {
    const { ledger, path } = await sealed()
    expect(() => tamper(path, sql)).toThrow(/sealed|append-only|immutable|journal row|not deleted/)
    expect(must(ledger.verify())).toEqual([])
  })

  it.each(['text = \'"5"\'', 'number = NULL', 'number = 1.5', "number = 'x'", 'number = 9007199254740992'])(
    'an open book takes no fact with %s',
    async (assignment) => {
      const { path } = await freshLedger(undefined, [cell('a', 1)])
      expect(() => tamper(path, `UPDATE fact SET ${assignment}`)).toThrow(/CHECK|cannot store/)
    },
  )
})
