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
  const safe = (text: string): string =>
    text
      .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_')
      .replace(/[. ]+$/, '')
      .slice(0, 60)
  return `${year}年度部门决算_${safe(department)}${part === undefined ? '' : `_${safe(part)}`}.${ending}`
}
