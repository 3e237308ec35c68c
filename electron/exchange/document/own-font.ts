import { FontRefused, fontTable } from './font-file.ts'

/** Where permission to embed stands in table OS/2: its field fsType (OpenType 1.9 §OS/2). */
const permission = { at: 8, restricted: 0x0002, lighter: 0x000c, noSubsetting: 0x0100, bitmapsOnly: 0x0200 } as const

/**
 * Refuses a font of the machine that a published document cannot be set in: one without outlines, or one whose maker
 * does not allow that the characters used are put into a document.
 * @throws FontRefused
 */
export function requirePrintable(font: Buffer): void {
  if (['glyf', 'CFF ', 'CFF2'].every((tag) => fontTable(font, tag) === null))
    throw new FontRefused('是点阵字体，没有轮廓，不能用于打印')
  const table = fontTable(font, 'OS/2')
  if (table === null || table.length < permission.at + 2) return
  const type = table.readUInt16BE(permission.at)
  // of several permissions the lightest holds
  const isRestricted = (type & permission.restricted) !== 0 && (type & permission.lighter) === 0
  if (isRestricted || (type & (permission.noSubsetting | permission.bitmapsOnly)) !== 0)
    throw new FontRefused('字体的许可不允许嵌入文件')
}

/**
 * Characters that stand in the font for Latin letters whatever the person chose, except marks that Chinese has too
 * (what the templates call `latin-in-cjk`).
 */
export const isSetInLatin = (character: number, latin: { readonly has: (character: number) => boolean }): boolean =>
  !chineseMarks.has(character) && latin.has(character)

const chineseMarks: ReadonlySet<number> = new Set([
  0xb7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2025, 0x2026, 0x2027, 0x2e3a,
])
