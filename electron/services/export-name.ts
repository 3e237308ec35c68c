/** Formats a book can be exported in; each gives one file. */
export const exportFormats = ['xlsx', 'pdf', 'docx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/**
 * Name of an exported file: `2024年度部门决算_部门.xlsx`, without what file systems do not take.
 *
 * @param part what of the book it is, when not the whole: the key of a form, 文字说明, the title of a chart
 */
export function exportName(
  { department, year }: { readonly department: string; readonly year: number },
  ending: ExportFormat | 'csv' | 'png',
  part?: string,
): string {
  return `${year}年度部门决算_${safeName(department)}${part === undefined ? '' : `_${safeName(part)}`}.${ending}`
}

/** A name as part of a file's name. */
export const safeName = (text: string): string =>
  withoutFolders(text)
    .replace(/[. ]+$/, '')
    .slice(0, 60)

/**
 * A whole name of a file without what file systems do not take. Names of sealed files come from the ledger, which may
 * come from anybody: none leads to another folder.
 */
export const withoutFolders = (name: string): string =>
  name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^\.*$/, '_')
