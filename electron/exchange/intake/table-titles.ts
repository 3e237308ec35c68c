import { plainText } from '../workbook/sheet-view.ts'

/** A title with the mark of a continued table after it. */
export const unContinued = (text: string): string =>
  plainText(text).replace(/[(（]?(?:续|接上)(?:表|上表|页)?\d*[)）]?$/, '')

/** What is said of a table that is none of the edition's. */
export const unknownForm = '这张表不是本套报表的表，整张未读入'
