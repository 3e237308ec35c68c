import { amounts } from './families/amounts.ts'
import { browserShell } from './families/browser-shell.ts'
import { channels } from './families/channels.ts'
import { desktop } from './families/desktop.ts'
import { documents } from './families/documents.ts'
import { editions } from './families/editions.ts'
import { grammar } from './families/formulas.ts'
import { ledgers } from './families/ledgers.ts'
import { pages } from './families/pages.ts'
import { tables } from './families/tables.ts'
import { texts } from './families/texts.ts'
import { workbooks } from './families/workbooks.ts'
import type { Family } from './family.ts'

/** Every way in, the slow ones first: two are tried at a time. */
export const families: readonly Family[] = [
  desktop,
  pages,
  workbooks,
  texts,
  documents,
  tables,
  ledgers,
  channels,
  browserShell,
  editions,
  grammar,
  amounts,
]
