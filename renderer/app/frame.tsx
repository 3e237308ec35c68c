import { Button, Progress, Spin } from 'antd'
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import { type CommandId, commandTable } from '../../shared/words/commands.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { RevisionNotice } from '../editions/revision-notice.tsx'
import { FindingsPanel } from '../findings/findings-panel.tsx'
import { TracePanel } from '../findings/trace-panel.tsx'
import { DocumentEntries } from '../forms/document-entries.tsx'
import { FormList } from '../forms/form-list.tsx'
import type { FormGridHandle } from '../grid/form-grid.tsx'
import { HistoryPanel } from '../history/history-panel.tsx'
import { Icon } from '../kit/icon.tsx'
import { loaded } from '../kit/loaded.ts'
import { Split } from '../kit/split.tsx'
import { UnsavedTexts } from '../narrative/unsaved-text.tsx'
import { BookBanner } from '../years/book-banner.tsx'
import { BookList } from '../years/book-list.tsx'
import { FaultScreen } from '../years/fault-screen.tsx'
import { StartScreen } from '../years/start-screen.tsx'
import { commandOfStroke } from './accelerator.ts'
import { isCommandId, runCommand } from './commands.ts'
import { Dialogs } from './dialogs.tsx'
import { DropZone } from './drop-zone.tsx'
import { FormArea } from './form-area.tsx'
import type { PanelName } from './state.ts'
import { StatusLine } from './status-line.tsx'
import { Toolbar } from './toolbar.tsx'
import { Unsaved } from './unsaved.tsx'
import { useFrame, useSession } from './use-session.ts'

const TextScreen = lazy(() => import('../narrative/text-screen.tsx'))
const CoverScreen = lazy(() => import('../narrative/cover-screen.tsx'))
const AnalysisScreen = loaded(() => import('../analysis/analysis-screen.tsx'))

/** The window: toolbar, what is open below it, and whatever stands over it. */
export function Frame() {
  const session = useSession()
  const grid = useRef<FormGridHandle>(null)
  const run = useCommands(grid)
  useEffect(() => {
    session.endEditing = () => session.endWriting() && (grid.current?.finishEntry() ?? true)
    session.focusForm = () => grid.current?.focus()
    void session.begin()
  }, [session])
  return (
    <div className="frame">
      <Toolbar run={run} />
      <div className="frame-body">
        <Body grid={grid} />
      </div>
      <Dialogs />
      <UnsavedTexts />
      <DropZone />
      <Busy />
    </div>
  )
}

/** Keys, menu and toolbar all come to one place. */
function useCommands(grid: React.RefObject<FormGridHandle | null>): (id: CommandId) => void {
  const session = useSession()
  const run = useCallback(
    (id: CommandId) => {
      runCommand(
        session,
        {
          grid: () => grid.current,
          focusForms: () => document.querySelector<HTMLElement>('.forms .form-entry.is-open')?.focus(),
        },
        id,
      )
      // a menu that closed leaves the focus nowhere
      if (session.state.dialog === null && (document.activeElement?.closest('.menu-list,.toolbar') ?? null) !== null)
        session.focusForm()
    },
    [session, grid],
  )
  useEffect(() => {
    session.onMenu = (command) => {
      if (isCommandId(command)) run(command)
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || session.state.dialog !== null) return
      const command = commandOfStroke(commandTable, event)
      if (command === null) return
      // text fields undo and search in themselves
      if (
        command.menu === 'edit' &&
        event.target instanceof HTMLElement &&
        event.target.closest('input,textarea') !== null
      )
        return
      event.preventDefault()
      run(command.id)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [session, run])
  return run
}

function Body({ grid }: { readonly grid: React.RefObject<FormGridHandle | null> }) {
  const session = useSession()
  const start = useFrame((state) => state.start)
  const fault = useFrame((state) => state.fault)
  const books = useFrame((state) => state.books)
  const book = useFrame((state) => state.book)
  const isBusy = useFrame((state) => state.busy !== null)
  if (fault !== null) return <FaultScreen fault={fault} />
  if (start === null) return null
  if (start.ledger === null) return <StartScreen />
  return (
    <Split
      name="side"
      sized="left"
      // wide enough for the longest title where there is room
      initial={document.documentElement.clientWidth >= 1600 ? 324 : 248}
      least={180}
      most={480}
      label="报表目录的宽度"
      part={
        <aside className="side" aria-label="目录">
          <BookList />
          {book !== null && <FormList key={book.id} book={book} />}
          {book !== null && <DocumentEntries />}
        </aside>
      }
      rest={
        book !== null ? (
          <Work book={book} grid={grid} />
        ) : (
          <main className="start">
            {!isBusy && (
              <div className="start-sheet">
                <h1>{books.length === 0 ? '账套里还没有决算' : '请在左边选择年度'}</h1>
                <p className="start-lead">{books.length === 0 ? '' : '也可以'}填写部门、年度和单位，新建一份决算。</p>
                <Button
                  type="primary"
                  disabled={start.ledger.readOnly}
                  onClick={() => session.showDialog({ kind: 'new-book' })}
                >
                  新建决算…
                </Button>
              </div>
            )}
          </main>
        )
      }
    />
  )
}

type WorkProps = { readonly book: OpenedBook; readonly grid: React.RefObject<FormGridHandle | null> }

function Work({ book, grid }: WorkProps) {
  const isPanelOpen = useFrame((state) => state.isPanelOpen)
  return (
    <div className="work">
      <Split
        name="panel"
        sized="bottom"
        initial={220}
        least={96}
        most={640}
        label="下方面板的高度"
        isHidden={!isPanelOpen}
        part={<Panel book={book} />}
        rest={
          <main className="work-main" aria-label="报表">
            <BookBanner book={book} />
            <Unsaved book={book} />
            <RevisionNotice key={book.id} book={book} />
            <Sight book={book} grid={grid} />
          </main>
        }
      />
      <StatusLine book={book} />
    </div>
  )
}

/** The form in sight, or what stands in its place. */
function Sight({ book, grid }: WorkProps) {
  const session = useSession()
  const screen = useFrame((state) => state.screen)
  const cameFrom = useFrame((state) => state.cameFrom)
  if (screen !== 'form')
    return (
      <Suspense>
        {screen === 'text' && <TextScreen key={book.id} book={book} />}
        {screen === 'cover' && <CoverScreen key={book.id} book={book} />}
        {screen === 'analysis' && <AnalysisScreen key={book.id} book={book} />}
      </Suspense>
    )
  return (
    <>
      {cameFrom !== null && (
        <div className="text-return">
          <button type="button" className="link" onClick={() => session.showScreen(cameFrom)}>
            ← 返回{cameFrom === 'text' ? '决算说明' : '对比分析'}
          </button>
        </div>
      )}
      <FormArea book={book} grid={grid} />
    </>
  )
}

const panels: readonly { readonly name: PanelName; readonly title: string }[] = [
  { name: 'findings', title: '审核结果' },
  { name: 'trace', title: '为什么是这个数' },
  { name: 'history', title: '操作记录' },
]

function Panel({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const panel = useFrame((state) => state.panel)
  return (
    <aside className="panel" aria-label="审核和记录">
      <div className="panel-tabs">
        <div role="tablist" aria-label="面板" className="panel-tablist">
          {panels.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={name === panel}
              aria-controls="panel-content"
              className={name === panel ? 'is-open' : ''}
              onClick={() => session.showPanel(name)}
            >
              {title}
            </button>
          ))}
        </div>
        <span className="status-rest" />
        <Button
          type="text"
          size="small"
          aria-label="收起面板（Ctrl+J）"
          title="收起面板（Ctrl+J）"
          icon={<Icon name="down" />}
          onClick={() => session.showPanel(panel, false)}
        />
      </div>
      <div className="panel-content" id="panel-content" role="tabpanel" aria-labelledby={`tab-${panel}`}>
        {panel === 'findings' && <FindingsPanel key={book.id} book={book} />}
        {panel === 'trace' && <TracePanel key={book.id} book={book} />}
        {panel === 'history' && <HistoryPanel key={book.id} book={book} />}
      </div>
    </aside>
  )
}

/** What the window waits for; shown only when it takes noticeably long. */
function Busy() {
  const busy = useFrame((state) => state.busy)
  const cancel = useFrame((state) => state.cancelBusy)
  const progress = useFrame((state) => state.progress)
  if (busy === null) return null
  return (
    <div className="busy" role="status" aria-live="polite">
      <div className="busy-sheet">
        {progress === null ? <Spin size="small" /> : <Progress percent={Math.round(progress * 100)} size="small" />}
        <span>{busy}…</span>
        {cancel !== null && (
          <Button size="small" onClick={cancel}>
            取消
          </Button>
        )}
      </div>
    </div>
  )
}
