import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { edition } from './edition.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'edition-'))
  made.push(folder)
  return folder
}

function run(...words: readonly string[]): { code: number; said: string } {
  const lines: string[] = []
  const code = edition(words, (line) => lines.push(line))
  return { code, said: lines.join('\n') }
}

/** A folder that amends `dongcheng-2024` by these changes. */
function amending(changes: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): string {
  const folder = join(temporary(), 'haidian-2024')
  mkdirSync(folder)
  const own = { 'amends.json': { edition: 'dongcheng-2024', revision: 1, changes: [rename, ...changes] }, ...more }
  for (const [file, value] of Object.entries(own))
    writeFileSync(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  return folder
}
const rename = { in: 'edition.json', at: 'edition', set: 'haidian-2024' }

/** Stands for any text that has this in it. */
const like = (text: string): unknown => expect.stringContaining(text)

const builtIn = (name: string): string => `shared/catalogue/editions/${name}`
const next = 'build/testing/editions/dongcheng-2025'

describe('edition check', () => {
  it.each([builtIn('dongcheng-2024'), builtIn('beijing-2023'), builtIn('beijing-2024'), next])(
    '%s is sound',
    (folder) => {
      const { code, said } = run('check', folder)
      expect(said).toMatch(/审核公式 \d+ 条，示例 \d+ 个，全部相符/)
      expect(said).toMatch(/GK01 收入支出决算总表：6 栏，共宽 130（纵向最宽 175），30 行/)
      expect(code).toBe(0)
    },
  )

  it.each<[what: string, changes: readonly unknown[], more: Readonly<Record<string, unknown>>, said: RegExp]>([
    [
      'a place that is not there',
      [{ in: 'GK05.json', at: 'columns/gift/width', set: 1 }],
      {},
      /amends\.json 有误：changes\.2 GK05\.json columns\/gift\/width：没有“gift”/,
    ],
    [
      'a reference to no form',
      [{ in: 'edition.json', at: 'forms/GK13', remove: true }],
      {},
      /checks\.json 有误：X13\.relations\[1\]：没有报表 GK13/,
    ],
    [
      'a form too wide',
      [
        { in: 'GK06.json', at: 'columns/name/width', set: 80 },
        { in: 'GK06.json', at: 'columns/unit/width', set: 80 },
      ],
      {},
      /GK06\.json 有误：columns：各栏共宽 223，纸上最多 175/,
    ],
    [
      'no JSON',
      [],
      { 'GK05.json': '{\n  "form": "GK05",,\n}' },
      /GK05\.json 有误：整个文件：第 2 行第 \d+ 个字符处不是合法的 JSON/,
    ],
    [
      'a check without example',
      [
        { in: 'examples.json', at: 'X14 GK07!30109!final', remove: true },
        { in: 'examples.json', at: 'T12-2 GK12!micro!amount', remove: true },
      ],
      {},
      /审核公式 T12-2 没有示例/,
    ],
    [
      'an example that does not fail',
      [{ in: 'examples.json', at: 'T12-2 GK12!micro!amount/fails', set: { cells: {} } }],
      {},
      /示例 T12-2 GK12!micro!amount：应相符的为 holds，应不符的为 相符/,
    ],
    [
      'an example of a cell there is not',
      [{ in: 'examples.json', at: 'T12-2 GK12!micro!amount/fails', set: { cells: { 'GK12!gift!amount': '1' } } }],
      {},
      /没有单元格 GK12!gift!amount/,
    ],
    [
      'an example of no check',
      [
        {
          in: 'examples.json',
          at: '.',
          insert: [{ check: 'T99', at: 'a', holds: { cells: {} }, fails: { cells: {} } }],
          after: null,
        },
      ],
      {},
      /示例 T99 a：没有这条审核公式/,
    ],
    [
      'a succession that leads nowhere',
      [],
      {
        'from-haidian-2023.json': {
          from: 'haidian-2023',
          codes: [{ old: ['2010101'], new: ['2010177'], why: '改号' }],
        },
      },
      /from-haidian-2023\.json 有误：codes\[0\]：本套表没有 2010177/,
    ],
    [
      'an edition that is not there',
      [],
      { 'amends.json': { edition: 'nowhere-2024', revision: 1, changes: [] } },
      /amends\.json 有误：edition：没有套表 nowhere-2024/,
    ],
  ])('%s is refused in Chinese', (_, changes, more, said) => {
    const result = run('check', amending(changes, more))
    expect(result.said).toMatch(said)
    expect(result.code).toBe(1)
  })

  it('refuses editions that are made from each other', () => {
    const folder = temporary()
    for (const [name, base] of [
      ['one-2024', 'two-2024'],
      ['two-2024', 'one-2024'],
    ] as const) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'amends.json'), JSON.stringify({ edition: base, revision: 1, changes: [] }))
    }
    const { code, said } = run('check', join(folder, 'one-2024'))
    expect(said).toMatch(/amends\.json 有误：edition：循环引用：one-2024 → two-2024 → one-2024/)
    expect(code).toBe(1)
  })

  it('takes what lies beside the folder before what the program has', () => {
    const folder = temporary()
    cpSync(builtIn('dongcheng-2024'), join(folder, 'dongcheng-2024'), { recursive: true })
    cpSync(next, join(folder, 'dongcheng-2025'), { recursive: true })
    const head = join(folder, 'dongcheng-2024', 'edition.json')
    writeFileSync(head, readFileSync(head, 'utf8').replace('"revision": 1', '"revision": 2'))
    const { code, said } = run('check', join(folder, 'dongcheng-2025'))
    expect(said).toMatch(/amends\.json 有误：revision：依据的是第 1 版，现有的是第 2 版，请重新核对各项修改/)
    expect(code).toBe(1)
  })

  it('says how it is used', () => {
    expect(run()).toMatchObject({ code: 2, said: like('用法') })
    expect(run('check', 'nowhere')).toMatchObject({ code: 2, said: like('没有这个文件') })
  })
})

describe('edition whole', () => {
  it('writes one file that is the same edition', () => {
    const out = join(temporary(), '套表.json')
    expect(run('whole', next, '-o', out)).toMatchObject({ code: 0, said: like('已写成') })
    const hash = (path: string): string => /校验值 (\w+)/.exec(run('check', path).said)?.[1] ?? ''
    expect(hash(out)).toBe(hash(next))
    expect(run('check', out).said).toContain('文件中没有示例')
    expect(run('whole', next, '-o', out)).toMatchObject({ code: 2, said: like('没有覆盖') })
    expect(run('whole', next, '-o', out, '--replace').code).toBe(0)
    expect(run('whole', next).code).toBe(2)
  })
})
