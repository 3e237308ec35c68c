import { expect, it } from 'vitest'
import { retouch } from './fixtures/faults.ts'
import { closedLedger, refused, reopened } from './fixtures/ledgers.ts'

it('a fact of a kind there is not is damage, told with its key, and nothing a book could be made of', async () => {
  const { path, book } = await closedLedger()
  // one flipped bit makes another word of `cell`
  retouch(path, "UPDATE fact SET kind = 'cedl'")
  const ledger = await reopened(path)
  expect(refused(ledger.readBook(book.id))).toEqual({
    kind: 'ledger-damaged',
    path,
    detail: '“GK05!2010101!basic”的种类已损坏',
  })
})
