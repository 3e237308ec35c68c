import { openLedger } from '../../electron/ledger/ledger.ts'
import { faultText } from '../../shared/words/faults.ts'
import type { Told } from './channel-work.ts'
import { faultOf, must, problemsOf } from './said.ts'
import { opener } from './scenery.ts'
import { sorted } from './survival.ts'

/**
 * Opens a ledger after the program behind a window was killed: at the revision the window was told, or one gesture
 * further, with every value it was told; a gesture that was sent and not answered is there as a whole or not at all.
 *
 * @returns a line for each thing that is wrong
 */
export async function toldSurvives(path: string, { revision, values, sent }: Told): Promise<string[]> {
  const opened = await openLedger(path, { ...opener, mode: 'write' })
  const fault = faultOf(opened)
  if (!opened.ok) return [`cannot be opened: ${fault === null ? '' : faultText(fault)}`]
  const ledger = opened.value
  try {
    const wrong = problemsOf(ledger)
    const [book] = must(ledger.books(), 'books')
    if (book === undefined) return [...wrong, 'the book is gone']
    if (book.revision !== revision && book.revision !== revision + 1) {
      wrong.push(`revision ${book.revision}, told ${revision}`)
    }
    const { facts } = must(ledger.readBook(book.id), 'readBook')
    const found = new Map(facts.map(({ kind, key, value }) => [`${kind} ${key}`, value]))
    const expected = new Map(values)
    if (book.revision > revision) for (const { kind, key, after } of sent) expected.set(`${kind} ${key}`, after)
    for (const [name, value] of expected) {
      if (sorted(found.get(name) ?? null) !== sorted(value)) wrong.push(`${name} is not what was told`)
    }
    return wrong
  } finally {
    ledger.close()
  }
}
