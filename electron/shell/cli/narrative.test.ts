import { describe, expect, it } from 'vitest'
import type { NarrativeReport } from '../../services/narrative.ts'
import { ofSample, sampleShell, shell } from './fixtures/shell.ts'

describe('narrative', () => {
  it('prints the text part', async () => {
    const sh = await sampleShell()
    const { code, out } = await sh('narrative', ...ofSample)
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines[0]).toBe('第二部分 2024年度部门决算说明')
    expect(lines).toContain('2024年度收、支总计6912.98万元，比上年增加451.03万元，增长6.98%。')
    expect(lines).toContain('合计\t100\t96.81')
    expect(out).not.toContain('〔请填写')
  })

  it('gives sections, paragraphs and figures with their cells', async () => {
    const sh = await sampleShell()
    const json = (await sh('narrative', ...ofSample, '--json')).json as unknown as NarrativeReport
    expect(json).toMatchObject({ department: '北京市东城区城市管理指挥中心', year: 2024 })
    expect(json.sections.map(({ title }) => title).slice(0, 4)).toEqual([
      '一、部门基本情况',
      '二、收入支出决算总体情况说明',
      '三、财政拨款收入支出决算总体情况说明',
      '四、一般公共预算财政拨款支出决算情况说明',
    ])
    const paragraphs = json.sections.flatMap((section) => section.paragraphs)
    expect(paragraphs.find(({ key }) => key === 'totals.grand')).toEqual({
      key: 'totals.grand',
      kind: 'paragraph',
      level: null,
      text: '2024年度收、支总计6912.98万元，比上年增加451.03万元，增长6.98%。',
      figures: [
        {
          key: 'totals.grand/amount.GK01!incomeGrand!incomeFinal',
          text: '6912.98',
          value: '6912.98',
          exact: '6912.978296',
          cells: ['GK01!incomeGrand!incomeFinal'],
          rule: '万元，两位小数，四舍五入',
          overridden: null,
        },
        expect.objectContaining({ text: '451.03', exact: '451.028296' }),
        expect.objectContaining({
          text: '6.98',
          exact: '451.028296/6461.95',
          cells: ['GK01!incomeGrand!incomeFinal', 'S02!grand!prior'],
        }),
      ],
      asked: [],
    })
    expect(paragraphs.flatMap(({ figures }) => figures)).toHaveLength(131)
  })

  it('names what is still to be written, and check counts it', async () => {
    const sh = shell()
    await sh('new', '--ledger', 'new.juesuan', '--department', '某单位', '--year', '2024')
    const ofNew = ['--ledger', 'new.juesuan', '--year', '2024']
    const { out, code } = await sh('narrative', ...ofNew)
    expect(code).toBe(0)
    expect(out).toContain('〔请填写：机构职责〕')
    const check = await sh('check', ...ofNew, '--json')
    // every gesture says what is left to do as the check would
    const { json: unit } = await sh('unit', 'add', ...ofNew, '--name', '分中心', '--json')
    expect([unit.errors, unit.verify, unit.hints]).toEqual([check.json.errors, check.json.verify, check.json.hints])
    expect(check.json.hints).toBe(1)
    expect(check.json.findings).toMatchObject([
      {
        check: 'N6',
        severity: 'hint',
        state: 'fails',
        form: null,
        row: 'duties.1',
        message: expect.stringContaining('请填写“决算说明的文字，共 ') as string,
      },
    ])
  })
})
