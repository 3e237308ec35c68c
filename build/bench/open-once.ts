import { timed } from './measure.ts'
import { openBook } from './open-book.ts'

// Opens the ledger named in a process that has done nothing before, and prints the milliseconds it took.

const path = process.argv[2]
if (path === undefined) throw new Error('which ledger?')
process.stdout.write(String(await timed(() => openBook(path))))
