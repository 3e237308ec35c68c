import { type CommandId, commandTable } from '../../shared/words/commands.ts'
import { exportTemplate, exportWorkbook } from '../exchange/export.ts'
import { chooseImport } from '../exchange/import.ts'
import { goToNextFinding } from '../findings/visit.ts'
import type { FormGridHandle } from '../grid/form-grid.tsx'
import { openLogFolder } from '../help/open-log-folder.ts'
import type { Session } from './session.ts'
import type { FrameState } from './state.ts'

/** What commands need besides the session: the form in sight, and the list of forms. */
export type CommandPlaces = {
  readonly grid: () => FormGridHandle | null
  readonly focusForms: () => void
}

type Action = {
  readonly run: (session: Session, places: CommandPlaces) => void
  /** why it cannot be done now, in words; null when it can */
  readonly isOff?: (session: Session) => string | null
}

const hasLedger = ({ start }: FrameState): boolean => start !== null && start.ledger !== null
const noBook = ({ state }: Session): string | null => (state.book === null ? '还没有打开决算' : null)
const noLedger = ({ state }: Session): string | null => (hasLedger(state) ? null : '还没有打开账套')
const readOnly = (session: Session): string | null => {
  const { book } = session.state
  if (book === null) return '还没有打开决算'
  return book.lockedBy
}
const readOnlyLedger = ({ state }: Session): string | null =>
  state.start?.ledger?.readOnly === true ? '账套以只读方式打开' : null

/** What every command does and when it can be done; keys, menus and toolbar all come here. */
const actions: Readonly<Record<CommandId, Action>> = {
  'book.new': { run: (session) => session.showDialog({ kind: 'new-book' }), isOff: readOnlyLedger },
  'book.rollForward': {
    run: (session) => session.showDialog({ kind: 'new-year', from: session.state.book?.id ?? -1 }),
    isOff: (session) => noBook(session) ?? readOnlyLedger(session),
  },
  'ledger.choose': {
    run: (session) => void session.withLedger('正在打开账套', () => session.ask('ledger.choose', {})),
  },
  'ledger.create': { run: (session) => session.showDialog({ kind: 'new-ledger' }) },
  'ledger.sample': {
    run: (session) => void session.withLedger('正在准备示例', () => session.ask('ledger.openSample', {})),
  },
  'ledger.close': {
    run: (session) => void session.withLedger('正在关闭账套', () => session.ask('ledger.close', {})),
    isOff: noLedger,
  },
  'import.workbook': { run: (session) => void chooseImport(session), isOff: readOnly },
  'export.workbook': { run: (session) => void exportWorkbook(session), isOff: noBook },
  'export.document': { run: (session) => session.showDialog({ kind: 'export' }), isOff: noBook },
  'document.preview': { run: (session) => session.showDialog({ kind: 'print-view', form: null }), isOff: noBook },
  'form.print': {
    run: (session) => session.showDialog({ kind: 'print-view', form: session.state.form }),
    isOff: (session) => noBook(session) ?? (session.state.screen === 'form' ? null : '请先打开要打印的报表'),
  },
  'export.template': { run: (session) => void exportTemplate(session), isOff: noBook },
  'export.all': { run: (session) => session.showDialog({ kind: 'export-all' }), isOff: noLedger },
  'book.seal': {
    run: (session) => session.showDialog({ kind: 'seal' }),
    isOff: (session) => noBook(session) ?? (session.state.book?.isSealed === true ? '决算已经上报' : readOnly(session)),
  },
  'book.unseal': {
    run: (session) => session.showDialog({ kind: 'unseal' }),
    isOff: (session) =>
      noBook(session) ?? readOnlyLedger(session) ?? (session.state.book?.isSealed === true ? null : '决算没有上报'),
  },
  'book.sealedFiles': {
    run: (session) => session.showDialog({ kind: 'sealed-files' }),
    isOff: (session) => noBook(session) ?? (session.state.book?.isSealed === true ? null : '决算没有上报'),
  },
  'book.copyOut': {
    run: (session) => session.showDialog({ kind: 'transfer', book: session.state.book?.id ?? -1, how: 'copied' }),
    isOff: noBook,
  },
  'book.moveOut': {
    run: (session) => session.showDialog({ kind: 'transfer', book: session.state.book?.id ?? -1, how: 'moved' }),
    isOff: (session) => noBook(session) ?? readOnlyLedger(session),
  },
  'books.all': { run: (session) => session.showDialog({ kind: 'all-books' }), isOff: noLedger },
  'editions.show': { run: (session) => session.showDialog({ kind: 'editions' }) },
  'ledger.backups': {
    run: (session) => session.showDialog({ kind: 'backups' }),
    isOff: ({ state }) => (hasLedger(state) || state.fault !== null ? null : '还没有打开账套'),
  },
  'ledger.verify': { run: (session) => session.showDialog({ kind: 'verify' }), isOff: noLedger },

  'edit.undo': {
    run: (session) => {
      session.endEditing()
      session.state.book?.undo()
    },
    isOff: (session) =>
      readOnly(session) ?? (typeof session.state.book?.status().undo !== 'string' ? '没有可以撤销的操作' : null),
  },
  'edit.redo': {
    run: (session) => {
      session.endEditing()
      session.state.book?.redo()
    },
    isOff: (session) =>
      readOnly(session) ?? (typeof session.state.book?.status().redo !== 'string' ? '没有可以重做的操作' : null),
  },
  'edit.find': {
    run: ({ textPart }, { grid }) => (textPart === null ? grid()?.openSearch('find') : textPart.openSearch()),
    isOff: noBook,
  },
  'edit.code': { run: (_, { grid }) => grid()?.openSearch('code'), isOff: noBook },

  'row.add': { run: (session) => session.showDialog({ kind: 'add-row' }), isOff: readOnly },
  'row.rename': {
    run: (session) => session.showDialog({ kind: 'rename-row', code: codeInSight(session) ?? '' }),
    isOff: (session) => readOnly(session) ?? (codeInSight(session) === null ? '请先选中要改名的科目所在的行' : null),
  },
  'row.remove': {
    run: (session) => session.showDialog({ kind: 'remove-row', code: codeInSight(session) ?? '' }),
    isOff: (session) => readOnly(session) ?? (codeInSight(session) === null ? '请先选中要删除的科目所在的行' : null),
  },
  'units.edit': { run: (session) => session.showDialog({ kind: 'units' }), isOff: noBook },
  'projects.edit': { run: (session) => session.showDialog({ kind: 'projects' }), isOff: noBook },
  'form.next': { run: (session) => session.stepForm(1), isOff: noBook },
  'form.previous': { run: (session) => session.stepForm(-1), isOff: noBook },

  'finding.next': { run: (session) => goToNextFinding(session, false), isOff: noBook },
  'finding.previous': { run: (session) => goToNextFinding(session, true), isOff: noBook },
  'cell.trace': {
    run: (session) => (session.textPart === null ? session.showPanel('trace') : session.textPart.showSource()),
    isOff: noBook,
  },
  'panel.findings': { run: (session) => session.showPanel('findings'), isOff: noBook },
  'panel.history': { run: (session) => session.showPanel('history'), isOff: noBook },
  'panel.toggle': {
    run: (session) => session.showPanel(session.state.panel, !session.state.isPanelOpen),
    isOff: noBook,
  },
  'view.text': { run: (session) => session.showScreen('text'), isOff: noBook },
  'view.cover': { run: (session) => session.showScreen('cover'), isOff: noBook },
  'view.analysis': { run: (session) => session.showScreen('analysis'), isOff: noBook },
  'view.unit': { run: (session) => session.setUnit(session.state.unit === '万元' ? '元' : '万元'), isOff: noBook },
  'view.forms': { run: (_, { focusForms }) => focusForms(), isOff: noBook },

  'help.guide': { run: (session) => session.showDialog({ kind: 'guide' }) },
  'help.keys': { run: (session) => session.showDialog({ kind: 'keys' }) },
  'help.logs': { run: (session) => void openLogFolder(session) },
  'help.diagnostics': { run: (session) => session.showDialog({ kind: 'diagnostics' }) },
  'help.about': { run: (session) => session.showDialog({ kind: 'about' }) },
}

/** Item code of the line under the cursor; null when it stands on none. */
function codeInSight({ state }: Session): string | null {
  const { address } = state.grid ?? {}
  if (address === undefined || address === null || state.book === null) return null
  const row = state.book.engine.row(address.form, address.row)
  const isCodeForm = state.book.engine.edition.forms.some(
    ({ key, form }) => key === address.form && form.codes !== undefined,
  )
  return isCodeForm ? (row?.code ?? null) : null
}

export const isCommandId = (id: string): id is CommandId => Object.hasOwn(actions, id)
export const whyOff = (session: Session, id: CommandId): string | null => actions[id].isOff?.(session) ?? null

/** Runs a command, or says why it cannot be run now. */
export function runCommand(session: Session, places: CommandPlaces, id: CommandId): void {
  const why = whyOff(session, id)
  if (why === null) actions[id].run(session, places)
  else session.notice(why)
}

export const titleOf = (id: CommandId): string => commandTable.find((one) => one.id === id)?.title ?? id
export const keysOf = (id: CommandId): readonly string[] => commandTable.find((one) => one.id === id)?.keys ?? []
