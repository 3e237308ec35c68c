import type { ChannelName, Input } from '../../shared/channels/channels.ts'

/** What the calls are about: a book at a revision, a file that was chosen, a backup of the open ledger. */
export type Subject = {
  readonly book: number
  readonly base: number
  readonly file: string
  readonly backup: string
}

/** A change of facts, under the name it has where gestures are made. */
type Change = Input<'book.commit'>['changes'][number]

/** Calls as the window makes them, at least one of every channel: one that has none does not compile. */
export function usualCalls({ book, base, file, backup }: Subject): {
  readonly [N in ChannelName]: readonly [Input<N>, ...Input<N>[]]
} {
  const at = { book, base }
  const place = { form: 'GK05', row: '2080501', column: 'income' }
  const commit = (kind: Change['kind'], key: string, after: Change['after']) => ({
    ...at,
    label: '录入',
    place,
    changes: [{ kind, key, after }],
  })
  const structure = (request: Input<'book.structure'>['request']) => ({ ...at, request })
  const hash = '0'.repeat(64)
  const unit = '本级'
  return {
    'app.start': [{}],
    'app.about': [{}],
    'app.logs': [{}],
    'app.diagnostics': [{}],
    'app.closed': [{ saved: true }],
    'ledger.create': [{ name: '新账套' }],
    'ledger.choose': [{}],
    'ledger.openRecent': [{ recent: 0 }, { recent: 99 }],
    'ledger.openSample': [{}],
    'ledger.openReadOnly': [{}],
    'ledger.close': [{}],
    'ledger.backups': [{}],
    'ledger.backup': [{}],
    'ledger.restore': [{ backup }, { backup: '../../etc/passwd' }, { backup: '2024' }],
    'ledger.restoreFile': [{}],
    'ledger.verify': [{}],
    'ledger.verifyBackup': [{ backup }, { backup: '../账套.juesuan' }],
    'ledger.backupFolder': [{}],
    'ledger.salvage': [{}],
    'ledger.openSalvaged': [{}],
    'editions.list': [{}],
    'editions.all': [{}],
    'editions.choose': [{}],
    'editions.chooseCodes': [{}],
    'edition.read': [{ hash }],
    'books.list': [{}],
    'books.all': [{}],
    'books.moved': [{}],
    'book.create': [{ department: '某局', year: 2024, edition: 'dongcheng-2024', units: ['本级', '某中心'] }],
    'book.open': [{ book }],
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
    'book.seal': [at],
    'book.unseal': [{ book, reason: '更正' }],
    'book.sealing': [{ book }],
    'book.rollForwardPreview': [{ book, edition: null, options: { projects: true } }],
    'book.rollForward': [{ book, edition: 'dongcheng-2024', options: {} }],
    'book.newerRevision': [{ book }],
    'book.revisionPreview': [{ book }],
    'book.takeRevision': [{ ...at, hash }],
    'editions.import': [{ file, hash: null }],
    'editions.importCodes': [{ file, edition: 'dongcheng-2024', table: 'economic', hash: null }],
    'transfer.choose': [{ kind: 'recent', recent: 0 }, { kind: 'existing' }, { kind: 'new', name: '新' }],
    'transfer.preview': [{ book, how: 'moved', target: file }],
    'transfer.run': [{ ...at, how: 'copied', target: file }],
    'transfer.open': [{ target: file }],
    'compare.prior': [{ book, form: 'GK05' }],
    'analysis.years': [{ book }],
    'import.choose': [{}],
    'import.preview': [{ book, file }],
    'import.apply': [{ ...at, file, refuseConflicts: ['GK05!total!income'] }],
    'export.workbook': [{ book, supplements: true }],
    'export.document': [
      { book, format: 'pdf', textOnly: false, form: null },
      { book, format: 'pdf', textOnly: false, form: 'GK05' },
      { book, format: 'docx', textOnly: true, form: null },
    ],
    'export.all': [{ replace: false }, { replace: true }],
    'export.diagnostics': [{ keys: [] }, { keys: ['program', 'log'] }],
    'export.template': [{ book }],
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
    'document.preview': [
      { book, form: null },
      { book, form: 'GK05' },
    ],
    'document.cancel': [{}],
    'fonts.list': [{}],
    'fonts.choose': [{ book, role: 'song' }],
    'fonts.clear': [{ role: 'song' }],
    'file.reveal': [{ file }],
  }
}

/** Calls that print take a second each: they are made rarely, and get their share in the family of texts. */
export const slowCalls: readonly ChannelName[] = [
  'book.seal',
  'export.workbook',
  'export.document',
  'export.all',
  'document.preview',
  'export.template',
]

/** What has to be called before a call can mean anything; it is called with nothing. */
export const firstCalls: Partial<Record<ChannelName, ChannelName>> = {
  'ledger.restore': 'ledger.backup',
  'ledger.verifyBackup': 'ledger.backup',
  'ledger.openSalvaged': 'ledger.salvage',
  'export.diagnostics': 'app.diagnostics',
}
