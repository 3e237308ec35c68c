import { basename } from 'node:path'
import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { gestureLabels } from '../../../shared/words/gestures.ts'
import { perform, rejected } from '../gesture.ts'
import { previewImport, type ReadImport } from '../import.ts'
import type { OpenBook } from '../open-book.ts'
import { doneOf, staleness, tellOthers } from './book-handlers.ts'
import type { FileTokens } from './file-tokens.ts'
import { shownPreview } from './shown-preview.ts'
import type { Workspace } from './workspace.ts'

type ImportChannel = 'import.choose' | 'import.preview' | 'import.apply'

/** Handlers of imports: a preview that stores nothing, then a backup and one gesture. */
export function importHandlers(workspace: Workspace, files: FileTokens): Pick<Handlers, ImportChannel> {
  const { host } = workspace
  /** what was previewed last: applying it need not read the file again */
  let last: {
    readonly file: string
    readonly book: number
    readonly revision: number
    readonly read: ReadImport
  } | null = null

  const previewOf = async (open: OpenBook, file: string): Promise<Result<ReadImport>> => {
    const { id: book, revision } = open.summary
    if (last?.file === file && last.book === book && last.revision === revision) return ok(last.read)
    const path = files.find(file)
    if (!path.ok) return path
    const read = await previewImport(open, path.value)
    // the book may have moved on while the file was read
    if (read.ok) last = { file, book, revision: open.summary.revision, read: read.value }
    return read
  }

  return {
    'import.choose': async (_, client) => {
      const path = await host.chooseOpen(client, 'workbook')
      return ok(path === null ? null : files.keep(path))
    },

    'import.preview': ({ book, file }) =>
      workspace.during(async ({ books }) => {
        const open = books.get(book)
        if (!open.ok) return open
        const name = files.find(file)
        if (!name.ok) return name
        const preview = await previewOf(open.value, file)
        return preview.ok ? ok(shownPreview(open.value, preview.value, basename(name.value))) : preview
      }),

    'import.apply': ({ book, base, file, refuseConflicts }, client) =>
      workspace.during(async (at) => {
        const found = at.books.get(book)
        if (!found.ok) return found
        const open = found.value
        const stale = staleness(open, base)
        if (!stale.ok) return stale
        const path = files.find(file)
        if (!path.ok) return path
        const preview = await previewOf(open, file)
        if (!preview.ok) return preview
        const refused = new Set(refuseConflicts)
        const changes = preview.value.preview.changes.filter(({ kind, key }) => kind !== 'stated' || !refused.has(key))
        if (changes.length === 0) return rejected(basename(path.value), '没有要存入的改动')
        const backedUp = await at.ledger.autoBackup('import')
        if (!backedUp.ok) return backedUp
        const staleNow = staleness(open, base)
        if (!staleNow.ok) return staleNow
        const gesture = { changes, label: gestureLabels.imported(basename(path.value)), place: null }
        const receipt = perform(open, gesture, 'import')
        if (!receipt.ok) return receipt
        tellOthers(host, at, open, client)
        return doneOf(open, gesture, receipt.value)
      }),
  }
}
