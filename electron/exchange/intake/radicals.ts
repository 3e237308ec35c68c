/**
 * Some fonts draw a radical and the character that looks like it with one glyph, and programs then write the radical
 * into a PDF. People mean the character. Kangxi radicals are what NFKC makes of them; of the supplement, which has no
 * such rule, these occur.
 */
const supplement: Readonly<Record<string, string>> = {
  '⺟': '母',
  '⺠': '民',
  '⻄': '西',
  '⻅': '见',
  '⻆': '角',
  '⻉': '贝',
  '⻋': '车',
  '⻓': '长',
  '⻔': '门',
  '⻘': '青',
  '⻙': '韦',
  '⻚': '页',
  '⻛': '风',
  '⻜': '飞',
  '⻝': '食',
  '⻢': '马',
  '⻣': '骨',
  '⻤': '鬼',
  '⻥': '鱼',
  '⻦': '鸟',
  '⻩': '黄',
  '⻬': '齐',
  '⻰': '龙',
}

/** The text with characters in place of radicals and of their compatible twins. */
export const plainIdeographs = (text: string): string =>
  /[\u2e80-\u2fdf\uf900-\ufaff]/.test(text)
    ? text.replace(/[\u2e80-\u2fdf\uf900-\ufaff]/g, (one) => supplement[one] ?? one.normalize('NFKC'))
    : text
