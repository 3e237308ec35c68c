import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Edition } from '../catalogue/vocabulary.ts'
import { editionProblemText } from './edition-problems.ts'
import { faultText } from './faults.ts'

const catalogue = new URL('../catalogue/', import.meta.url)

/** Every reason that the loader can give, with something in its places. */
const reasons = readdirSync(catalogue)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const text = readFileSync(new URL(file, catalogue), 'utf8')
    const inCalls = [
      ...text.matchAll(/(?:problem|fail|fault)\((?:[^'`\n]|'[^'\n]*',|`[^`\n]*`,)*?('[^'\n]*'|`[^`\n]*`)\)/g),
    ]
    const onLines = [...text.matchAll(/^ +('[a-z"][^'\n]* [^'\n]*'|`[^`\n]* [^`\n]*`),?$/gm)]
    return [...inCalls, ...onLines].map((found) => (found[1] as string).slice(1, -1).replaceAll(/\$\{[^}]*\}/g, 'X1'))
  })
  // places of changes, and a formula with another reason behind it
  .filter((reason) => reason.includes(' ') && !/^(changes\.|"X1": X1$|X1 X1$)/.test(reason))

describe('what is wrong with an edition is said in Chinese', () => {
  it('finds the reasons in the loader', () => expect(reasons.length).toBeGreaterThan(80))

  it.each([...new Set(reasons)])('%s', (reason) => expect(editionProblemText(reason)).toMatch(/[\u4e00-\u9fff]/))

  it.each([
    ['"GK06!.!base": form GK06 has no value column base', '公式“GK06!.!base”：报表 GK06 没有数据栏 base'],
    ['"a + b": unexpected character "*"', '公式“a + b”：写法不对（unexpected character "*"）'],
    [
      'Expected double-quoted property name in JSON at position 57 (line 4 column 3)',
      '第 4 行第 3 个字符处不是合法的 JSON',
    ],
    ['2120101 occurs twice', '2120101 重复'],
  ])('%s → %s', (reason, chinese) => expect(editionProblemText(reason)).toBe(chinese))

  it('also what the vocabulary refuses', () => {
    const refused = Edition.safeParse({ head: { year: '2024', trust: 'maybe', revision: 0, colour: 1 }, forms: [1] })
    expect(refused.success).toBe(false)
    for (const { message } of refused.error?.issues ?? [])
      expect([message, editionProblemText(message)]).toEqual([message, expect.stringMatching(/[\u4e00-\u9fff]/)])
  })

  it('names file and property as they are', () => {
    const fault = {
      kind: 'edition-invalid',
      file: 'GK05.json',
      property: '(whole file)',
      reason: 'is missing',
    } as const
    expect(faultText(fault)).toBe('套表文件 GK05.json 有误：整个文件：缺少这个文件')
  })
})
