import type { Result } from '../../shared/channels/result.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import type { Session } from '../app/session.ts'

/** Writes the workbook of the open book; main asks where, and the finished file can be shown in its folder. */
export const exportWorkbook = (session: Session, supplements = false): Promise<void> =>
  exportedFile(
    session,
    '正在导出工作簿',
    (book) => session.ask('export.workbook', { book, supplements }),
    () => void session.ask('document.cancel', {}),
  )

/** Writes the blank workbook to be filled in Excel or WPS. */
export const exportTemplate = (session: Session): Promise<void> =>
  exportedFile(session, '正在导出空白模板', (book) => session.ask('export.template', { book }))

/** Hands out again a file that was sealed with the book. */
export const exportSealed = (session: Session, name: string): Promise<void> =>
  exportedFile(session, '正在取出上报文件', (book) => session.ask('export.sealed', { book, name }))

/** Has main write a file of the open book, and offers it when it is there. */
export async function exportedFile(
  session: Session,
  busy: string,
  write: (book: number) => Promise<Result<FileToken | null>>,
  cancel: (() => void) | null = null,
): Promise<void> {
  const { book } = session.state
  if (book === null || !(await session.leave())) return
  const file = await session.during(busy, () => write(book.id), cancel)
  if (!file.ok) {
    session.tellFault(file.fault)
    return
  }
  // null: called off, in the save dialog or later
  if (file.value !== null) session.onExported(file.value)
}
