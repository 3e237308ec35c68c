import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { nextYear, writeEdition } from '../../services/fixtures/editions.ts'
import { type Said, shell } from './fixtures/shell.ts'
import { cells2025, projects2025 } from './fixtures/year-2025.ts'

const sample = (name: string): string => fileURLToPath(new URL(`../../../shared/sample/${name}`, import.meta.url))
const json = (name: string): unknown => JSON.parse(readFileSync(sample(name), 'utf8'))
const earlier = json('beijing-2023.json') as {
  department: string
  edition: string
  cells: Readonly<Record<string, string>>
}
const published = json('published/figures.json') as { figures: { kind: string; text: string }[] }

/** Three years of one department, by commands alone: made up, published, carried forward. */
it('three years: filed, published, carried forward', async () => {
  const sh = shell()
  const done = async (...words: readonly string[]): Promise<Said> => {
    const said = await sh(...words)
    if (said.code !== 0) throw new Error(`${words.join(' ')}: ${said.err}${said.out}`)
    return said
  }
  const ledger = ['--ledger', '三年.juesuan'] as const
  const of = (year: number) => [...ledger, '--year', String(year)] as const
  const set = (year: number, cell: readonly string[], ...more: readonly string[]) => {
    const [form = '', row = '', column = '', value = ''] = cell
    return done('set', ...of(year), '--form', form, '--row', row, '--column', column, value, ...more)
  }

  // ---- 2023: typed and balanced
  await done('new', ...of(2023), '--department', earlier.department, '--edition', earlier.edition)
  for (const [key, amount] of Object.entries(earlier.cells)) await set(2023, [...key.split('!'), amount])
  const before = (await done('check', ...of(2023), '--json')).json
  expect(before).toMatchObject({ errors: 0, verify: 0 })

  // ---- 2024: from the published document; what it says about last year is what the 2023 book says
  await done('new', ...of(2024), '--department', earlier.department)
  await done('import', ...of(2024), sample('published/document.txt'))
  expect((await done('check', ...of(2024), '--json')).json).toMatchObject({ errors: 0, unexplained: 0 })
  const text = (await done('narrative', ...of(2024))).out
  const comparisons = published.figures.filter(({ kind }) => kind === 'prior year')
  expect(comparisons).toHaveLength(18)
  for (const figure of comparisons) expect(text).toContain(figure.text)
  for (const row of ['grand', 'income', 'expenditure', 'fiscalGrand', 'operatingCost', 'threePublic', 'operation']) {
    const traced = await done('trace', ...of(2024), '--form', 'S02', '--row', row, '--column', 'prior', '--json')
    const { value, terms } = traced.json
    // nothing is stated: the number is the sum of what the 2023 book gives
    expect(traced.json).toMatchObject({ stated: null, kind: 'default' })
    const sum = terms.reduce((one, term) => one + Number(term.value ?? 0), 0)
    expect([row, terms.every(({ prior }) => prior), sum]).toEqual([row, true, Number(value)])
  }
  // and it is the book that is read, not the document: another 2023 would be another comparison
  await set(2023, ['GK02', '2120199', 'other', '100'])
  expect((await done('narrative', ...of(2024))).out).toContain('比上年增加353.49万元')
  await done('undo', ...of(2023))
  const { files: sealed } = (await done('seal', ...of(2023), '--json')).json
  expect(sealed).toHaveLength(3)
  expect((await done('narrative', ...of(2024))).out).toBe(text)

  // ---- 2025: under next year's edition, carried forward, edited, balanced, sealed
  await done('editions', 'import', ...ledger, writeEdition(sh.path('dongcheng-2025.json'), nextYear()))
  const looked = await done('roll-forward', ...ledger, '--from', '2024', '--dry-run')
  for (const line of [
    '科目 2120107 市政公用行业市场监管：结转，改为 2120111',
    '报表 GK13 取消',
    '项目：不结转 25（没有选择结转）',
  ])
    expect(looked.out).toContain(line)
  expect((await done('books', ...ledger, '--json')).json.books).toHaveLength(2)
  await done('roll-forward', ...ledger, '--from', '2024')
  expect((await done('history', ...of(2025))).out).toContain('建账：由 2024 年度结转')
  for (const [code, name] of projects2025) await done('project', 'add', ...of(2025), '--code', code, '--name', name)
  for (const cell of cells2025) await set(2025, cell)

  // an opening that is not last year's closing says why, or is none
  const opening = ['GK05', '2080505', 'opening', '1.2'] as const
  const refused = await sh('set', ...of(2025), '--form', 'GK05', '--row', '2080505', '--column', 'opening', '1.2')
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.err).toMatch(/年初数应等于上年年末数 0\.000000，.*--difference .*会计差错更正、收回以前年度支出/)
  await set(2025, opening, '--difference', '会计差错更正', '--note', '上年多缴的养老保险退回')

  const check = (await done('check', ...of(2025), '--json')).json
  expect(check.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(check.findings.filter(({ check: id }) => id === 'Y1')).toMatchObject([
    { form: 'GK01', explanation: '会计差错更正：上年多缴的养老保险退回' },
    { form: 'GK04', explanation: '会计差错更正：上年多缴的养老保险退回' },
    { form: 'GK05', explanation: '会计差错更正：上年多缴的养老保险退回' },
  ])
  for (const finding of check.findings)
    if (finding.severity === 'verify' && finding.explanation === null) {
      const place = (['form', 'row', 'column'] as const).flatMap((part) =>
        finding[part] === null ? [] : [`--${part}`, finding[part]],
      )
      await done('explain', ...of(2025), '--check', finding.check, ...place, '按实际情况填列')
    }
  await done('seal', ...of(2025))
  const formats = ['--format', 'xlsx,pdf,docx'] as const
  const { files } = (await done('export', ...of(2025), '--out', '导出', ...formats, '--json')).json
  expect(files.map((file) => file.split('.').at(-1))).toEqual(['xlsx', 'pdf', 'docx'])
  for (const file of files) expect([existsSync(file), statSync(file).size > 10_000]).toEqual([true, true])
  expect((await done('narrative', ...of(2025))).out).toContain('比2024年度“三公”经费财政拨款决算数0.37万元')

  const { books } = (await done('books', ...ledger, '--json')).json
  expect(books.map(({ year, edition, state }) => `${year} ${edition} ${state}`)).toEqual([
    '2023 beijing-2023 sealed',
    '2024 dongcheng-2024 open',
    '2025 dongcheng-2025 sealed',
  ])
  expect((await done('verify', ...ledger, '--json')).json).toMatchObject({ sound: true })
}, 120_000)
