import type { FileToken } from '../../shared/channels/values.ts'
import type { Session } from '../app/session.ts'

/** Asks for a workbook and shows what it would change. */
export async function chooseImport(session: Session): Promise<void> {
  const file = await session.ask('import.choose', {})
  if (!file.ok) {
    session.tellFault(file.fault)
    return
  }
  if (file.value !== null) await previewImport(session, file.value)
}

/** Reads a chosen or dropped workbook and shows what it would change; nothing is stored yet. */
export async function previewImport(session: Session, file: FileToken): Promise<void> {
  const { book } = session.state
  if (book === null || !(await session.leave())) return
  const preview = await session.during(`正在读取 ${file.name}`, () =>
    session.ask('import.preview', { book: book.id, file: file.token }),
  )
  if (preview.ok) session.showDialog({ kind: 'import', file, preview: preview.value })
  else session.tellFault(preview.fault)
}
