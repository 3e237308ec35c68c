import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder } from '../../ledger/fixtures/ledgers.ts'
import { createLedger } from '../../ledger/ledger.ts'
import { must } from '../fixtures/books.ts'
import { goneItem, makeYears } from '../fixtures/years.ts'
import { programWithSample, rejectedWith, startProgram, typed } from './fixtures/window.ts'

/** A program over a ledger with the sample and the year before it. */
async function twoYears() {
  const path = join(folder(), '两年.juesuan')
  const ledger = must(await createLedger(path, { clock: () => 0, program: 'test' }))
  makeYears(ledger, [2023])
  ledger.close()
  const program = startProgram({ ledger: path })
  await program.must('app.start', {})
  const books = await program.must('books.list', {})
  const of = (year: number) => {
    const found = books.find((book) => book.year === year)
    if (found === undefined) throw new Error(`no book of ${year}`)
    return found
  }
  return { ...program, now: of(2024), before: of(2023) }
}

const wishes = {
  basis: 'budget' as const,
  form: 'GK05',
  percent: 10,
  amount: 0,
  order: 'printed' as const,
  column: null,
  onlyMarked: false,
  text: '',
}

describe('last year’s side of a form', () => {
  it('comes by this year’s keys, rows that are gone among them', async () => {
    const { must: call, now } = await twoYears()
    const prior = await call('compare.prior', { book: now.id, form: 'GK05' })
    expect(prior?.year).toBe(2023)
    expect(prior?.columns[0]).toBe('opening')
    expect(prior?.rows.filter(({ isGone }) => isGone).map(({ code }) => code)).toEqual([goneItem])
    expect(prior?.rows.find(({ key }) => key === '2080501')?.numbers[1]).toBe(6_873_900)
  })

  it('follows last year’s book when it is changed, and is null without one', async () => {
    const { must: call, now, before } = await twoYears()
    await call('compare.prior', { book: now.id, form: 'GK05' })
    await call('book.commit', typed(before.id, before.revision, 'GK05!2080501!income', 1))
    const prior = await call('compare.prior', { book: now.id, form: 'GK05' })
    expect(prior?.rows.find(({ key }) => key === '2080501')?.numbers[1]).toBe(1)
    const alone = await programWithSample()
    expect(await alone.must('compare.prior', { book: alone.book, form: 'GK05' })).toBeNull()
    expect(await alone.refused('compare.prior', { book: alone.book, form: 'GK99' })).toEqual(rejectedWith(/没有这张表/))
  })
})

describe('the other years', () => {
  it('are read once, and again when one of their books was changed', async () => {
    const { must: call, now, before } = await twoYears()
    const value = async (): Promise<number | null | undefined> =>
      (await call('analysis.years', { book: now.id }))
        .find(({ year, isRetold }) => year === 2023 && !isRetold)
        ?.points.find(({ chart, series }) => chart === 'totals' && series === '本年收入合计')?.value
    const first = await value()
    expect(first).toBe(6_218_978_089)
    expect(await value()).toBe(first)
    await call('book.commit', typed(before.id, before.revision, 'GK05!2080501!income', 6_873_901))
    expect(await value()).toBe(6_218_978_090)
  })
})

describe('files of comparisons and charts', () => {
  it('are tables a spreadsheet opens, as they are on screen', async () => {
    const { must: call, answers, book } = await programWithSample()
    const file = (name: string): string => (answers.save = join(folder(), name))
    const path = file('比较.csv')
    const saved = await call('export.comparison', { book, wishes: { ...wishes, onlyMarked: true } })
    expect(saved?.name).toBe('比较.csv')
    const text = readFileSync(path, 'utf8')
    expect(text).toMatch(/^\uFEFF报表,科目编码,名称,单位,栏,决算数,年初预算数,增减,/)
    expect(text).toContain(
      'GK05,2120107,市政公用行业市场监管,,本年支出·小计,2991.423958,1624.330000,1367.093958,84.16%,是,Y5 ',
    )
    expect(text).not.toContain('2080501')
    const chart = file('图.csv')
    await call('export.chartTable', { book, chart: 'income' })
    expect(readFileSync(chart, 'utf8')).toContain('其他收入,23.292573,0.34%')
    answers.save = null
    expect(await call('export.chartTable', { book, chart: 'income' })).toBeNull()
  })

  it('are pictures the window drew, and nothing else', async () => {
    const { must: call, refused, answers, book } = await programWithSample()
    const path = join(folder(), '图.png')
    answers.save = path
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
    await call('export.chartPicture', { book, chart: 'income', picture: png.toString('base64') })
    expect(readFileSync(path)).toEqual(png)
    const script = Buffer.from('<script>').toString('base64')
    expect(await refused('export.chartPicture', { book, chart: 'income', picture: script })).toEqual(
      rejectedWith(/不是 PNG/),
    )
    expect(await refused('export.chartPicture', { book, chart: 'x', picture: script })).toEqual(
      rejectedWith(/没有这个图表/),
    )
  })
})
