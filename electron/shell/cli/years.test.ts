import { describe, expect, it } from 'vitest'
import { like, ofSample, sampleShell } from './fixtures/shell.ts'

const of2025 = ['--ledger', '2024.juesuan', '--year', '2025'] as const
const from = ['roll-forward', '--ledger', '2024.juesuan', '--from', '2024', '--edition', 'dongcheng-2024'] as const
const opening = ['--form', 'GK05', '--row', '2080501', '--column', 'opening'] as const

/** The sample, of which 2080501 is left with 1.5 万元. */
async function shellWithClosing() {
  const sh = await sampleShell()
  await sh('set', ...ofSample, '--form', 'GK05', '--row', '2080501', '--column', 'closingProject', '1.5')
  return sh
}

describe('roll-forward', () => {
  it('looks, makes, and says what became of everything', async () => {
    const sh = await shellWithClosing()
    const looked = await sh(...from, '--dry-run')
    expect(looked).toMatchObject({ code: 0, err: '' })
    expect(looked.out).toMatch(/^试结转“.*”2024 年度 → 2025 年度，套表 dongcheng-2024 → dongcheng-2024\n/)
    expect(looked.out).toContain('请留意：套表 dongcheng-2024 是 2024 年度的，用于 2025 年度')
    expect(looked.out).toContain('【年末数成为年初数：1.500000 万元】')
    expect(looked.out).toContain('科目：结转 17')
    expect(looked.out).toContain('项目：不结转 25（没有选择结转）')
    expect(looked.out).toContain('行文习惯：结转 1')
    const dry = (await sh(...from, '--dry-run', '--json')).json as unknown as Record<string, unknown>
    const made = (await sh(...from, '--json')).json as unknown as Record<string, unknown>
    expect(dry).toEqual({ ...made, book: null })
    expect(made).toMatchObject({
      from: { year: 2024 },
      to: { year: 2025 },
      book: { year: 2025, state: 'open' },
      closings: { follows: '1.500000', byHand: '0.000000', lost: '0.000000' },
    })
    expect(await sh(...from)).toMatchObject({ code: 2, err: like(/2025 年度决算已经存在/) })
    expect((await sh('show', ...of2025, '--form', 'GK05')).out).toContain('1.500000')
  })

  it.each([
    [['--from', '24'], /--from 24：应为四位年份/],
    [['--from', '2023'], /没有 2023 年度决算，已有 2024 年度/],
    [['--from', '2024'], /没有套表 dongcheng-2025/],
    [['--from', '2024', '--to', '2026', '--edition', 'dongcheng-2024'], /只能结转到 2025 年度/],
    [['--from', '2024', '--edition', 'dongcheng-2024', '--projects', '--no-units'], /项目属于单位/],
  ])('%j is refused', async (words, reason) => {
    const sh = await sampleShell()
    const refused = await sh('roll-forward', '--ledger', '2024.juesuan', ...words)
    expect(refused).toMatchObject({ code: 2, out: '', err: like(reason) })
  })
})

describe('set on an opening', () => {
  it('asks for the kind of difference, and undoes both at once', async () => {
    const sh = await shellWithClosing()
    await sh(...from)
    const set = ['set', ...of2025, ...opening] as const
    expect(await sh(...set, '2')).toMatchObject({
      code: 2,
      err: like(/年初数应等于上年年末数 1\.500000，.*请用 --difference 注明差异类型：会计差错更正、收回以前年度支出/),
    })
    expect(await sh(...set, '2', '--note', '多列')).toMatchObject({ code: 2, err: like(/须与 --difference 一起写/) })
    expect(await sh(...set, '2', '--difference', '别的')).toMatchObject({ code: 2, err: like(/没有这一类型/) })
    expect(await sh(...set, '2', '--difference', '会计差错更正', '--note', '多列')).toMatchObject({ code: 0 })
    const findings = async () =>
      (await sh('check', ...of2025, '--json')).json.findings.filter(({ check }) => check === 'Y1')
    expect(await findings()).toMatchObject([1, 2, 3].map(() => ({ explanation: '会计差错更正：多列' })))
    expect((await sh('undo', ...of2025)).code).toBe(0)
    expect(await findings()).toEqual([])
    expect(await sh(...set, '1.5')).toMatchObject({ code: 0, out: like(/没有改动/) })
  })
})
