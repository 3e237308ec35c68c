import type { LinkedEdition } from '../../../shared/catalogue/link.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { SheetGrid } from './grid.ts'
import { decodeManifest, type Manifest, manifestSheetName } from './manifest.ts'

/**
 * Where a workbook comes from: `own` has the facts of a book with it, `template` is our blank form filled in by
 * somebody, `foreign` says nothing about itself or follows another edition.
 */
export type Source = 'own' | 'template' | 'foreign'

/**
 * The manifest among the sheets of a workbook, null when there is none.
 * Refused when there is one that was damaged or comes from a newer program: the file would seem to be ours and is not.
 */
export function manifestOf(sheets: readonly SheetGrid[]): Result<Manifest | null> {
  const sheet = sheets.find(({ name }) => name === manifestSheetName)
  if (sheet === undefined) return ok(null)
  const rows: string[][] = []
  for (const { row, column, value } of sheet.cells) {
    while (rows.length < row) rows.push([])
    const texts = rows[row - 1] as string[]
    while (texts.length < column) texts.push('')
    texts[column - 1] = String(value)
  }
  return decodeManifest(rows)
}

/**
 * What a manifest makes of its file under the edition of the book it goes into.
 * @param hash of that edition, when the caller knows it; name and revision are compared in any case
 */
export function sourceOf(manifest: Manifest | null, edition: LinkedEdition, hash: string | null): Source {
  if (manifest === null) return 'foreign'
  const { head } = edition.edition
  const isSame =
    manifest.edition.edition === head.edition &&
    manifest.edition.revision === head.revision &&
    (hash === null || manifest.edition.hash === hash)
  if (!isSame) return 'foreign'
  return manifest.kind === 'book' ? 'own' : 'template'
}
