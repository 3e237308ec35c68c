import type { ReactElement, Ref } from 'react'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { CellAddress } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import type { PrintedTable } from '../../shared/layout/table.ts'
import type { CarriedDifference, Difference } from '../../shared/years/carried.ts'
import type { LiveBook } from '../book/live-book.ts'
import { attachClipboard } from './clipboard.ts'
import { Controller } from './controller.ts'
import './form-grid.css'
import './popups.css'
import { FormHead } from './form-head.tsx'
import type { MenuPoint } from './grid-menu.tsx'
import { GridMenu } from './grid-menu.tsx'
import { treeDepth } from './outline.ts'
import { PartialPaste } from './partial-paste.tsx'
import type { Plan } from './plan.ts'
import { attachPointer } from './pointer.ts'
import { linesAreProjects } from './project-lines.ts'
import { SearchBar } from './search-bar.tsx'
import type { GridStatus } from './status.ts'

/** What happens when not every cell can take what is pasted: ask, leave those out and count them, or paste nothing. */
export type PastePolicy = 'ask' | 'skip' | 'refuse'

/** What the frame can do with the grid from outside. */
export type FormGridHandle = {
  readonly focus: () => void
  /** shows a cell of this form, whatever hides it; false when the form has no such cell */
  readonly goTo: (address: CellAddress) => boolean
  readonly openSearch: (what: 'find' | 'code') => void
  /** commits what is being typed; false when it was refused and stays open */
  readonly finishEntry: () => boolean
}

export type FormGridProps = {
  readonly book: LiveBook
  /** key of the form, e.g. `GK05` */
  readonly form: string
  /** unit of display and of entry */
  readonly unit: AmountUnit
  /** go there, whenever another address is given */
  readonly focus?: CellAddress | null | undefined
  readonly pastePolicy?: PastePolicy
  /** why a cell is marked, in words; without it the titles of the failing checks are shown */
  readonly reasonOf?: ((address: CellAddress) => string | null) | undefined
  readonly onStatus?: (status: GridStatus) => void
  /** “为什么是这个数” */
  readonly onWhy?: ((address: CellAddress) => void) | undefined
  /** a code is wanted whose line needs more than a code (a project), or without a code: the picker is wanted */
  readonly onInsertCode?: ((code: string | null) => void) | undefined
  /** carried cells are to say something else than last year's book: why, or null to leave them as they are */
  readonly onDifference?: ((differences: readonly CarriedDifference[]) => Promise<Difference | null>) | undefined
  /** nonce of the window's style policy */
  readonly nonce?: string | undefined
  readonly ref?: Ref<FormGridHandle>
}

/** A form of the open book as a grid that looks like the paper and feels like a spreadsheet. */
export function FormGrid(props: FormGridProps): ReactElement {
  const { book, form, unit, focus, nonce } = props
  const host = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const section = useRef<HTMLElement>(null)
  const grid = useRef<Controller>(null)
  const latest = useRef(props)
  latest.current = props
  const [head, setHead] = useState<{ readonly table: PrintedTable; readonly levels: number } | null>(null)
  const [search, setSearch] = useState<'find' | 'code' | null>(null)
  const words = useRef('')
  const [menu, setMenu] = useState<MenuPoint | null>(null)
  const [partial, setPartial] = useState<{ readonly plan: Plan; readonly answer: (goesOn: boolean) => void } | null>(
    null,
  )
  const canInsert = props.onInsertCode !== undefined

  const findNext = (back: boolean): void => {
    if (words.current === '') setSearch('find')
    else grid.current?.find(words.current, back)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the grid reads the other properties when it needs them
  useLayoutEffect(() => {
    if (host.current === null || section.current === null) return
    const needsProject = linesAreProjects(book.engine.edition, form)
    const controller = new Controller(
      host.current,
      { room: section.current, book, form, unit, nonce, offersLine: !needsProject || canInsert },
      {
        onStatus: (status) => latest.current.onStatus?.(status),
        reasonOf: (address) => latest.current.reasonOf?.(address) ?? null,
        onInsertCode: (code) => latest.current.onInsertCode?.(code),
        onSearch: setSearch,
        onFindNext: findNext,
        onMenu: setMenu,
        onRows: () => fitHeight(),
        onDifference: (differences) => latest.current.onDifference?.(differences) ?? Promise.resolve(null),
        onPartialPaste: (plan) => {
          const { pastePolicy = 'ask' } = latest.current
          if (pastePolicy !== 'ask') return pastePolicy === 'skip'
          return new Promise((answer) => setPartial({ plan, answer }))
        },
      },
    )
    const fitHeight = (): void => {
      if (area.current !== null) area.current.style.height = `${controller.view.neededHeight}px`
      section.current?.style.setProperty('--form-width', `${controller.view.neededWidth}px`)
      const { sheet } = controller.screen
      setHead((before) => (before?.table === sheet.table ? before : { table: sheet.table, levels: treeDepth(sheet) }))
    }
    fitHeight()
    const detach = [attachPointer(controller), attachClipboard(controller)]
    grid.current = controller
    return () => {
      for (const one of detach) one()
      controller.destroy()
      grid.current = null
    }
  }, [book, form, nonce, canInsert])

  const { readOnly } = book
  useEffect(() => grid.current?.setUnit(unit), [unit])
  useEffect(() => {
    if (typeof readOnly === 'boolean') grid.current?.followLock()
  }, [readOnly])
  useEffect(() => {
    if (focus?.form === form && grid.current?.goToAddress(focus) === true) grid.current.focus()
  }, [focus, form])

  useImperativeHandle(props.ref, () => ({
    focus: () => grid.current?.focus(),
    goTo: (address) => grid.current?.goToAddress(address) ?? false,
    openSearch: setSearch,
    finishEntry: () => grid.current?.entry.finish() ?? true,
  }))

  const foldTo = (level: number): void => {
    grid.current?.screen.foldTo(level)
    grid.current?.showRows()
  }

  const closeSearch = (): void => {
    setSearch(null)
    grid.current?.focus()
  }

  return (
    <section className="form-grid" ref={section} aria-label={head?.table.title ?? form}>
      {head !== null && (
        <FormHead
          key={form}
          form={form}
          table={head.table}
          levels={head.levels}
          unit={unit}
          onFoldTo={foldTo}
          onFilter={(filter) => {
            grid.current?.screen.setFilter(filter)
            grid.current?.showRows()
          }}
        />
      )}
      <div className="form-area" ref={area}>
        <div className="form-host" ref={host} />
        {search !== null && (
          <SearchBar
            what={search}
            initial={words.current}
            onFind={(text, back) => {
              words.current = text
              return grid.current?.find(text, back) ?? { found: false, count: 0 }
            }}
            onCode={(digits) => grid.current?.goToCode(digits) ?? false}
            onClose={closeSearch}
          />
        )}
      </div>
      {head !== null && head.table.notes.length > 0 && (
        <footer className="form-notes">
          {head.table.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </footer>
      )}
      {menu !== null && grid.current !== null && (
        <GridMenu
          point={menu}
          grid={grid.current}
          onWhy={props.onWhy}
          onInsertCode={props.onInsertCode}
          onClose={() => {
            setMenu(null)
            grid.current?.focus()
          }}
        />
      )}
      {partial !== null && (
        <PartialPaste
          plan={partial.plan}
          onAnswer={(goesOn) => {
            setPartial(null)
            partial.answer(goesOn)
          }}
        />
      )}
    </section>
  )
}
