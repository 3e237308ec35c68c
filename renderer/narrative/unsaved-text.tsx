import { Button, Modal } from 'antd'
import { useFrame, useFromBook, useSession } from '../app/use-session.ts'
import type { Gesture } from '../book/live-book.ts'
import type { OpenedBook } from '../book/opened-book.ts'

/** Words that were typed in a place where the book says something else by now, or that it refused. */
export type UnsavedText = {
  readonly book: OpenedBook
  /** what was asked for there */
  readonly label: string
  readonly typed: string
  /** how the words read: figures as numbers */
  readonly shown: string
  /** what the book says there now, as it reads */
  readonly saved: (book: OpenedBook) => string
  readonly write: (text: string) => Gesture
}

/** Which of two texts it shall be. */
export const TextChoice = ({
  isOff = false,
  onMine,
  onSaved,
}: {
  /** nothing can be stored now */
  readonly isOff?: boolean
  readonly onMine: () => void
  readonly onSaved: () => void
}) => (
  // the editor keeps the focus until one is chosen
  <span className="text-choice" onMouseDown={(event) => event.preventDefault()}>
    <Button size="small" type="primary" disabled={isOff} onClick={onMine}>
      用我的文字
    </Button>
    <Button size="small" onClick={onSaved}>
      用已保存的文字
    </Button>
  </span>
)

/** Asks about texts whose editor went away before it could store them, one after the other. */
export function UnsavedTexts() {
  const unsaved = useFrame((state) => state.unsavedTexts[0] ?? null)
  return unsaved === null ? null : <UnsavedTextDialog unsaved={unsaved} />
}

function UnsavedTextDialog({
  unsaved,
  unsaved: { book, label, typed, shown, saved, write },
}: {
  readonly unsaved: UnsavedText
}) {
  const session = useSession()
  const now = useFromBook(book, saved)
  const isOff = useFrame((state) => state.book !== book) || book.readOnly
  const done = (): void => session.set({ unsavedTexts: session.state.unsavedTexts.filter((one) => one !== unsaved) })
  const keepMine = (): void => {
    const stored = book.commit(write(typed))
    if (stored.ok) done()
    else session.notice(stored.reason, 'warning')
  }
  return (
    <Modal
      open
      title="有一段文字还没有保存"
      width={640}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={<TextChoice isOff={isOff} onMine={keepMine} onSaved={done} />}
    >
      <p>
        {label.replace('请填写：', '')}：
        {isOff ? '决算现在不能修改，需要的话请先把文字复制下来。' : '写的时候，这段文字在别处改动了。请选择用哪一份。'}
      </p>
      <h4 className="unsaved-text-title">我的文字</h4>
      <p className="unsaved-text" tabIndex={0}>
        {shown === '' ? '（空）' : shown}
      </p>
      <h4 className="unsaved-text-title">已保存的文字</h4>
      <p className="unsaved-text" tabIndex={0}>
        {now === '' ? '（空）' : now}
      </p>
    </Modal>
  )
}
