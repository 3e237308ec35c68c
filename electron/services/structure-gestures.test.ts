import { describe, expect, it } from 'vitest'
import { explain } from './explanation-gestures.ts'
import { edition2024, engineOf, lines, must, refusal, sampleEngine, unit } from './fixtures/books.ts'
import { addProject, moveProject, removeProject, renameProject } from './project-gestures.ts'
import { addRow, removeRow, renameRow } from './row-gestures.ts'
import { addUnit, findUnit, moveUnit, nextKey, removeUnit, renameUnit, reorder } from './unit-gestures.ts'

const sample = () => sampleEngine().engine
const three = () => engineOf([unit('u1', '甲', 1), unit('u2', '乙', 2), unit('u5', '丙', 3)]).engine
const projects = () =>
  engineOf([
    unit('u1', '甲', 1),
    unit('u2', '乙', 2),
    ...[1, 2, 3].map((n) => ({
      kind: 'project' as const,
      key: `p${n}`,
      value: { code: '2120107', unit: 'u1', name: `项目${n}`, order: n },
    })),
    { kind: 'cell', key: 'GK14!p2!fiscal', value: 7 },
    { kind: 'explanation', key: 'A4!!p2!', value: { text: '不同', left: null, right: null } },
  ]).engine

describe('rows', () => {
  it('come with their parents, once', () => {
    expect(lines(must(addRow(sample(), { code: '2130104' })).changes)).toHaveLength(3)
    expect(lines(must(addRow(sample(), { code: '2080502' })).changes)).toEqual([
      'row 2080502 = {"name":"事业单位离退休"}',
    ])
    expect(lines(must(addRow(sample(), { code: '299', name: ' 新类 ' })).changes)).toEqual([
      'row 299 = {"name":"新类"}',
    ])
    expect(refusal(addRow(sample(), { code: '2080501' }))).toMatch(/已在科目中，不重复新增/)
    expect(refusal(addRow(sample(), { code: '20805' }))).toMatch(/已在科目中/)
    expect(refusal(addRow(sample(), { code: '2080' }))).toMatch(/科目编码应为/)
    expect(refusal(addRow(sample(), { code: '2080502', name: ' ' }))).toMatch(/名称不能为空/)
    expect(lines(must(addRow(sample(), { code: '2080501', name: '别名' })).changes)).toEqual([
      'row 2080501 = {"name":"别名"}',
    ])
  })

  it('are renamed', () => {
    expect(must(renameRow(sample(), { code: '208', name: '社保' })).label).toBe('科目 208 改名为 社保')
    expect(refusal(renameRow(sample(), { code: '209', name: '社保' }))).toMatch(/科目中没有这个编码/)
    expect(refusal(renameRow(sample(), { code: '208', name: '社会保障和就业支出' }))).toMatch(/没有要改的/)
  })

  it('go with their cells in every form, and parents that are left empty', () => {
    const gone = lines(must(removeRow(sample(), { code: '2101101' })).changes)
    expect(gone).toEqual(
      expect.arrayContaining([
        'row 2101101 -',
        'row 21011 -',
        'row 210 -',
        'cell GK05!2101101!income -',
        'cell GK06!2101101@u1!basic -',
        'cell S01!2101101!general -',
      ]),
    )
    expect(gone).toHaveLength(6)
    // 20805 has other items
    const one = lines(must(removeRow(sample(), { code: '2080501' })).changes).filter((line) => line.startsWith('row'))
    expect(one).toEqual(['row 2080501 -'])
  })

  it('stay while something stands below them', () => {
    expect(refusal(removeRow(sample(), { code: '2120107' }))).toMatch(/还有 25 个项目（p1“.*请先移走或删除这些项目/)
    expect(refusal(removeRow(sample(), { code: '208' }))).toMatch(
      /下面还有 20805、2080501、2080505、2080506，请先删除下级科目/,
    )
    expect(refusal(removeRow(sample(), { code: '2080599' }))).toMatch(/科目中没有这个编码/)
  })

  it('do not touch the class rows of fixed forms', () => {
    const { engine } = engineOf([
      { kind: 'row', key: '201', value: { name: '' } },
      { kind: 'cell', key: 'GK01!201!expenditureBudget', value: 5 },
    ])
    expect(lines(must(removeRow(engine, { code: '201' })).changes)).toEqual(['row 201 -'])
  })
})

describe('units', () => {
  it('are added, renamed, moved', () => {
    expect(lines(must(addUnit(three(), { name: '丁' })).changes)).toEqual(['unit u6 = {"name":"丁","order":4}'])
    expect(lines(must(renameUnit(three(), { unit: '乙', name: '乙二' })).changes)).toEqual([
      'unit u2 = {"name":"乙二","order":2}',
    ])
    expect(lines(must(moveUnit(three(), { unit: 'u5', to: 1 })).changes)).toEqual([
      'unit u5 = {"name":"丙","order":1}',
      'unit u1 = {"name":"甲","order":2}',
      'unit u2 = {"name":"乙","order":3}',
    ])
    expect(must(moveUnit(three(), { unit: 'u5', to: 3 })).changes).toEqual([])
    expect(refusal(moveUnit(three(), { unit: 'u5', to: 4 }))).toMatch(/应为 1 到 3 的整数/)
    expect(refusal(addUnit(three(), { name: '一\n二' }))).toMatch(/一行文字/)
    expect(refusal(findUnit(three(), '戊'))).toMatch(/没有这个单位，有 u1“甲”、u2“乙”、u5“丙”/)
    expect(refusal(findUnit(engineOf([unit('u1', '甲', 1), unit('u2', '甲', 2)]).engine, '甲'))).toMatch(/多个单位同名/)
  })

  it('go with their lines, but not with projects, and not the last one', () => {
    const { engine } = sampleEngine(unit('u2', '分中心', 2), { kind: 'cell', key: 'GK06!2080501@u2!basic', value: 1 })
    expect(lines(must(removeUnit(engine, { unit: 'u2' })).changes)).toEqual([
      'unit u2 -',
      'cell GK06!2080501@u2!basic -',
    ])
    expect(refusal(removeUnit(engine, { unit: 'u1' }))).toMatch(/还有 25 个项目/)
    expect(refusal(removeUnit(sample(), { unit: 'u1' }))).toMatch(/唯一的单位/)
  })

  it('get a key no other has', () => {
    expect(nextKey('u', [])).toBe('u1')
    expect(nextKey('p', ['p2', 'p10', 'x', 'p3'])).toBe('p11')
  })
})

describe('projects', () => {
  it('are added last, with their code', () => {
    expect(lines(must(addProject(sample(), { code: '2120107', name: '新项目' })).changes)).toEqual([
      'project p26 = {"code":"2120107","unit":"u1","name":"新项目","order":26}',
    ])
    const changes = lines(must(addProject(projects(), { code: '2130104', unit: '乙', name: '新项目' })).changes)
    expect(changes.map((line) => line.split(' ')[1])).toEqual(['213', '21301', '2130104', 'p4'])
    expect(refusal(addProject(projects(), { code: '2120107', name: '新' }))).toMatch(/有多个单位，请指明其中之一/)
    expect(refusal(addProject(sample(), { code: '21201', name: '新' }))).toMatch(/7 位（项）数字编码/)
    expect(refusal(addProject(sample(), { code: '2120107', name: '' }))).toMatch(/名称不能为空/)
  })

  it('are renamed and removed with their cells', () => {
    expect(lines(must(renameProject(projects(), { project: '项目2', name: '改' })).changes)).toEqual([
      'project p2 = {"code":"2120107","unit":"u1","name":"改","order":2}',
    ])
    expect(lines(must(removeProject(projects(), { project: 'p2' })).changes)).toEqual([
      'project p2 -',
      'cell GK14!p2!fiscal -',
      'explanation A4!!p2! -',
    ])
    const reported = lines(must(removeProject(sample(), { project: 'p14' })).changes)
    expect(reported.filter((line) => !line.startsWith('text'))).toEqual([
      'project p14 -',
      'cell GK14!p14!fiscal -',
      ...['decision', 'process', 'output', 'benefit'].flatMap((part) => [
        `cell S06!p14!${part}Weight -`,
        `cell S06!p14!${part}Score -`,
      ]),
    ])
    // a later project may get its key and must not find its report
    expect(reported.filter((line) => line.startsWith('text'))).toHaveLength(34)
    expect(reported).toContain('text report.subject.p14 -')
    expect(refusal(removeProject(projects(), { project: 'p9' }))).toMatch(/没有这个项目，有 p1“项目1”/)
  })

  it('move among their like, to another code or unit', () => {
    expect(lines(must(moveProject(projects(), { project: 'p3', to: 1 })).changes)).toEqual([
      'project p3 = {"code":"2120107","unit":"u1","name":"项目3","order":1}',
      'project p1 = {"code":"2120107","unit":"u1","name":"项目1","order":2}',
      'project p2 = {"code":"2120107","unit":"u1","name":"项目2","order":3}',
    ])
    expect(lines(must(moveProject(projects(), { project: 'p3', unit: '乙' })).changes)).toEqual([
      'project p3 = {"code":"2120107","unit":"u2","name":"项目3","order":3}',
    ])
    expect(lines(must(moveProject(projects(), { project: 'p3', code: '2120199' })).changes)).toEqual([
      expect.stringMatching(/^row 2120199/),
      'project p3 = {"code":"2120199","unit":"u1","name":"项目3","order":3}',
    ])
    expect(refusal(moveProject(projects(), { project: 'p3' }))).toMatch(/没有要移动的/)
    expect(refusal(moveProject(projects(), { project: 'p3', unit: 'u1' }))).toMatch(/没有要移动的/)
  })

  it('keep orders apart where two were alike', () => {
    const group = [
      { key: 'a', order: 1 },
      { key: 'b', order: 1 },
      { key: 'c', order: 1 },
    ]
    expect(must(reorder(group, { key: 'c', order: 1 }, 2))).toEqual([
      { key: 'c', order: 2 },
      { key: 'b', order: 3 },
    ])
  })
})

describe('explain', () => {
  const request = { check: 'Y5', text: '追加经费' }

  it('attaches the words and the two sides to the one place meant', () => {
    const { engine, names } = sampleEngine()
    const gesture = must(explain(engine, names, { ...request, row: '2120107' }))
    expect(lines(gesture.changes)).toEqual([
      'explanation Y5!S01!2120107!general = {"text":"追加经费","left":2991423958,"right":1624330000}',
    ])
    engine.apply(gesture.changes)
    expect(engine.findings().find(({ row }) => row === '2120107')?.explanation).toBe('追加经费')
    expect(lines(must(explain(engine, names, { check: 'Y5', text: ' ' })).changes)).toEqual([
      'explanation Y5!S01!2120107!general -',
    ])
    engine.apply([{ kind: 'cell', key: 'GK06!2120107@u1!project', after: 1 }])
    expect(engine.findings().find(({ row }) => row === '2120107')?.explanation).toBeNull()
  })

  it('refuses no place and several', () => {
    const { engine, names } = sampleEngine()
    expect(refusal(explain(engine, names, request))).toContain(
      '有 2 处，请指明其中一处：--form S01 --row 2120107 --column general、--form S01 --row 2210203 --column general',
    )
    expect(refusal(explain(engine, names, { ...request, row: '2080501' }))).toMatch(/没有不符的审核结果/)
    expect(refusal(explain(engine, names, { ...request, check: 'Q9' }))).toMatch(/套表中没有这个公式/)
    expect(refusal(explain(engine, names, { check: 'Y5', text: '' }))).toMatch(/此处没有审核说明/)
    expect(refusal(explain(engine, names, { ...request, text: '长'.repeat(2001) }))).toMatch(/文字过长/)
  })

  it('reaches findings about codes and units, which have no form', () => {
    const { engine, names } = sampleEngine({ kind: 'row', key: '2080597', value: { name: '新科目' } })
    const gesture = must(explain(engine, names, { check: 'A1', row: '2080597', text: '新增科目' }))
    expect(lines(gesture.changes)[0]).toMatch(/^explanation A1!!2080597! = /)
    engine.apply(gesture.changes)
    expect(engine.findings().find(({ check }) => check === 'A1')?.explanation).toBe('新增科目')
  })
})

it('the edition is read once', () => expect(edition2024()).toBe(edition2024()))
