import type { MenuItemConstructorOptions } from 'electron'
import { type CommandInfo, type CommandMenu, commandTable, menuTitles } from '../../../shared/words/commands.ts'

/** What the menus do besides sending a command to the window. */
export type MenuActions = {
  readonly command: (id: string) => void
  readonly isDevelopment: boolean
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/**
 * The native menus, made of the window's command table. Keys are shown but not taken: the page listens to them in every
 * shell, and there an open cell editor comes first.
 */
export function menuTemplate({ command, isDevelopment }: MenuActions): MenuItemConstructorOptions[] {
  const item = ({ id, title, keys }: CommandInfo): MenuItemConstructorOptions => ({
    id,
    label: title,
    ...(keys[0] === undefined ? {} : { accelerator: keys[0], registerAccelerator: false }),
    click: () => command(id),
  })
  const more: Partial<Record<CommandMenu, readonly MenuItemConstructorOptions[]>> = {
    file: [separator, { role: 'quit', label: '退出', accelerator: 'CmdOrCtrl+Q' }],
    edit: [
      separator,
      { role: 'cut', label: '剪切', registerAccelerator: false },
      { role: 'copy', label: '复制', registerAccelerator: false },
      { role: 'paste', label: '粘贴', registerAccelerator: false },
    ],
    view: [
      separator,
      { role: 'zoomIn', label: '放大', accelerator: 'CmdOrCtrl+Shift+=' },
      { role: 'zoomOut', label: '缩小', accelerator: 'CmdOrCtrl+Shift+-' },
      { role: 'resetZoom', label: '实际大小', accelerator: 'CmdOrCtrl+0' },
      { role: 'togglefullscreen', label: '全屏', accelerator: 'F11' },
      ...(isDevelopment ? [separator, { role: 'toggleDevTools', label: '开发者工具' } as const] : []),
    ],
  }
  return Object.entries(menuTitles).map(([menu, label]) => {
    const own: readonly CommandInfo[] = commandTable.filter((one) => one.menu === menu)
    return { label, submenu: [...own.map(item), ...(more[menu as CommandMenu] ?? [])] }
  })
}
