import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserWindow, dialog, type FileFilter } from 'electron'
import { codeTableEndings } from '../../../shared/channels/edition-values.ts'
import { importEndings } from '../../../shared/channels/values.ts'
import type { Saved, Wanted } from '../../services/window/host.ts'

const ledgers: FileFilter = { name: '决算账套', extensions: ['juesuan'] }
const workbooks: FileFilter = { name: 'Excel 工作簿', extensions: ['xlsx'] }
const imports: FileFilter = { name: '工作簿、CSV、公开的决算（PDF、文字）', extensions: [...importEndings] }
const filterOf: Readonly<Record<Wanted | Saved, FileFilter>> = {
  ledger: ledgers,
  backup: ledgers,
  workbook: workbooks,
  pdf: { name: 'PDF 文件', extensions: ['pdf'] },
  font: { name: '字体文件', extensions: ['ttf', 'otf', 'ttc', 'woff'] },
  edition: { name: '套表文件', extensions: ['json'] },
  codes: { name: '科目表（CSV、工作簿）', extensions: [...codeTableEndings] },
  word: { name: 'Word 文档', extensions: ['docx'] },
  table: { name: 'CSV 表格', extensions: ['csv'] },
  picture: { name: 'PNG 图片', extensions: ['png'] },
  text: { name: '文本文件', extensions: ['txt'] },
  archive: { name: 'ZIP 压缩文件', extensions: ['zip'] },
}
const openTitles: Readonly<Record<Wanted, string>> = {
  ledger: '打开账套',
  backup: '选择备份文件',
  workbook: '选择要导入的文件',
  font: '选择字体文件',
  edition: '选择套表文件',
  codes: '选择科目表',
}

/** The native dialogs a person answers; null when they would rather not. `folder` is where they begin. */
export async function askOpen(window: BrowserWindow, wanted: Wanted, folder: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: openTitles[wanted],
    defaultPath: folder,
    filters: [wanted === 'workbook' ? imports : filterOf[wanted]],
    properties: ['openFile'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

export async function askSave(
  window: BrowserWindow,
  wanted: Saved,
  folder: string,
  name: string,
): Promise<string | null> {
  mkdirSync(folder, { recursive: true })
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: wanted === 'ledger' ? '新账套保存到' : '导出到',
    defaultPath: join(folder, name),
    filters: [filterOf[wanted]],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return canceled || filePath === '' ? null : filePath
}

/** A folder to write into; null when the person would rather not. */
export async function askFolder(window: BrowserWindow, folder: string): Promise<string | null> {
  mkdirSync(folder, { recursive: true })
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: '导出到文件夹',
    defaultPath: folder,
    properties: ['openDirectory', 'createDirectory'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/** The window does not answer, or says that something on screen is not saved. */
export async function askWhetherToClose(window: BrowserWindow, why: 'unsaved' | 'silent'): Promise<'close' | 'stay'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: '部门决算填报',
    message: why === 'unsaved' ? '还有改动没有保存' : '窗口没有响应',
    detail:
      why === 'unsaved'
        ? '屏幕上有改动没能存入账套（原因见窗口下方的状态栏）。现在关闭，这些改动会丢失。'
        : '不能确定屏幕上的改动是否都已保存。已显示“已保存”的内容不会丢失。',
    buttons: ['不关闭', '仍要关闭'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1 ? 'close' : 'stay'
}

/** The page's process died. What was acknowledged is in the ledger. */
export async function askAfterCrash(window: BrowserWindow): Promise<'reload' | 'quit'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: '部门决算填报',
    message: '窗口意外中断',
    detail: '已显示“已保存”的内容都在账套里，没有丢失。重新载入后可以继续填报。',
    buttons: ['重新载入', '退出程序'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1 ? 'quit' : 'reload'
}
