import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BookSize, generateBook } from '../../build/bench/generate.ts'
import { builtInEdition } from '../../build/testing/edition.ts'
import { naiveValues } from '../../build/testing/naive-values.ts'
import { cellKey } from '../address/cell.ts'
import { MAX_FEN } from '../amount/fen.ts'
import { sampleFacts } from '../sample/sample.ts'
import type { Prior } from './compile.ts'
import type { Applied } from './engine.ts'
import { Engine } from './engine.ts'
import type { Fact, FactChange } from './facts.ts'

const edition = builtInEdition()

function engineOf(facts: Iterable<Fact>, prior: Prior | null = null): Engine {
  const engine = Engine.create(edition, facts, prior)
  if (engine === null) throw new Error('the book is out of range')
  return engine
}
const unit = (key: string, order: number): Fact => ({ kind: 'unit', key, value: { name: `单位${key}`, order } })
const item = (key: string): Fact => ({ kind: 'row', key, value: { name: `项${key}` } })
const cell = (key: string, value: number): Fact => ({ kind: 'cell', key, value })
const type = (key: string, after: number | string | null): FactChange => ({ kind: 'cell', key, after })
const at = (engine: Engine, key: string): number | string | null => {
  const [form = '', row = '', column = ''] = key.split('!')
  return engine.value({ form, row, column })
}

/** All cells of a book, by key. */
const cellsOf = (engine: Engine): string[] =>
  edition.forms.flatMap((form) =>
    engine.rows(form.key).flatMap((row) =>
      form.columns
        .map((column) => ({ form: form.key, row: row.key, column: column.key }))
        .filter((address) => engine.cell(address) !== null)
        .map(cellKey),
    ),
  )

/** Everything an engine answers about its book. */
function everything(engine: Engine): unknown {
  const values: Record<string, unknown> = {}
  for (const key of cellsOf(engine)) {
    const [form = '', row = '', column = ''] = key.split('!')
    const address = { form, row, column }
    const value = engine.value(address)
    const formula = engine.formulaValue(address)
    const stated = [engine.isStatedDefault(address), engine.stated(address)]
    if (value !== null || formula !== null || stated[0] === true || stated[1] !== null)
      values[key] = [value, formula, ...stated]
  }
  return {
    facts: engine.book.list(),
    values,
    failing: engine.findings(),
    all: engine.findings(true),
    counts: { ...engine.counts },
    byForm: edition.forms.map((form) => ({ ...engine.countsOf(form.key) })),
  }
}

/** What takes a gesture back. */
const inverse = (engine: Engine, changes: readonly FactChange[]): FactChange[] =>
  [...new Map(changes.map((change) => [`${change.kind} ${change.key}`, change])).values()].map(({ kind, key }) => ({
    kind,
    key,
    after: engine.book.get(kind, key),
  }))

// ---- gestures over made-up books

const size: fc.Arbitrary<BookSize> = fc.record({
  items: fc.integer({ min: 1, max: 6 }),
  units: fc.integer({ min: 1, max: 3 }),
  projects: fc.integer({ min: 0, max: 6 }),
  seed: fc.nat(1000),
})
const number = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -500_000_000, max: 500_000_000 }),
)
/** A gesture is chosen by numbers, since what it can touch depends on the book it meets. */
const pick = fc.nat(1_000_000)
const gesture = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('type' as const), pick, value: number }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('paste' as const), pick, value: fc.array(number, { maxLength: 12 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('state' as const), pick, value: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list' as const), pick, value: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('explain' as const), pick, value: fc.string() }) },
)
type Gesture = typeof gesture extends fc.Arbitrary<infer T> ? T : never

function changesOf(engine: Engine, { do: what, pick: choice, value }: Gesture): FactChange[] {
  const cells = cellsOf(engine)
  const kindAt = (key: string) => {
    const [form = '', row = '', column = ''] = key.split('!')
    const found = engine.cell({ form, row, column })
    return found?.unit === 'text' ? 'text' : found?.kind
  }
  const typed = cells.filter((key) => kindAt(key) === 'input' || kindAt(key) === 'default')
  switch (what) {
    case 'type':
      return [type(typed[choice % typed.length] ?? '', value)]
    case 'paste':
      return value.map((one, place) => type(typed[(choice + place) % typed.length] ?? '', one))
    case 'state': {
      const computed = cells.filter((key) => kindAt(key) === 'computed')
      return [{ kind: 'stated', key: computed[choice % computed.length] ?? '', after: value }]
    }
    case 'explain': {
      const findings = engine.findings()
      const finding = findings[choice % Math.max(1, findings.length)]
      if (finding === undefined) return []
      const { check, form, row, column, left, right } = finding
      const key = [check, form ?? '', row ?? '', column ?? ''].join('!')
      return [{ kind: 'explanation', key, after: { text: value, left, right } }]
    }
    case 'list':
      return structural(engine, choice, value)
  }
}

/** A code, unit or project comes, or goes with the cells that hang on it. */
function structural(engine: Engine, choice: number, comes: boolean): FactChange[] {
  const kind = (['row', 'unit', 'project'] as const)[choice % 3] ?? 'row'
  if (comes) {
    const [key, value] = {
      row: [`21041${String((choice % 98) + 1).padStart(2, '0')}`, { name: '新项' }] as const,
      unit: [`u${(choice % 4) + 1}`, { name: '新单位', order: -choice }] as const,
      project: [`q${choice % 3}`, { code: '2104101', unit: 'u1', name: '新项目', order: choice }] as const,
    }[kind]
    return [{ kind, key, after: value }]
  }
  const keys = [...engine.book.facts[kind].keys()]
  const gone = keys[choice % Math.max(1, keys.length)]
  if (gone === undefined) return []
  const hangs = (key: string): boolean =>
    (key.split('!')[1] ?? '').split('@').includes(gone) || key.split('!')[1] === gone
  const cells = [...engine.book.facts.cell.keys()].filter(hangs).map((key) => type(key, null))
  return [{ kind, key: gone, after: null }, ...cells]
}

const priorOf = (seed: number | null): Prior | null =>
  seed === null ? null : engineOf(generateBook({ items: 4, units: 2, projects: 3, seed })).asPrior()
const scene = fc.record({
  book: size,
  prior: fc.option(fc.nat(20)),
  gestures: fc.array(gesture, { minLength: 1, maxLength: 10 }),
})

describe('gestures on made-up books', () => {
  it('leave what an engine made afresh would say: values, findings and their order, counts', () => {
    fc.assert(
      fc.property(scene, ({ book, prior: last, gestures }) => {
        const prior = priorOf(last)
        const engine = engineOf(generateBook(book), prior)
        for (const one of gestures) {
          engine.apply(changesOf(engine, one))
          expect(everything(engine)).toEqual(everything(engineOf(engine.book.list(), prior)))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('leave the values that the formulas give by plain recursion with big integers', () => {
    fc.assert(
      fc.property(scene, ({ book, prior: last, gestures }) => {
        const prior = priorOf(last)
        const engine = engineOf(generateBook(book), prior)
        for (const one of gestures) engine.apply(changesOf(engine, one))
        const naive = naiveValues(edition, engine.book.list(), prior && ((address) => prior.value(address)))
        for (const key of cellsOf(engine)) {
          const [form = '', row = '', column = ''] = key.split('!')
          if (engine.unitOf({ form, row, column }) === 'text') continue
          const value = naive.value(form, row, column)
          expect([key, at(engine, key)]).toEqual([key, value === null ? null : Number(value)])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are taken back one by one, and everything is as it was', () => {
    fc.assert(
      fc.property(scene, ({ book, gestures }) => {
        const engine = engineOf(generateBook(book))
        const undo: { before: unknown; changes: FactChange[] }[] = []
        for (const one of gestures) {
          const changes = changesOf(engine, one)
          undo.push({ before: everything(engine), changes: inverse(engine, changes) })
          engine.apply(changes)
        }
        for (const { before, changes } of undo.reverse()) {
          engine.apply(changes)
          expect(everything(engine)).toEqual(before)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('tell every cell whose value changed', () => {
    fc.assert(
      fc.property(scene, ({ book, gestures }) => {
        const engine = engineOf(generateBook(book))
        for (const one of gestures) {
          const before = new Map(cellsOf(engine).map((key) => [key, at(engine, key)]))
          const applied = engine.apply(changesOf(engine, one))
          if (applied.kind !== 'applied' || applied.rebuilt) continue
          const told = new Set(applied.changed.map(cellKey))
          for (const [key, value] of before) if (at(engine, key) !== value) expect(told).toContain(key)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('amounts near the limit', () => {
  const facts = [unit('u1', 1), item('2080501'), item('2080505'), item('2101101')]
  const columns = ['opening', 'income', 'closingBasic'].flatMap((column) =>
    ['2080501', '2080505', '2101101'].map((row) => `GK05!${row}!${column}`),
  )
  const near = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -MAX_FEN, max: MAX_FEN }),
    fc.constantFrom(MAX_FEN, -MAX_FEN, MAX_FEN - 1, 1, -1),
  )
  const gestures = fc.array(fc.array(fc.tuple(fc.constantFrom(...columns), near), { minLength: 1, maxLength: 4 }), {
    maxLength: 8,
  })

  it('are refused exactly when a fresh engine refuses them, and leave no trace', () => {
    fc.assert(
      fc.property(gestures, (all) => {
        const engine = engineOf(facts)
        for (const one of all) {
          const changes = one.map(([key, value]) => type(key, value))
          const before = everything(engine)
          const wanted = new Map(engine.book.list().map((fact) => [`${fact.kind} ${fact.key}`, fact]))
          for (const { kind, key, after } of changes)
            if (after === null) wanted.delete(`${kind} ${key}`)
            else wanted.set(`${kind} ${key}`, { kind, key, value: after })
          const fresh = Engine.create(edition, wanted.values())
          const applied = engine.apply(changes)
          expect(applied.kind).toBe(fresh === null ? 'out-of-range' : 'applied')
          expect(everything(engine)).toEqual(fresh === null ? before : everything(fresh))
        }
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['one cell', [type('GK05!2080501!income', MAX_FEN + 1)]],
    ['two cells of one column', [type('GK05!2080501!income', MAX_FEN), type('GK05!2080505!income', 1)]],
    [
      'an addition within one row',
      [type('GK05!2080501!closingBasic', MAX_FEN), type('GK05!2080501!closingProject', 1)],
    ],
    ['a stated default', [type('GK02!2080501!fiscal', MAX_FEN), type('GK02!2080501!other', 1)]],
    ['a good cell beside a bad one', [type('GK06!2080501@u1!basic', 5), type('GK05!2080501!income', MAX_FEN + 1)]],
  ])('refuses %s beyond it as a whole', (_, changes) => {
    const engine = engineOf([...facts, cell('GK05!2080501!opening', 7)])
    const before = everything(engine)
    expect(engine.apply(changes)).toEqual<Applied>({ kind: 'out-of-range' })
    expect(everything(engine)).toEqual(before)
    // and goes on as if nothing had been
    engine.apply([type('GK05!2080501!income', 3)])
    expect(at(engine, 'GK04!general!incomeFinal')).toBe(3)
  })

  it('refuses to open a book beyond it', () => {
    const beyond = [cell('GK05!2080501!income', MAX_FEN), cell('GK05!2080505!income', 1)]
    expect(Engine.create(edition, [...facts, ...beyond])).toBeNull()
  })

  it('takes a gesture whose total is in range, though its parts lead out of it in some order', () => {
    const engine = engineOf([...facts, cell('GK05!2080501!income', MAX_FEN)])
    const swap = [type('GK05!2080505!income', MAX_FEN), type('GK05!2080501!income', null)]
    expect(engine.apply(swap)).toMatchObject({ kind: 'applied' })
    expect(at(engine, 'GK05!total!income')).toBe(MAX_FEN)
    // opening it again sums in another order than it was typed in
    const more = ['2080506', '2080599'].flatMap((code) => [item(code), cell(`GK05!${code}!income`, -MAX_FEN)])
    const opened = engineOf([
      ...facts,
      cell('GK05!2080501!income', MAX_FEN),
      cell('GK05!2080505!income', MAX_FEN),
      ...more,
    ])
    expect(at(opened, 'GK05!20805!income')).toBe(0)
  })
})

describe('blank is not nought', () => {
  const facts = [unit('u1', 1), item('2080501'), item('2080505')]

  it('a sum of blanks is blank, a typed 0 is 0 all the way up', () => {
    const engine = engineOf(facts)
    expect(at(engine, 'GK05!total!expenditure')).toBeNull()
    engine.apply([type('GK06!2080501@u1!basic', 0)])
    expect(
      ['GK06!total!total', 'GK05!2080501!expenditure', 'GK04!208!generalFinal', 'GK01!208!expenditureFinal'].map(
        (key) => at(engine, key),
      ),
    ).toEqual([0, 0, 0, 0])
    expect(at(engine, 'GK05!2080505!expenditure')).toBeNull()
    engine.apply([type('GK06!2080501@u1!basic', null)])
    expect(at(engine, 'GK01!208!expenditureFinal')).toBeNull()
  })

  it('turning from 0 to blank and back is a change', () => {
    const engine = engineOf([...facts, cell('GK06!2080501@u1!basic', 0)])
    const applied = engine.apply([type('GK06!2080501@u1!basic', null)])
    expect(applied.kind === 'applied' && applied.changed.map(cellKey)).toContain('GK01!208!expenditureFinal')
  })

  it('amounts that cancel are 0, not blank', () => {
    const engine = engineOf([...facts, cell('GK05!2080501!income', 5), cell('GK05!2080505!income', -5)])
    expect(at(engine, 'GK05!total!income')).toBe(0)
    engine.apply([type('GK05!2080505!income', null), type('GK05!2080501!income', null)])
    expect(at(engine, 'GK05!total!income')).toBeNull()
  })
})

describe('default cells', () => {
  const facts = [unit('u1', 1), item('2080501'), cell('GK05!2080501!income', 500)]
  const fiscal = { form: 'GK02', row: '2080501', column: 'fiscal' }

  it('follow the formula until stated, keep what is stated, and return when cleared', () => {
    const engine = engineOf(facts)
    const look = () => [engine.value(fiscal), engine.formulaValue(fiscal), engine.isStatedDefault(fiscal)]
    expect(look()).toEqual([500, 500, false])
    engine.apply([type('GK02!2080501!fiscal', 0)])
    expect(look()).toEqual([0, 500, true])
    expect(at(engine, 'GK02!total!total')).toBe(0)
    engine.apply([type('GK05!2080501!income', 600)])
    expect(look()).toEqual([0, 600, true])
    expect(engine.findings().filter(({ check }) => check === 'D1')).toMatchObject([
      { left: 0, right: 600, kind: 'default' },
    ])
    engine.apply([type('GK02!2080501!fiscal', null)])
    expect(look()).toEqual([600, 600, false])
    expect(engine.findings().filter(({ check }) => check === 'D1')).toEqual([])
  })

  it('compare as the form says, and not at all while the formula is blank', () => {
    const engine = engineOf([unit('u1', 1), item('2080501')])
    const d1 = (id: string) => engine.findings(true).filter(({ check, kind }) => check === id && kind === 'default')
    engine.apply([type('GK03!2080501!basic', 10)])
    expect(d1('X10').map(({ state }) => state)).toEqual(['not-applicable'])
    engine.apply([type('GK06!2080501@u1!basic', 10)])
    expect(d1('X10').map(({ state }) => state)).toEqual(['holds'])
    engine.apply([type('GK06!2080501@u1!basic', 11)])
    expect(d1('X10').map(({ state, severity }) => [state, severity])).toEqual([['fails', 'error']])
    engine.apply([type('GK06!2080501@u1!basic', 9)])
    expect(d1('X10').map(({ state, is }) => [state, is])).toEqual([['holds', '>=']])
  })

  it('are told as changed when only their formula moves', () => {
    const engine = engineOf([...facts, cell('GK02!2080501!fiscal', 500)])
    const applied = engine.apply([type('GK05!2080501!income', 501)])
    expect(applied.kind === 'applied' && applied.changed.map(cellKey)).toContain('GK02!2080501!fiscal')
  })
})

describe('stated values beside computed cells', () => {
  it('fail the owning rule with both values, and never enter a formula', () => {
    const engine = engineOf(sampleFacts(edition))
    const before = at(engine, 'GK01!income!incomeFinal')
    const applied = engine.apply([{ kind: 'stated', key: 'GK02!total!total', after: 1 }])
    expect(applied).toMatchObject({ kind: 'applied', rebuilt: false })
    expect(at(engine, 'GK01!income!incomeFinal')).toBe(before)
    expect(engine.findings().find(({ kind }) => kind === 'stated')).toMatchObject({
      check: 'T2-2',
      severity: 'error',
      left: before,
      right: 1,
      row: 'total',
    })
    expect(engine.counts.error).toBe(1)
    engine.apply([{ kind: 'stated', key: 'GK02!total!total', after: null }])
    expect(engine.counts.error).toBe(0)
  })
})

describe('explanations', () => {
  it('stand while the values they were given for stand', () => {
    const engine = engineOf(sampleFacts(edition))
    const finding = engine.findings().find(({ row }) => row === '2120107')
    if (finding === undefined) throw new Error('the sample explains 2120107')
    const { check, form, row, column, left, right } = finding
    const key = [check, form, row, column].join('!')
    engine.apply([{ kind: 'explanation', key, after: { text: '追加', left, right } }])
    const shown = () => engine.findings(true).find((one) => one.check === check && one.row === row)?.explanation
    expect(shown()).toBe('追加')
    engine.apply([type('GK06!2120107@u1!project', 1)])
    expect(shown()).toBeNull()
  })
})

describe('rows that come and go', () => {
  it('a code with its parents, a unit, a project: forms follow at once', () => {
    const engine = engineOf([unit('u1', 1), item('2080501'), cell('GK06!2080501@u1!basic', 5)])
    expect(engine.apply([item('2101101')].map(({ kind, key, value }) => ({ kind, key, after: value })))).toMatchObject({
      rebuilt: true,
    })
    expect(engine.row('GK05', '21011')).toMatchObject({ level: 2, leaf: false })
    engine.apply([{ kind: 'unit', key: 'u2', after: { name: '二', order: 2 } }])
    engine.apply([type('GK06!2101101@u2!project', 7)])
    engine.apply([{ kind: 'project', key: 'p1', after: { code: '2101101', unit: 'u2', name: '项目', order: 1 } }])
    engine.apply([type('GK14!p1!fiscal', 7)])
    expect(['GK06!total!total', 'GK14!21011!fiscal', 'GK03!210!project'].map((key) => at(engine, key))).toEqual([
      12, 7, 7,
    ])
    engine.apply([{ kind: 'row', key: '2101101', after: null }])
    // its project still needs the code
    expect(engine.row('GK05', '2101101')).not.toBeNull()
    engine.apply([{ kind: 'project', key: 'p1', after: null }, type('GK14!p1!fiscal', null)])
    expect(engine.row('GK05', '210')).toBeNull()
    expect(at(engine, 'GK06!total!total')).toBe(5)
  })

  it('a cell of a row that is not there is kept, and counts once the row comes', () => {
    const engine = engineOf([unit('u1', 1)])
    engine.apply([type('GK05!2080501!income', 9)])
    expect(at(engine, 'GK05!total!income')).toBeNull()
    engine.apply([{ kind: 'row', key: '2080501', after: { name: '' } }])
    expect(at(engine, 'GK05!total!income')).toBe(9)
  })

  it('keys of cells may come in any order and shape', () => {
    const engine = engineOf([unit('u1', 1), item('2080501')])
    for (const key of ['GK05', 'GK05!income', '!', '', 'GK05!2080501!income!x', 'XX!2080501!income'])
      expect(engine.apply([type(key, 1), type(key, null)])).toMatchObject({ kind: 'applied' })
    engine.apply([type('GK05!income', 1), type('GK05!2080501!income', 4)])
    expect(at(engine, 'GK05!total!income')).toBe(4)
  })
})

describe('texts', () => {
  it('are kept as they are and take no part in formulas', () => {
    const engine = engineOf([])
    expect(engine.apply([type('S05!result!value', '优')])).toEqual<Applied>({
      kind: 'applied',
      rebuilt: false,
      changed: [{ form: 'S05', row: 'result', column: 'value' }],
    })
    expect(at(engine, 'S05!result!value')).toBe('优')
    expect(engine.number({ form: 'S05', row: 'result', column: 'value' })).toBeNull()
  })
})

describe('the condition of many instances', () => {
  it('is asked when it turns blank or not, and only then', () => {
    const engine = engineOf(generateBook({ items: 30, units: 1, projects: 0, seed: 3 }))
    const budget = engine.book.list().filter(({ key }) => /^S01!.*!general$/.test(key))
    const tried = () =>
      engine
        .findings(true)
        .filter(({ check, column, state }) => check === 'Y5' && column === 'general' && state !== 'not-applicable')
        .length
    expect(tried()).toBe(30)
    engine.apply(budget.map(({ key }) => type(key, null)))
    expect(tried()).toBe(0)
    engine.apply(budget.slice(0, 1).map(({ key, value }) => type(key, value as number)))
    expect(tried()).toBe(30)
    expect(everything(engine)).toEqual(everything(engineOf(engine.book.list())))
  })
})

describe('the generator', () => {
  it.each([
    { items: 0, units: 0, projects: 0, seed: 1 },
    { items: 1, units: 1, projects: 0, seed: 1 },
    { items: 7, units: 3, projects: 20, seed: 9 },
    { items: 400, units: 4, projects: 300, seed: 2 },
  ])('makes books without an error, the same for the same seed: %j', (book) => {
    const facts = generateBook(book)
    expect(engineOf(facts).counts.error).toBe(0)
    expect(generateBook(book)).toEqual(facts)
  })
})
