/** Signs that begin a formula, also as Chinese input methods write them, and white space that programs strip before. */
const formulaStart = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^[\t\r\n]/u

const isNumber = (text: string): boolean => /^-?[0-9][0-9,]*(\.[0-9]+)?%?$/.test(text)

/**
 * A cell's text for files and clipboards that say nothing but texts: what a spreadsheet program would run as a formula
 * gets an apostrophe in front, which makes it text there. Numbers stay numbers.
 */
export const inertText = (text: string): string => (formulaStart.test(text) && !isNumber(text) ? `'${text}` : text)
