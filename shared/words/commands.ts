/**
 * Every command of the window: one table for menus, keys, the shortcut sheet and the toolbar. Menus of the desktop are
 * built from it and send the id back; what a command does is the window's business.
 */
export type CommandMenu = 'file' | 'edit' | 'form' | 'check' | 'view' | 'help'

export type CommandInfo = {
  readonly id: string
  /** as the menu says it; `…` when a dialog follows */
  readonly title: string
  readonly menu: CommandMenu
  /** keys as Electron writes accelerators, the first one shown; none for commands without */
  readonly keys: readonly string[]
}

export const menuTitles: Readonly<Record<CommandMenu, string>> = {
  file: '文件',
  edit: '编辑',
  form: '报表',
  check: '审核',
  view: '查看',
  help: '帮助',
}

/** In menu order. Browsers keep Ctrl+PageUp/PageDown for their tabs, so forms are switched with Alt as well. */
export const commandTable = [
  { id: 'book.new', title: '新建决算…', menu: 'file', keys: [] },
  { id: 'book.rollForward', title: '由本年度新建下年度…', menu: 'file', keys: [] },
  { id: 'ledger.choose', title: '打开账套…', menu: 'file', keys: ['Ctrl+O'] },
  { id: 'ledger.create', title: '新建账套…', menu: 'file', keys: [] },
  { id: 'ledger.sample', title: '打开2024年示例', menu: 'file', keys: [] },
  { id: 'ledger.close', title: '关闭账套', menu: 'file', keys: [] },
  { id: 'import.workbook', title: '导入…', menu: 'file', keys: ['Ctrl+I'] },
  { id: 'export.workbook', title: '导出工作簿…', menu: 'file', keys: ['Ctrl+E'] },
  { id: 'export.document', title: '导出公开文件…', menu: 'file', keys: ['Ctrl+Shift+E'] },
  { id: 'export.template', title: '导出空白模板…', menu: 'file', keys: [] },
  { id: 'export.all', title: '导出全部年度…', menu: 'file', keys: [] },
  { id: 'document.preview', title: '预览公开文件…', menu: 'file', keys: [] },
  { id: 'form.print', title: '打印本表…', menu: 'file', keys: ['Ctrl+P'] },
  { id: 'book.seal', title: '上报…', menu: 'file', keys: [] },
  { id: 'book.unseal', title: '撤销上报…', menu: 'file', keys: [] },
  { id: 'book.sealedFiles', title: '上报的文件…', menu: 'file', keys: [] },
  { id: 'book.copyOut', title: '复制到其他账套…', menu: 'file', keys: [] },
  { id: 'book.moveOut', title: '转移到其他账套…', menu: 'file', keys: [] },
  { id: 'books.all', title: '全部决算…', menu: 'file', keys: [] },
  { id: 'editions.show', title: '套表…', menu: 'file', keys: [] },
  { id: 'ledger.backups', title: '备份与恢复…', menu: 'file', keys: [] },
  { id: 'ledger.verify', title: '检查账套…', menu: 'file', keys: [] },

  { id: 'edit.undo', title: '撤销', menu: 'edit', keys: ['Ctrl+Z'] },
  { id: 'edit.redo', title: '重做', menu: 'edit', keys: ['Ctrl+Y', 'Ctrl+Shift+Z'] },
  { id: 'edit.find', title: '查找…', menu: 'edit', keys: ['Ctrl+F'] },
  { id: 'edit.code', title: '转到科目编码…', menu: 'edit', keys: ['Ctrl+G'] },

  { id: 'row.add', title: '新增科目…', menu: 'form', keys: ['Alt+Insert', 'Ctrl+Shift+A'] },
  { id: 'row.rename', title: '科目改名…', menu: 'form', keys: [] },
  { id: 'row.remove', title: '删除科目…', menu: 'form', keys: ['Ctrl+Shift+K'] },
  { id: 'units.edit', title: '单位…', menu: 'form', keys: ['Ctrl+Shift+D'] },
  { id: 'projects.edit', title: '项目…', menu: 'form', keys: ['Ctrl+Shift+P'] },
  { id: 'form.next', title: '下一张表', menu: 'form', keys: ['Ctrl+PageDown', 'Alt+PageDown'] },
  { id: 'form.previous', title: '上一张表', menu: 'form', keys: ['Ctrl+PageUp', 'Alt+PageUp'] },

  { id: 'finding.next', title: '下一个错误', menu: 'check', keys: ['F8'] },
  { id: 'finding.previous', title: '上一个错误', menu: 'check', keys: ['Shift+F8'] },
  { id: 'cell.trace', title: '为什么是这个数', menu: 'check', keys: ['F9'] },
  { id: 'panel.findings', title: '审核结果', menu: 'check', keys: ['Ctrl+Shift+F'] },

  { id: 'panel.history', title: '操作记录', menu: 'view', keys: ['Ctrl+H'] },
  { id: 'panel.toggle', title: '显示或隐藏下方面板', menu: 'view', keys: ['Ctrl+J'] },
  { id: 'view.text', title: '决算说明', menu: 'view', keys: ['Ctrl+Shift+S'] },
  { id: 'view.cover', title: '封面和行文习惯', menu: 'view', keys: [] },
  { id: 'view.analysis', title: '对比分析', menu: 'view', keys: ['Ctrl+Shift+B'] },
  { id: 'view.unit', title: '万元 ⇄ 元', menu: 'view', keys: ['Ctrl+U'] },
  { id: 'view.forms', title: '转到报表目录', menu: 'view', keys: ['F6'] },

  { id: 'help.guide', title: '使用说明', menu: 'help', keys: ['F1'] },
  { id: 'help.keys', title: '快捷键', menu: 'help', keys: ['Ctrl+/'] },
  { id: 'help.logs', title: '打开日志文件夹', menu: 'help', keys: [] },
  { id: 'help.diagnostics', title: '诊断信息…', menu: 'help', keys: [] },
  { id: 'help.about', title: '关于', menu: 'help', keys: [] },
] as const satisfies readonly CommandInfo[]

export type CommandId = (typeof commandTable)[number]['id']

/** Keys of the grid that are no commands, for the shortcut sheet. */
export const gridKeys: readonly (readonly [keys: string, does: string])[] = [
  ['直接键入', '覆盖当前单元格'],
  ['F2 / 双击', '在原内容上修改'],
  ['Enter / Shift+Enter', '确认并下移 / 上移'],
  ['Tab / Shift+Tab', '确认并到右边 / 左边可填的单元格'],
  ['Esc', '放弃正在键入的内容'],
  ['方向键', '移动；键入时确认并移动'],
  ['Ctrl+方向键', '移到一段数据的尽头'],
  ['Home / End', '移到行首 / 行尾'],
  ['Ctrl+Home / Ctrl+End', '移到表首 / 表尾'],
  ['Shift+方向键 / Shift+单击', '选择一块单元格'],
  ['Ctrl+A', '全选'],
  ['Delete / Backspace', '清空选中的单元格'],
  ['Ctrl+C / Ctrl+X / Ctrl+V', '复制 / 剪切 / 粘贴（可与 Excel、WPS 互相粘贴）'],
  ['Ctrl+D / Ctrl+R', '向下 / 向右填充'],
  ['Ctrl+Enter', '把键入的内容填入整个选区'],
  ['=1+2*3', '算式，确认后得出结果'],
  ['Alt+← / Alt+→', '收起 / 展开下级科目'],
  ['F3 / Shift+F3', '查找下一个 / 上一个'],
]
