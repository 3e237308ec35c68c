import { beforeEach, describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import { MemoryMain } from '../../build/testing/memory-main.ts'
import { ok } from '../../shared/channels/result.ts'
import { sampleFacts } from '../../shared/sample/sample.ts'
import type { BookEvent, Gesture } from './live-book.ts'
import { OpenedBook } from './opened-book.ts'

const edition = builtInEdition()
const cell = { form: 'GK05', row: '2080501', column: 'income' }
const key = 'GK05!2080501!income'
const type = (value: number | null, at = key, label = `录入 ${at}`): Gesture => {
  const [form = '', row = '', column = ''] = at.split('!')
  return { label, place: { form, row, column }, changes: [{ kind: 'cell', key: at, after: value }] }
}
/** A promise to be opened by hand. */
const gate = () => {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
const settled = async (book: OpenedBook): Promise<boolean> => {
  const isEmpty = await book.drained()
  await new Promise((resolve) => setTimeout(resolve, 0))
  return isEmpty
}

let main: MemoryMain
let book: OpenedBook
let id: number
let notices: string[]
let events: BookEvent[]

const around = () => ({
  bridge: main.bridge,
  edition: () => Promise.resolve(ok(edition)),
  ledgerReadOnly: false,
  notice: (text: string) => notices.push(text),
})

beforeEach(async () => {
  main = new MemoryMain(edition)
  id = main.addBook('北京市某局', 2024, sampleFacts(edition))
  notices = []
  events = []
  const opened = await OpenedBook.open(around(), id)
  if (!opened.ok) throw new Error('not opened')
  book = opened.value
  book.subscribe((event) => events.push(event))
  main.bridge.listen((push) => {
    if (push.kind === 'book-changed') book.heardOf(push.revision)
  })
})

const commits = () =>
  main.calls.filter(({ name }) => name === 'book.commit').map(({ input }) => input as { base: number; label: string })

describe('another 年初数 than last year’s book gives', () => {
  const opening = 'GK05!2080501!opening'
  const explanation = { text: '上缴', left: 7, right: 5, kind: '上缴' }

  it('is sent with its kind, and what main adds to it is followed', async () => {
    main.overrides['book.commit'] = ({ base }) =>
      ok({
        revision: base + 1,
        time: '2025-03-01T08:00:00.000Z',
        undo: '录入',
        redo: null,
        also: [{ kind: 'explanation', key: `Y1!${opening}`, after: explanation }],
      })
    book.commit({ ...type(7, opening), difference: { kind: '上缴', note: '' } })
    expect(await settled(book)).toBe(true)
    expect(main.calls.at(-1)?.input).toMatchObject({ difference: { kind: '上缴', note: '' } })
    expect(book.engine.book.get('explanation', `Y1!${opening}`)).toEqual(explanation)
    expect(book.engine.number({ form: 'GK05', row: '2080501', column: 'opening' })).toBe(7)
    // nothing of it takes the person anywhere
    expect(events.every(({ place }) => place === null)).toBe(true)
  })

  it('is taken back when no kind was given', async () => {
    const before = book.engine.book.list()
    main.overrides['book.commit'] = () => ({
      ok: false,
      fault: {
        kind: 'difference-needed',
        where: 'GK05 2080501·年初结转和结余',
        cell: { form: 'GK05', row: '2080501', column: 'opening' },
        carried: '0.000005',
        kinds: ['上缴', '其他'],
      },
    })
    book.commit(type(7, opening))
    expect(await settled(book)).toBe(true)
    expect(book.engine.book.list()).toEqual(before)
    expect(notices).toEqual([expect.stringMatching(/没有保存：GK05 .*请选择差异类型：上缴、其他$/)])
  })
})

describe('findings', () => {
  it('are one list between two gestures, whoever asks, and another one after each', async () => {
    const before = book.findings()
    expect(book.findings()).toBe(before)
    book.commit(type(1))
    const after = book.findings()
    expect(after).not.toBe(before)
    expect(after).toEqual(book.engine.findings())
    expect(after.some(({ form, severity }) => form === 'GK05' && severity === 'error')).toBe(true)
    // that it is stored changes no finding
    await settled(book)
    expect(book.findings()).toBe(after)
    main.commitElsewhere(id, type(2).changes)
    await settled(book)
    expect(book.findings()).not.toBe(after)
    expect(book.findings()).toEqual(book.engine.findings())
  })
})

describe('saving', () => {
  it('shows a gesture at once and saves it behind', async () => {
    expect(book.commit(type(100))).toEqual({ ok: true })
    expect(book.engine.number(cell)).toBe(100)
    expect(book.status().save).toEqual({ kind: 'saving', count: 1 })
    expect(await settled(book)).toBe(true)
    expect(main.facts(id).get('cell', key)).toBe(100)
    expect(book.status().save).toMatchObject({ kind: 'saved' })
    expect(book.status().undo).toBe(`录入 ${key}`)
  })

  it('sends gestures in order, one at a time, each on the revision before, each its own step', async () => {
    const first = gate()
    let inFlight = 0
    let most = 0
    main.before = async (name) => {
      if (name !== 'book.commit') return
      most = Math.max(most, ++inFlight)
      await first.opened
    }
    main.after = (name) => {
      if (name === 'book.commit') inFlight--
    }
    for (const value of [1, 2, 3]) book.commit(type(value, key, `第${value}笔`))
    expect(book.status().save).toEqual({ kind: 'saving', count: 3 })
    first.open()
    await settled(book)
    expect(most).toBe(1)
    expect(commits().map(({ label, base }) => [label, base])).toEqual([
      ['第1笔', 1],
      ['第2笔', 2],
      ['第3笔', 3],
    ])
    expect(main.journal(id)).toHaveLength(3)
    expect(main.facts(id).get('cell', key)).toBe(3)
  })

  it('sends nothing for a gesture that changes nothing, nor for a default that only restates its formula', async () => {
    const before = book.engine.number(cell)
    book.commit(type(before))
    const stated = edition.forms
      .flatMap(({ key: form, columns }) =>
        book.engine.rows(form).flatMap(({ key: row }) => columns.map((column) => ({ form, row, column: column.key }))),
      )
      .find(
        (one) =>
          book.engine.cell(one)?.kind === 'default' &&
          !book.engine.isStatedDefault(one) &&
          book.engine.formulaValue(one) !== null,
      )
    expect(stated).toBeDefined()
    if (stated === undefined) return
    book.commit(type(book.engine.formulaValue(stated), `${stated.form}!${stated.row}!${stated.column}`))
    await settled(book)
    expect(commits()).toEqual([])
    expect(book.engine.isStatedDefault(stated)).toBe(false)
  })

  it('refuses what leaves the range, and changes nothing', () => {
    const before = book.engine.number(cell)
    const refused = book.commit(type(Number.MAX_SAFE_INTEGER))
    expect(refused).toMatchObject({ ok: false })
    expect(book.engine.number(cell)).toBe(before)
  })

  it('refuses everything while sealed', async () => {
    main.seal(id, 'sealed')
    await book.reload()
    expect(book.readOnly).toBe(true)
    expect(book.commit(type(1))).toMatchObject({ ok: false, reason: expect.stringContaining('已上报') as unknown })
  })
})

describe('faults', () => {
  it('keeps gestures on screen and in the queue while the disk is full, and saves them on retry', async () => {
    main.overrides['book.commit'] = () => ({ ok: false, fault: { kind: 'disk-full', path: '/d/a.juesuan' } })
    book.commit(type(1))
    book.commit(type(2))
    expect(await settled(book)).toBe(false)
    expect(book.status().save).toMatchObject({ kind: 'failed', reason: expect.stringContaining('磁盘') as unknown })
    expect(book.engine.number(cell)).toBe(2)
    delete main.overrides['book.commit']
    book.retry()
    expect(await settled(book)).toBe(true)
    expect(main.journal(id)).toHaveLength(2)
    expect(book.status().save.kind).toBe('saved')
  })

  it('keeps gestures when the connection breaks before anything was done', async () => {
    main.overrides['book.commit'] = () => {
      throw new Error('socket closed')
    }
    book.commit(type(7))
    expect(await settled(book)).toBe(false)
    expect(book.status().save.kind).toBe('failed')
    delete main.overrides['book.commit']
    book.retry()
    expect(await settled(book)).toBe(true)
    expect(main.facts(id).get('cell', key)).toBe(7)
  })

  it('does not store a gesture twice when only the answer was lost', async () => {
    let isLost = true
    main.after = (name) => {
      if (name === 'book.commit' && isLost) throw new Error('socket closed')
    }
    book.commit(type(7))
    book.commit(type(8))
    expect(await settled(book)).toBe(false)
    isLost = false
    book.retry()
    expect(await settled(book)).toBe(true)
    expect(main.journal(id).map(({ changes }) => changes[0]?.after)).toEqual([7, 8])
    expect(book.status()).toMatchObject({ save: { kind: 'saved' }, offered: [] })
    expect(book.engine.number(cell)).toBe(8)
  })

  it('takes a gesture back that main refuses, and keeps the later ones', async () => {
    const before = book.engine.number(cell)
    const held = gate()
    main.before = () => held.opened
    main.overrides['book.commit'] = (input) => {
      delete main.overrides['book.commit']
      return { ok: false, fault: { kind: 'request-rejected', where: input.label, reason: '不行' } }
    }
    const other = 'GK05!2080505!income'
    book.commit(type(5))
    book.commit(type(6, other))
    held.open()
    expect(await settled(book)).toBe(true)
    expect(notices).toEqual([expect.stringContaining('不行')])
    expect(book.engine.number(cell)).toBe(before)
    expect(main.facts(id).get('cell', other)).toBe(6)
  })
})

describe('two windows on one book', () => {
  it('shows what was changed elsewhere', () => {
    main.commitElsewhere(id, type(42).changes)
    return settled(book).then(() => {
      expect(book.engine.number(cell)).toBe(42)
      expect(events.at(-1)?.changed).toBe('all')
    })
  })

  it("reads last year's book again when that one moved", async () => {
    main.push({ kind: 'book-changed', book: id, revision: 1 })
    await settled(book)
    expect(main.calls.filter(({ name }) => name === 'book.open')).toHaveLength(2)
    expect(book.status().save.kind).toBe('saved')
  })

  it('offers gestures again that were made on a state which is no more', async () => {
    main.commitElsewhere(id, type(42).changes, false)
    const other = 'GK05!2080505!income'
    book.commit(type(1, other))
    book.commit(type(2))
    await settled(book)
    expect(book.engine.number(cell)).toBe(42)
    expect(book.status()).toMatchObject({ save: { kind: 'offered', count: 2 } })
    expect(book.status().offered.map(({ label }) => label)).toEqual([`录入 ${other}`, `录入 ${key}`])
    book.reapply()
    expect(await settled(book)).toBe(true)
    expect(main.facts(id).get('cell', key)).toBe(2)
    expect(main.facts(id).get('cell', other)).toBe(1)
    expect(book.status().save.kind).toBe('saved')
  })

  it('does not make them on the forms of another edition: the book is to be opened anew', async () => {
    const replaced: number[] = []
    const opened = await OpenedBook.open({ ...around(), replaced: (unsaved) => replaced.push(unsaved) }, id)
    if (!opened.ok) throw new Error('not opened')
    const { engine } = opened.value
    const hash = 'f'.repeat(64)
    main.overrides['book.commit'] = () => ({ ok: false, fault: { kind: 'stale-revision', base: 1, current: 2 } })
    main.overrides['book.open'] = () => {
      const { summary } = opened.value.status()
      const edition = { ...summary.edition, revision: 2, hash }
      return ok({ summary: { ...summary, revision: 2, edition }, facts: [], prior: null, undo: null, redo: null })
    }
    opened.value.commit(type(1))
    await settled(opened.value)
    expect(replaced).toEqual([1])
    expect(opened.value.engine).toBe(engine)
    expect(opened.value.status().offered).toEqual([])
  })

  it('drops them when told to', async () => {
    main.commitElsewhere(id, type(42).changes, false)
    book.commit(type(2))
    await settled(book)
    book.dropOffered()
    expect(book.status()).toMatchObject({ save: { kind: 'saved' }, offered: [] })
    expect(main.facts(id).get('cell', key)).toBe(42)
  })

  it('offers them too when the book was sealed meanwhile, and takes none until it is open', async () => {
    main.seal(id, 'sealed')
    book.commit(type(2))
    await settled(book)
    expect(book.readOnly).toBe(true)
    book.reapply()
    expect(book.status().offered).toHaveLength(1)
    main.seal(id, 'open')
    await book.reload()
    book.reapply()
    expect(await settled(book)).toBe(true)
    expect(main.facts(id).get('cell', key)).toBe(2)
  })
})

describe('undo and redo', () => {
  it('go through main after what waits, and say where to go', async () => {
    const before = book.engine.number(cell)
    book.commit(type(5))
    book.undo()
    await settled(book)
    expect(book.engine.number(cell)).toBe(before)
    expect(events.at(-1)?.place).toEqual(cell)
    expect(book.status()).toMatchObject({ undo: null, redo: `录入 ${key}` })
    book.redo()
    await settled(book)
    expect(book.engine.number(cell)).toBe(5)
    expect(main.journal(id).map(({ kind }) => kind)).toEqual(['gesture', 'undo', 'redo'])
  })

  it('leave later gestures on screen that wait behind them', async () => {
    book.commit(type(5))
    await settled(book)
    const held = gate()
    main.before = () => held.opened
    book.undo()
    book.commit(type(9))
    held.open()
    await settled(book)
    expect(book.engine.number(cell)).toBe(9)
    expect(main.facts(id).get('cell', key)).toBe(9)
  })

  it('say so when there is nothing to undo', async () => {
    book.undo()
    await settled(book)
    expect(notices).toEqual(['没有可以撤销的操作'])
  })
})

describe('gestures of main', () => {
  it('follow with rows and units, as one step', async () => {
    const done = await book.structure({ kind: 'add-row', code: '2081199' }, '新增科目')
    expect(done.ok).toBe(true)
    expect(book.engine.row('GK05', '2081199')).not.toBeNull()
    expect(events.at(-1)?.changed).toBe('all')
    const again = await book.structure({ kind: 'add-row', code: '2081199' }, '新增科目')
    expect(again).toMatchObject({ ok: false, fault: { kind: 'request-rejected' } })
  })

  it('restore an earlier state as a new step', async () => {
    const before = book.engine.number(cell)
    book.commit(type(5))
    book.commit(type(6))
    await settled(book)
    await book.restoreState(0)
    expect(book.engine.number(cell)).toBe(before)
    expect(main.journal(id)).toHaveLength(3)
  })
})
