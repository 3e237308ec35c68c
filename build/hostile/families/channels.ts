import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { channels as all, type ChannelName } from '../../../shared/channels/channels.ts'
import { claim, type Family } from '../family.ts'
import { hostileValue, mutateJson } from '../mutate.ts'
import { outcomeOf } from '../outcome.ts'
import { sampleLedger, startProgram, type TestProgram } from '../program.ts'
import type { Random } from '../random.ts'
import { hostileText, megabyte } from '../texts.ts'

/** Calls as the window makes them, by channel; one that is not here is called with the book alone. */
function inputs(book: number, base: number, file: string): Partial<Record<ChannelName, readonly unknown[]>> {
  const at = { book, base }
  const place = { form: 'GK05', row: '2080501', column: 'income' }
  const commit = (kind: string, key: string, after: unknown) => ({
    ...at,
    label: '录入',
    place,
    changes: [{ kind, key, after }],
  })
  const structure = (request: Record<string, unknown>) => ({ ...at, request })
  const hash = '0'.repeat(64)
  const nothing = [{}]
  const ofBook = [{ book }]
  const unit = '本级'
  return {
    'app.start': nothing,
    'app.about': nothing,
    'app.closed': [{ saved: true }],
    'ledger.create': [{ name: '新账套' }],
    'ledger.choose': nothing,
    'ledger.openRecent': [{ recent: 0 }, { recent: 99 }],
    'ledger.openSample': nothing,
    'ledger.openReadOnly': nothing,
    'ledger.close': nothing,
    'ledger.backups': nothing,
    'ledger.backup': nothing,
    'ledger.restore': [{ backup: '../../etc/passwd' }, { backup: '2024' }],
    'ledger.restoreFile': nothing,
    'ledger.verify': nothing,
    'editions.list': nothing,
    'editions.all': nothing,
    'editions.choose': nothing,
    'editions.chooseCodes': nothing,
    'edition.read': [{ hash }],
    'books.list': nothing,
    'books.all': nothing,
    'books.moved': nothing,
    'book.create': [{ department: '某局', year: 2024, edition: 'dongcheng-2024', units: ['本级', '某中心'] }],
    'book.open': ofBook,
    'book.commit': [
      commit('cell', 'GK05!2080501!income', 123),
      commit('row', '2080502', { name: '' }),
      commit('text', 'duty', '职责'),
      commit('option', 'decimals', '2'),
      commit('cover', 'leader', '某某'),
      commit('stated', 'GK05!total!income', 1),
      commit('project', 'p1', { code: '2080501', unit, name: '项目', order: 1 }),
      commit('explanation', 'X1!GK01!!', { text: '说明', left: 1, right: null }),
      { ...commit('cell', 'GK05!2080501!opening', 123), difference: { kind: '会计差错更正', note: '注' } },
    ],
    'book.structure': [
      structure({ kind: 'add-row', code: '2080502', name: '名称' }),
      structure({ kind: 'remove-row', code: '2080501' }),
      structure({ kind: 'rename-row', code: '2080501', name: '名称' }),
      structure({ kind: 'add-unit', name: '某中心' }),
      structure({ kind: 'rename-unit', unit, name: '名称' }),
      structure({ kind: 'move-unit', unit, to: 1 }),
      structure({ kind: 'remove-unit', unit }),
      structure({ kind: 'add-project', code: '2080501', unit, name: '项目' }),
      structure({ kind: 'rename-project', project: 'p1', name: '名称' }),
      structure({ kind: 'move-project', project: 'p1', code: '2080501', unit, to: 2 }),
      structure({ kind: 'remove-project', project: 'p1' }),
      structure({ kind: 'explain', check: 'X1', form: 'GK01', row: null, column: null, text: '说明' }),
    ],
    'book.undo': [at],
    'book.redo': [at],
    'book.history': [{ book, before: null, limit: 50 }],
    'book.restoreState': [{ ...at, seq: 1 }],
    'book.unseal': [{ book, reason: '更正' }],
    'book.sealing': ofBook,
    'book.rollForwardPreview': [{ book, edition: null, options: { projects: true } }],
    'book.rollForward': [{ book, edition: 'dongcheng-2024', options: {} }],
    'book.newerRevision': ofBook,
    'book.revisionPreview': ofBook,
    'book.takeRevision': [{ ...at, hash }],
    'editions.import': [{ file, hash: null }],
    'editions.importCodes': [{ file, edition: 'dongcheng-2024', table: 'economic', hash: null }],
    'transfer.choose': [{ kind: 'recent', recent: 0 }, { kind: 'existing' }, { kind: 'new', name: '新' }],
    'transfer.preview': [{ book, how: 'moved', target: file }],
    'transfer.run': [{ ...at, how: 'copied', target: file }],
    'transfer.open': [{ target: file }],
    'compare.prior': [{ book, form: 'GK05' }],
    'analysis.years': ofBook,
    'import.choose': nothing,
    'import.preview': [{ book, file }],
    'import.apply': [{ ...at, file, refuseConflicts: ['GK05!total!income'] }],
    'export.comparison': [
      {
        book,
        wishes: {
          basis: 'budget',
          form: 'GK05',
          percent: 10,
          amount: 0,
          order: 'printed',
          column: null,
          onlyMarked: false,
          text: '',
        },
      },
    ],
    'export.chartTable': [{ book, chart: 'income' }],
    'export.chartPicture': [{ book, chart: 'income', picture: 'iVBORw0KGgo=' }],
    'export.sealed': [{ book, name: '../决算.xlsx' }],
    'document.cancel': nothing,
    'fonts.list': nothing,
    'fonts.choose': [{ book, role: 'song' }],
    'fonts.clear': [{ role: 'song' }],
    'file.reveal': [{ file }],
  }
}

/** Calls that print take a second each: they are made rarely, and get their share in the family of texts. */
const slow: readonly ChannelName[] = [
  'book.seal',
  'export.workbook',
  'export.document',
  'document.preview',
  'export.template',
]

/** Values that a bridge can carry and JSON cannot. */
function unusual(random: Random): unknown {
  const cycle: Record<string, unknown> = { book: 1 }
  cycle['self'] = cycle
  return random.pick<() => unknown>([
    () => cycle,
    () => new Map([['book', 1]]),
    () => ({ book: 1n }),
    () => ({ book: Number.NaN }),
    () => new Date(Number.NaN),
    () => new Uint8Array(1_000_000),
    () => Object.assign([], { book: 1 }),
    () => ({ book: new Number(1) }),
    () => Object.assign(Object.create(null) as object, { book: 1 }),
    () => undefined,
    () => new Array<unknown>(1_000_000),
    () => ({ book: 1, base: 1, label: '录入', place: null, changes: new Array<unknown>(500_000).fill(null) }),
  ])()
}

function withHostileTexts(value: unknown, random: Random): unknown {
  if (typeof value === 'string')
    return random.once(2) ? value : random.once(20) ? megabyte(random) : hostileText(random)
  if (Array.isArray(value)) return value.map((one) => withHostileTexts(one, random))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === 'kind' ? one : withHostileTexts(one, random)]),
  )
}

function withOtherBook(value: unknown, random: Random): unknown {
  const other = random.pick([0, -1, 2, 99, 2 ** 31, Number.MAX_SAFE_INTEGER, '1', '__proto__', null, 1.5])
  return { ...(value as object), book: other }
}

/** Calls of a window that is not what it should be: every channel, and some that there are not. */
export const channels: Family = {
  name: 'channels',
  cases: 2_500,
  begin: async (folder) => {
    const ledger = await sampleLedger(join(folder, '样例.juesuan'))
    const home = join(folder, 'home')
    let program: TestProgram = await startProgram(home, ledger)
    const names = Object.keys(all) as ChannelName[]
    const odd = join(folder, 'odd')
    mkdirSync(join(odd, '文件夹.xlsx'), { recursive: true })
    writeFileSync(join(odd, '空.xlsx'), '')
    writeFileSync(join(odd, '文字.txt'), '不是决算')
    const chosen = [
      null,
      join(odd, '文件夹.xlsx'),
      join(odd, '空.xlsx'),
      join(odd, '文字.txt'),
      join(odd, '没有.pdf'),
      ledger,
      '/dev/null',
    ]
    const tokens = ['00000000-0000-4000-8000-000000000000', 'x'.repeat(36)]

    return {
      attempt: async (random) => {
        const before = await program.state()
        claim(before !== null, 'the ledger is not open')
        program.answers.open = random.pick(chosen)
        const saved = join(home, 'documents', `存为${random.below(3)}`)
        program.answers.save = random.once(4) ? null : saved
        const isSlow = random.once(250)
        const name: ChannelName = isSlow ? random.pick(slow) : random.pick(names.filter((one) => !slow.includes(one)))
        const usual = inputs(program.book, before.revision, random.pick(tokens))[name] ?? [
          { book: program.book, base: before.revision, supplements: true, format: 'pdf', textOnly: true, form: null },
        ]
        const input = random.pick(usual)
        let called: unknown = name
        let given: unknown = input
        let isTrusted = true
        const kind = random.below(12)
        if (kind === 0)
          called = random.pick([
            '__proto__',
            'constructor',
            'toString',
            `${name}\u0000`,
            name.toUpperCase(),
            '',
            null,
            1,
            [name],
            { toString: name },
          ])
        else if (kind === 1) isTrusted = false
        else if (kind === 2) given = hostileValue(random)
        else if (kind === 3) given = unusual(random)
        else if (kind === 4) given = withOtherBook(input, random)
        else if (kind < 8) given = withHostileTexts(input, random)
        else if (kind < 10) given = mutateJson(input, random, { isGentle: true })
        else if (kind === 10) given = mutateJson(input, random)
        const result = await program.services.serve(called, given, { client: 'hostile', isTrusted })
        let outcome: string
        try {
          outcome = outcomeOf(result)
        } catch (error) {
          throw new Error(`${name} ${JSON.stringify(input).slice(0, 200)}: ${(error as Error).message}`)
        }
        if (!isTrusted || called !== name) claim(!result.ok, 'a call was served that must not be')
        const after = await program.state()
        if (!result.ok) {
          claim(after !== null, `${name}: a refusal closed the ledger`)
          claim(
            after.revision === before.revision && after.books === before.books,
            `${name}: refused, and changed the book`,
          )
        }
        claim(({} as { polluted?: unknown }).polluted === undefined, 'the prototype of all objects was changed')
        // what follows must not depend on what was done
        if (result.ok) {
          await program.end()
          program = await startProgram(home, ledger)
        }
        return outcome
      },
      end: () => program.end(),
    }
  },
}
