import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { perform } from '../../electron/services/gesture.ts'
import { previewImport } from '../../electron/services/import.ts'
import { type OpenBook, openBook } from '../../electron/services/open-book.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { claim } from './family.ts'
import { outcomeOf } from './outcome.ts'
import { must, openForTest, sampleLedger } from './program.ts'

/** The sample book, into which files are imported; what one of them changed is taken back before the next. */
export class Desk {
  private open: OpenBook
  private readonly folder: string

  private constructor(open: OpenBook, folder: string) {
    this.open = open
    this.folder = folder
  }

  static async in(folder: string): Promise<Desk> {
    const ledger = must(await openForTest(await sampleLedger(join(folder, '样例.juesuan')), 'write'))
    return new Desk(must(openBook(ledger, sampleBook)), folder)
  }

  get book(): OpenBook {
    return this.open
  }

  /**
   * Takes a file in as a person would: what it would change is looked at, and then done.
   * @returns what came of it
   * @throws Broken if a refused file changed the book, or one that was let in cannot be taken back
   */
  async take(name: string, bytes: Uint8Array): Promise<string> {
    const { open } = this
    const path = join(this.folder, name)
    writeFileSync(path, bytes)
    const { ledger, summary } = open
    const before = JSON.stringify(must(ledger.readBook(summary.id)).facts)
    const { revision } = summary
    const read = await previewImport(open, path)
    const outcome = outcomeOf(read)
    claim(must(ledger.readBook(summary.id)).summary.revision === revision, 'a preview changed the book')
    if (!read.ok) return outcome
    const { changes } = read.value.preview
    if (changes.length === 0) return 'nothing to change'
    const receipt = perform(open, { changes, label: '导入', place: null }, 'import')
    const stored = outcomeOf(receipt)
    if (receipt.ok) must(ledger.undo(summary.id))
    this.open = must(openBook(ledger, sampleBook))
    claim(JSON.stringify(must(ledger.readBook(summary.id)).facts) === before, 'the book is not what it was')
    return receipt.ok ? 'taken' : `taken: ${stored}`
  }

  end(): void {
    this.open.ledger.close()
  }
}
