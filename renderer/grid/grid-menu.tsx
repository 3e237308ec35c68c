import { Dropdown } from 'antd'
import type { ReactElement } from 'react'
import type { CellAddress } from '../../shared/address/cell.ts'
import { blockOf, paste } from './clipboard.ts'
import type { Controller } from './controller.ts'
import { clear, restoreFormulas } from './key-commands.ts'
import { spotsOf } from './range.ts'

export type MenuPoint = { readonly x: number; readonly y: number }

/** The menu of the right mouse button and of the menu key. */
export function GridMenu({
  point,
  grid,
  onWhy,
  onInsertCode,
  onClose,
}: {
  readonly point: MenuPoint
  readonly grid: Controller
  readonly onWhy: ((address: CellAddress) => void) | undefined
  readonly onInsertCode: ((code: string | null) => void) | undefined
  readonly onClose: () => void
}): ReactElement {
  const { screen, range, selection } = grid
  const spot = screen.inSheet(selection.active)
  const address = screen.addressAt(spot.row, spot.column)
  const canChange = !grid.book.readOnly
  const hasStated = [...spotsOf(range)].some((one) => {
    const { row, column } = screen.inSheet(one)
    return screen.isStated(row, column)
  })
  const isBlankColumn = spot.column < 0 || !screen.sheet.followsCodes
  const sort = (descending: boolean): void => {
    screen.setOrder({ column: spot.column, descending })
    grid.showRows(spot.row)
  }
  const items = [
    { key: 'copy', label: '复制', extra: 'Ctrl+C', onClick: () => exec(grid, 'copy') },
    { key: 'paste', label: '粘贴', extra: 'Ctrl+V', disabled: !canChange, onClick: () => pasteByMenu(grid) },
    { key: 'clear', label: '清除', extra: 'Delete', disabled: !canChange, onClick: () => clear(grid) },
    {
      key: 'restore',
      label: '恢复公式',
      disabled: !canChange || !hasStated,
      onClick: () => restoreFormulas(grid),
    },
    { type: 'divider' as const },
    {
      key: 'why',
      label: '为什么是这个数',
      disabled: address === null || onWhy === undefined,
      onClick: () => {
        if (address !== null) onWhy?.(address)
      },
    },
    ...(screen.sheet.followsCodes
      ? [
          {
            key: 'insert',
            label: '插入科目…',
            disabled: !canChange || onInsertCode === undefined,
            onClick: () => onInsertCode?.(null),
          },
          { type: 'divider' as const },
          { key: 'up', label: '本列升序', disabled: isBlankColumn, onClick: () => sort(false) },
          { key: 'down', label: '本列降序', disabled: isBlankColumn, onClick: () => sort(true) },
          {
            key: 'order',
            label: '恢复科目顺序',
            disabled: screen.order === null,
            onClick: () => {
              screen.setOrder(null)
              grid.showRows(spot.row)
            },
          },
        ]
      : []),
  ]
  return (
    <Dropdown
      open
      trigger={['click']}
      menu={{ items, autoFocus: true, onClick: onClose, onKeyDown: (event) => event.key === 'Escape' && onClose() }}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <span className="menu-anchor" ref={(element) => place(element, point)} />
    </Dropdown>
  )
}

function place(element: HTMLElement | null, { x, y }: MenuPoint): void {
  if (element === null) return
  element.style.left = `${x}px`
  element.style.top = `${y}px`
}

/** Copying by menu runs the copy event of the browser on the grid's own text field. */
function exec(grid: Controller, command: 'copy'): void {
  grid.focus()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the clipboard interface would ask for leave, this does not
  grid.host.ownerDocument.execCommand(command)
}

/** Reading the clipboard without a key needs the browser's leave; where it is not given, the key is named. */
function pasteByMenu(grid: Controller): void {
  grid.focus()
  void readClipboard()
    .then((text) => paste(grid, blockOf({ getData: (type) => (type === 'text/plain' ? text : '') })))
    .catch(() => grid.say('浏览器不允许从菜单粘贴，请按 Ctrl+V', 'warning'))
}

const readClipboard = async (): Promise<string> => navigator.clipboard.readText()
