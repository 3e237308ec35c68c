import { useEffect, useState } from 'react'
import { previewImport } from '../exchange/import.ts'
import { useSession } from './use-session.ts'

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

/** A workbook dragged onto the window is imported: first its preview. */
export function DropZone() {
  const session = useSession()
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setIsOver(false)
      const file = event.dataTransfer?.files[0]
      const { book } = session.state
      if (file === undefined) return
      if (book === null) {
        session.notice('请先打开一份决算，再拖入要导入的文件', 'warning')
        return
      }
      if (book.readOnly) {
        session.notice('决算已上报或只读，不能导入', 'warning')
        return
      }
      void session.bridge.give(file).then(
        (given) => (given.ok ? previewImport(session, given.value) : session.tellFault(given.fault)),
        () => session.notice('文件没有传到程序，请重试', 'error'),
      )
    }
    document.addEventListener('dragover', onDragOver)
    document.addEventListener('dragleave', onDragLeave)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onDragOver)
      document.removeEventListener('dragleave', onDragLeave)
      document.removeEventListener('drop', onDrop)
    }
  }, [session])
  return isOver ? <div className="drop-zone">松开鼠标，导入这个文件</div> : null
}
