import type ExcelJS from 'exceljs'

export type Role = 'title' | 'department' | 'unitLine' | 'header' | 'body' | 'note'
/** Colour of a cell that the blank template leaves open: to be filled in, or to be filled in only where it differs. */
export type Opening = 'input' | 'default'

export type Look = {
  readonly role: Role
  readonly align: 'left' | 'center' | 'right'
  /** half ems */
  readonly indent: number
  readonly format: string | null
  readonly opening: Opening | null
  /** what does not fit is wrapped, drawn smaller, or shown as it is */
  readonly overflow: 'wrap' | 'shrink' | 'none'
}

const fontName = '宋体'
/** The font of the standard style as Excel writes it: the one most cells have. */
export const standardFont = `<font><sz val="10"/><name val="${fontName}"/></font>`
const sizes: Readonly<Record<Role, number>> = {
  title: 16,
  department: 10,
  unitLine: 10,
  header: 10,
  body: 10,
  note: 10,
}
const colours: Readonly<Record<Opening, string>> = { input: 'FFFFF2CC', default: 'FFE2EFDA' }

const line = { style: 'thin', color: { argb: 'FF000000' } } as const
const frame = { top: line, left: line, bottom: line, right: line }
const framed: readonly Role[] = ['header', 'body']

/** Excel's step of indentation is three blanks of the standard font: 9 pixels; half an em of ours is 6.7. */
const indentSteps = (halfEms: number): number => Math.round((halfEms * 6.67) / 9)

const known = new Map<string, Partial<ExcelJS.Style>>()

/** The Excel style of a look: one object per look, by which exceljs knows a style it has already written. */
export function styleOf(look: Look): Partial<ExcelJS.Style> {
  const { role, align, indent, format, opening, overflow } = look
  const key = `${role} ${align} ${indent} ${overflow} ${opening ?? ''} ${format ?? ''}`
  const found = known.get(key)
  if (found !== undefined) return found
  const style: Partial<ExcelJS.Style> = {
    font: { name: fontName, size: sizes[role], ...(role === 'title' ? { bold: true } : {}) },
    alignment: {
      horizontal: align,
      vertical: role === 'note' ? 'top' : 'middle',
      ...(indent > 0 ? { indent: indentSteps(indent) } : {}),
      ...(overflow === 'wrap' ? { wrapText: true } : {}),
      ...(overflow === 'shrink' ? { shrinkToFit: true } : {}),
    },
    ...(framed.includes(role) ? { border: frame } : {}),
    ...(format === null ? {} : { numFmt: format }),
    ...(opening === null
      ? {}
      : {
          fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: colours[opening] } },
          protection: { locked: false },
        }),
  }
  known.set(key, style)
  return style
}
