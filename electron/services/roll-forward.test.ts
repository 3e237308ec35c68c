import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { secondBook, secondBookFacts } from '../../build/testing/second-book.ts'
import { parseCellKey } from '../../shared/address/cell.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { usualOptions } from '../../shared/years/preview.ts'
import { createLedger, type Ledger } from '../ledger/ledger.ts'
import { newBook, reverse } from './books.ts'
import { checkBook } from './check.ts'
import { explain } from './explanation-gestures.ts'
import { must, refusal } from './fixtures/books.ts'
import { nextYear } from './fixtures/editions.ts'
import { type Gesture, perform, stating } from './gesture.ts'
import { type OpenBook, openBook } from './open-book.ts'
import { rollForwardBook } from './roll-forward.ts'
import { makeSampleBook } from './sample.ts'

const made: (() => void)[] = []
afterEach(() => {
  for (const undo of made.splice(0).reverse()) undo()
})
const opener = { clock: Date.now, program: 'test' }

async function emptyLedger(): Promise<Ledger> {
  const folder = mkdtempSync(join(tmpdir(), 'years-'))
  made.push(() => rmSync(folder, { recursive: true, force: true }))
  const opened = must(await createLedger(join(folder, 'a.juesuan'), opener))
  made.push(opened.close)
  return opened
}

/** A ledger with the second book as 2024, which closes with amounts of two funds and other ones. */
async function ledgerWithClosings(): Promise<Ledger> {
  const ledger = await emptyLedger()
  const { department, year } = secondBook
  must(newBook(ledger, { department, year }))
  const open = must(openBook(ledger, { year }))
  must(perform(open, { changes: stating(secondBookFacts()), label: '填列', place: null }, 'sample'))
  return ledger
}

const same = { edition: 'dongcheng-2024' }
const opening = 'GK05!2010302!opening'
const at = (key: string) => parseCellKey(key) ?? { form: '', row: '', column: '' }
const typed = (...changes: readonly [key: string, after: number | null][]): Gesture => ({
  changes: changes.map(([key, after]): FactChange => ({ kind: 'cell', key, after })),
  label: '录入',
  place: null,
})
const y1 = ({ engine }: OpenBook) =>
  engine
    .findings()
    .filter(({ check }) => check === 'Y1')
    .map(({ form, row, explanation }) => `${form} ${row} ${explanation}`)

function nextYearOf(ledger: Ledger): OpenBook {
  must(rollForwardBook(ledger, { from: 2024, ...same }))
  return must(openBook(ledger, { year: 2025 }))
}

describe('a new year from an old book', () => {
  it('begins with what the old one closed with, and its journal names it', async () => {
    const ledger = await ledgerWithClosings()
    const before = must(openBook(ledger, { year: 2024 }))
    const facts = before.engine.book.list()
    const { report } = must(rollForwardBook(ledger, { from: 2024, ...same }))
    expect(report).toMatchObject({
      from: { year: 2024, revision: 2 },
      to: { year: 2025, edition: 'dongcheng-2024' },
      book: { year: 2025, revision: 1, state: 'open' },
      options: usualOptions,
      remarks: ['套表 dongcheng-2024 是 2024 年度的，用于 2025 年度，请核对表样和科目'],
    })
    expect(report.preview.closings).toEqual({ follows: 24_500_000 + 33_236_600, byHand: 0, lost: 0 })
    const open = must(openBook(ledger, { year: 2025 }))
    expect(open.engine.number(at(opening))).toBe(24_500_000)
    expect(open.engine.number(at('GK01!opening!incomeFinal'))).toBe(59_657_100)
    expect(y1(open)).toEqual([])
    expect(open.engine.book.facts.cell.size).toBe(0)

    const [entry] = must(ledger.history(open.summary.id, { limit: 1 }))
    expect(entry).toMatchObject({
      kind: 'open',
      origin: 'roll-forward',
      label: '由 2024 年度结转',
      detail: { year: 2025, from: { department: secondBook.department, year: 2024, revision: 2, seq: 2 } },
    })
    expect((entry?.detail as { from: { hash: string } }).from.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(must(openBook(ledger, { year: 2024 })).engine.book.list()).toEqual(facts)
    expect(must(ledger.verify())).toEqual([])
  })

  it('looks first, and then is what it said', async () => {
    const ledger = await ledgerWithClosings()
    const request = { from: 2024, ...same, options: { projects: true, reasons: true } }
    const looked = must(rollForwardBook(ledger, { ...request, dryRun: true })).report
    expect(looked.book).toBeNull()
    expect(must(ledger.books())).toHaveLength(1)
    const done = must(rollForwardBook(ledger, request)).report
    expect({ ...done, book: null }).toEqual(looked)
    const { engine } = must(openBook(ledger, { year: 2025 }))
    const kept = looked.preview.items.flatMap(({ kind, fate }) =>
      fate.kind === 'carried' ? fate.as.map((key) => `${kind} ${key}`) : [],
    )
    const added = looked.preview.added.map(({ kind, key }) => `${kind} ${key}`)
    expect(engine.book.list().map(({ kind, key }) => `${kind} ${key}`)).toEqual(
      [...new Set([...kept, ...added])].sort(byKind),
    )
    expect(engine.book.facts.project.size).toBeGreaterThan(0)
  })

  it('under the edition of its year, with the keys it has there', async () => {
    const ledger = await emptyLedger()
    const sample = must(makeSampleBook(ledger))
    must(perform(sample, typed(['GK05!2080505!closingBasic', 100], ['GK06!2080505@u1!basic', 277_404_668]), 'typed'))
    expect(refusal(rollForwardBook(ledger, { from: 2024 }))).toBe('edition-missing')
    const edition = nextYear()
    must(ledger.keepEdition(edition.stored))
    const { report } = must(rollForwardBook(ledger, { from: 2024 }))
    expect(report.to.edition).toBe('dongcheng-2025')
    expect(report.preview.differences.length).toBeGreaterThan(3)
    const open = must(openBook(ledger, { year: 2025 }))
    expect(open.edition.edition.head.edition).toBe('dongcheng-2025')
    // no code of last year is missed or new, whatever it is called now
    expect(open.engine.findings().filter(({ kind }) => kind === 'codesOfPrior')).toEqual([])
    expect(open.engine.number(at('S02!income!prior'))).toBe(sample.engine.number(at('GK01!income!incomeFinal')))
  })

  it.each([
    [{ from: 2023 }, /没有 2023 年度决算，已有 2024 年度/],
    [{ from: 2024, to: 2026, ...same }, /只能结转到 2025 年度/],
    [{ from: 2024, edition: 'nowhere-2025' }, /没有名为“nowhere-2025”的套表/],
    [{ from: 2024, ...same, options: { units: false, projects: true } }, /项目属于单位/],
  ])('is refused for %j', async (request, reason) => {
    expect(refusal(rollForwardBook(await ledgerWithClosings(), request))).toMatch(reason)
  })

  it('is refused where there is one', async () => {
    const ledger = await ledgerWithClosings()
    nextYearOf(ledger)
    expect(refusal(rollForwardBook(ledger, { from: 2024, ...same }))).toBe('book-exists')
    expect(refusal(rollForwardBook(ledger, { from: 2024, ...same, dryRun: true }))).toBe('book-exists')
  })

  it('reads through the years: what last year began with comes from the year before it', async () => {
    const ledger = await ledgerWithClosings()
    const second = nextYearOf(ledger)
    const grand = second.engine.number(at('GK01!incomeGrand!incomeFinal'))
    expect(grand).toBe(59_657_100)
    must(rollForwardBook(ledger, { from: 2025, ...same }))
    const third = () => must(openBook(ledger, { year: 2026 })).engine.number(at('S02!grand!prior'))
    expect(third()).toBe(grand)
    const first = must(openBook(ledger, { year: 2024 }))
    must(perform(first, typed(['GK05!2010302!closingProject', 25_500_000]), 'typed'))
    expect(third()).toBe(grand)
    must(perform(first, typed(['GK01!closing!expenditureFinal', 60_657_100]), 'typed'))
    expect(third()).toBe(60_657_100)
  })

  it('finds last year’s numbers where its book went to another ledger', async () => {
    const ledger = await ledgerWithClosings()
    nextYearOf(ledger)
    const elsewhere = join(mkdtempSync(join(tmpdir(), 'years-')), 'b.juesuan')
    made.push(() => rmSync(join(elsewhere, '..'), { recursive: true, force: true }))
    const book = must(ledger.findBook(secondBook.department, 2024))
    must(await ledger.transfer(book.id, { to: elsewhere, how: 'moved' }, opener))
    const open = must(openBook(ledger, { year: 2025 }))
    expect(open.engine.number(at(opening))).toBe(24_500_000)
  })
})

const order = ['cell', 'stated', 'row', 'unit', 'project', 'explanation', 'text', 'option', 'cover']
const byKind = (a: string, b: string): number =>
  order.indexOf(a.split(' ')[0] ?? '') - order.indexOf(b.split(' ')[0] ?? '') || (a < b ? -1 : 1)

describe('an opening that is not last year’s closing', () => {
  const difference = { kind: '会计差错更正', note: '上年多列支出' }

  it('needs a kind of difference, one of the edition’s', async () => {
    const open = nextYearOf(await ledgerWithClosings())
    const facts = open.engine.book.list()
    expect(perform(open, typed([opening, 25_000_000]), 'typed')).toEqual({
      ok: false,
      fault: {
        kind: 'difference-needed',
        where: 'GK05 2010302 一般行政管理事务·年初结转和结余',
        cell: at(opening),
        carried: '24.500000',
        kinds: ['会计差错更正', '收回以前年度支出', '归集调入', '归集调出', '上缴', '其他'],
      },
    })
    const wrong = { ...typed([opening, 25_000_000]), difference: { kind: '随便', note: '' } }
    expect(refusal(perform(open, wrong, 'typed'))).toMatch(/没有这一类型，应为 会计差错更正、/)
    const wordless = { ...typed([opening, 25_000_000]), difference: { kind: '其他', note: ' ' } }
    expect(refusal(perform(open, wordless, 'typed'))).toContain('须写明是什么差异')
    // a code that last year did not have had nothing left
    expect(refusal(perform(open, typed(['GK05!2080505!opening', 5]), 'typed'))).toBe('difference-needed')
    expect(open.engine.book.list()).toEqual(facts)
    expect(open.summary.revision).toBe(1)
  })

  it('comes with its explanation in one gesture, and goes with it', async () => {
    const open = nextYearOf(await ledgerWithClosings())
    const { ledger } = open
    const facts = open.engine.book.list()
    must(perform(open, { ...typed([opening, 25_000_000]), difference }, 'typed'))
    const words = '会计差错更正：上年多列支出'
    expect(y1(open)).toEqual([`GK01 opening ${words}`, `GK04 openingGeneral ${words}`, `GK05 2010302 ${words}`])
    expect(must(openBook(ledger, { year: 2025 })).engine.book.list()).toEqual(open.engine.book.list())
    expect(must(ledger.history(open.summary.id, { limit: 1 }))[0]?.changed).toBe(4)
    must(reverse(ledger, { year: 2025 }, 'undo'))
    expect(must(openBook(ledger, { year: 2025 })).engine.book.list()).toEqual(facts)
    must(reverse(ledger, { year: 2025 }, 'redo'))
    expect(y1(must(openBook(ledger, { year: 2025 })))).toEqual(y1(open))
  })

  it.each([24_500_000, null])('goes back to following last year when %s is typed', async (after) => {
    const open = nextYearOf(await ledgerWithClosings())
    const facts = open.engine.book.list()
    must(perform(open, { ...typed([opening, 25_000_000]), difference }, 'typed'))
    must(perform(open, typed([opening, after]), 'typed'))
    expect(open.engine.book.list()).toEqual(facts)
    expect(must(openBook(open.ledger, { year: 2025 })).engine.book.list()).toEqual(facts)
  })

  it('that an import brings is kept, and stands in the way of sealing until it is explained', async () => {
    const open = nextYearOf(await ledgerWithClosings())
    must(perform(open, typed([opening, 25_000_000], ['GK08!2120803!opening', 33_236_600]), 'import'))
    expect(open.engine.isStatedDefault(at('GK08!2120803!opening'))).toBe(false)
    expect(y1(open)).toEqual(['GK01 opening null', 'GK04 openingGeneral null', 'GK05 2010302 null'])
    const unexplained = () =>
      checkBook(open).findings.filter(({ check, explanation }) => check === 'Y1' && explanation === null).length
    expect(unexplained()).toBe(3)
    const request = { check: 'Y1', form: 'GK05', row: '2010302', column: 'opening', text: '其他：重新划分' }
    must(perform(open, must(explain(open.engine, open.names, request)), 'cli'))
    expect(unexplained()).toBe(0)
    expect(open.engine.book.get('explanation', `Y1!${opening}`)).toMatchObject({ kind: '其他' })
  })

  it('is nothing special without last year’s book', async () => {
    const open = must(openBook(await ledgerWithClosings(), { year: 2024 }))
    must(perform(open, typed(['GK05!2080505!opening', 5]), 'typed'))
    expect(open.engine.number(at('GK05!2080505!opening'))).toBe(5)
    expect(y1(open)).toEqual([])
  })
})
