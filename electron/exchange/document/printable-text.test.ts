import { expect, test } from 'vitest'
import { printableLine, printableParagraphs, printableText } from './printable-text.ts'

test.each([
  ['words stay', '决算 2024：“优”（100%）—…', '决算 2024：“优”（100%）—…'],
  ['line ends are one sign', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
  ['a tab is a blank', 'a\tb', 'a b'],
  ['controls go', 'a\u0000b\u001Bc\u007Fd\u009Fe', 'abcde'],
  ['marks that turn the direction go', '\u202Eabc\u202C\u2067x\u2069\u200F', 'abcx'],
  ['what cannot be seen goes', 'a\u200Bb\uFEFFc\u00ADd\u2060e\u{E0041}', 'abcde'],
  ['half a pair is no character', '\uD842吉\uDFB7', '\uFFFD吉\uFFFD'],
  ['a whole pair is one', '𠮷', '𠮷'],
  ['what XML refuses is no character', 'a\uFFFEb\uFFFFc\u{1FFFE}', 'a\uFFFDb\uFFFDc\uFFFD'],
  ['a chosen variant stays chosen', '葛\u{E0100}', '葛\u{E0100}'],
  ['markup is text', '#x $y$ <w:p/> &amp;', '#x $y$ <w:p/> &amp;'],
])('%s', (_, text, printed) => {
  expect(printableText(text)).toBe(printed)
})

test('a line has no line ends, and an end', () => {
  expect(printableLine('一\n二')).toStrictEqual({ text: '一 二', cut: false })
  expect(printableLine('名'.repeat(1_000))).toStrictEqual({ text: '名'.repeat(1_000), cut: false })
  expect(printableLine('名'.repeat(1_000_000))).toStrictEqual({ text: `${'名'.repeat(1_000)}……`, cut: true })
  // never through a pair
  expect(printableLine(`名${'𠮷'.repeat(500_000)}`)).toStrictEqual({ text: `名${'𠮷'.repeat(499)}……`, cut: true })
})

test('paragraphs end where their lines do; empty ones are none', () => {
  expect(printableParagraphs('一\n\n \n二')).toStrictEqual([
    { text: '一', cut: false },
    { text: '二', cut: false },
  ])
  const [long] = printableParagraphs('长'.repeat(1_000_000))
  expect(long?.cut).toBe(true)
  expect(long?.text).toHaveLength(40_002)
})
