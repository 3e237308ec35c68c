import { Button, Dropdown, Tooltip } from 'antd'
import { useState } from 'react'
import { type CommandId, type CommandMenu, commandTable, menuTitles } from '../../shared/words/commands.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { exportWorkbook } from '../exchange/export.ts'
import { Icon, type IconName } from '../kit/icon.tsx'
import { keysText } from './accelerator.ts'
import { keysOf, titleOf, whyOff } from './commands.ts'
import { useFrame, useSession, useStatusOf } from './use-session.ts'

type Run = (id: CommandId) => void

/** The bar over everything: menus for all commands, and buttons for those used every minute. */
export function Toolbar({ run }: { readonly run: Run }) {
  const book = useFrame((state) => state.book)
  const ledger = useFrame((state) => state.start?.ledger)
  // the desktop window has the same menus over it
  const hasNativeMenus = useFrame((state) => state.start?.shell === 'desktop')
  return (
    <header className="toolbar">
      {!hasNativeMenus && (
        <div className="menus" role="group" aria-label="菜单">
          {(Object.keys(menuTitles) as CommandMenu[]).map((menu) => (
            <Menu key={menu} menu={menu} run={run} />
          ))}
        </div>
      )}
      {book !== null && <BookTools book={book} run={run} />}
      <div className="toolbar-rest" title={ledger?.path}>
        {ledger?.name}
        {ledger?.readOnly === true && <span className="tag tag-readonly">只读</span>}
      </div>
      <ToolButton id="help.guide" icon="help" label="帮助" run={run} />
    </header>
  )
}

/** One menu; what cannot be done now is grey. Asked when it opens, so that it is never out of date. */
function Menu({ menu, run }: { readonly menu: CommandMenu; readonly run: Run }) {
  const session = useSession()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dropdown
      trigger={['click']}
      open={isOpen}
      onOpenChange={setIsOpen}
      destroyOnHidden
      menu={{ items: [] }}
      popupRender={() => (
        <MenuList
          menu={menu}
          run={(id) => {
            setIsOpen(false)
            run(id)
          }}
          onClose={() => setIsOpen(false)}
          whyOff={(id) => whyOff(session, id)}
        />
      )}
    >
      <Button type="text" size="small" className="menu-button" aria-haspopup="menu" aria-expanded={isOpen}>
        {menuTitles[menu]}
      </Button>
    </Dropdown>
  )
}

type MenuListProps = {
  readonly menu: CommandMenu
  readonly run: Run
  readonly onClose: () => void
  readonly whyOff: (id: CommandId) => string | null
}

function MenuList({ menu, run, onClose, whyOff: why }: MenuListProps) {
  return (
    <div
      className="menu-list"
      role="menu"
      tabIndex={-1}
      aria-label={menuTitles[menu]}
      ref={(list) => list?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')?.focus()}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          onClose()
          return
        }
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
        const at = items.findIndex((item) => item === document.activeElement)
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
        if (to === undefined) return
        event.preventDefault()
        items.at(to % items.length)?.focus()
      }}
    >
      {commandTable
        .filter((command) => command.menu === menu)
        .map(({ id, title, keys }) => {
          const reason = why(id)
          return (
            <button
              key={id}
              type="button"
              role="menuitem"
              aria-disabled={reason !== null}
              title={reason ?? undefined}
              onClick={() => run(id)}
            >
              <span>{title}</span>
              <span className="keys">{keysText(keys.slice(0, 1))}</span>
            </button>
          )
        })}
    </div>
  )
}

function BookTools({ book, run }: { readonly book: OpenedBook; readonly run: Run }) {
  const session = useSession()
  const printed = book.engine.edition.forms.filter(({ form }) => form.onPaper).length
  const undo = useStatusOf(book, (status) => status.undo)
  const redo = useStatusOf(book, (status) => status.redo)
  // what cannot be done now is grey
  useStatusOf(book, ({ readOnly }) => readOnly)
  const isSealed = useStatusOf(book, ({ summary }) => summary.state === 'sealed')
  return (
    <div className="tools" role="toolbar" aria-label="常用操作">
      <ToolButton id="edit.undo" icon="undo" label="撤销" more={undo} run={run} />
      <ToolButton id="edit.redo" icon="redo" label="重做" more={redo} run={run} />
      <ToolButton id="edit.find" icon="find" label="查找" run={run} />
      <span className="tools-gap" />
      <ToolButton id="row.add" icon="add" label="科目" run={run} />
      <ToolButton id="units.edit" label="单位" run={run} />
      <ToolButton id="projects.edit" label="项目" run={run} />
      <span className="tools-gap" />
      <ToolButton id="import.workbook" icon="import" label="导入" run={run} />
      <ToolButton id="export.workbook" icon="export" label="导出" run={run} />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'plain', label: `导出工作簿（${printed} 张表）` },
            { key: 'supplements', label: '导出工作簿，连同补充资料' },
            { key: 'document', label: '导出公开文件（PDF、Word）…' },
            { key: 'preview', label: '预览公开文件…' },
            { key: 'template', label: '导出空白模板' },
          ],
          onClick: ({ key }) => {
            if (key === 'template') run('export.template')
            else if (key === 'document') run('export.document')
            else if (key === 'preview') run('document.preview')
            else void exportWorkbook(session, key === 'supplements')
          },
        }}
      >
        <Button type="text" size="small" className="tool-more" aria-label="导出什么" icon={<Icon name="down" />} />
      </Dropdown>
      <ToolButton
        id={isSealed ? 'book.unseal' : 'book.seal'}
        icon="seal"
        label={isSealed ? '撤销上报' : '上报'}
        run={run}
      />
    </div>
  )
}

type ToolButtonProps = {
  readonly id: CommandId
  readonly icon?: IconName
  readonly label: string
  /** what it would be done to */
  readonly more?: string | null
  readonly run: Run
}

function ToolButton({ id, icon, label, more, run }: ToolButtonProps) {
  const session = useSession()
  const why = whyOff(session, id)
  const keys = keysText(keysOf(id).slice(0, 1))
  const words = [
    titleOf(id).replace('…', ''),
    more ?? '',
    keys === '' ? '' : `（${keys}）`,
    why === null ? '' : `：${why}`,
  ]
  return (
    <Tooltip title={words.filter((part) => part !== '').join(' ')} mouseEnterDelay={0.6}>
      <Button
        type="text"
        size="small"
        className="tool"
        aria-disabled={why !== null}
        icon={icon === undefined ? undefined : <Icon name={icon} />}
        // the grid keeps the focus, so that typing goes on where it was
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => run(id)}
      >
        {label}
      </Button>
    </Tooltip>
  )
}
