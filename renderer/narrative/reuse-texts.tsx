import { Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { askText } from '../../shared/words/narrative.ts'
import { useFromBook } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { useCommit } from './commit.ts'
import { useReusableTexts } from './last-year.ts'
import { documentOf } from './live-document.ts'
import { placeWords } from './reading-place.ts'
import { reuseSlots } from './text-gestures.ts'

/** All texts of last year for places that are still empty, to be chosen from and taken over in one gesture. */
export function ReuseTexts({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const commit = useCommit(book)
  const offers = useReusableTexts(book)
  const document = useFromBook(book, documentOf)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = offers.filter(({ slot }) => !left.has(slot))
  const choose = (slots: readonly string[], isChosen: boolean): void => {
    const next = new Set(left)
    for (const slot of slots)
      if (isChosen) next.delete(slot)
      else next.add(slot)
    setLeft(next)
  }
  const slots = book.engine.edition.narrative?.slots ?? new Map()
  return (
    <Modal
      open
      title={`沿用 ${book.year - 1} 年度的文字`}
      width={760}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            disabled={chosen.length === 0 || book.readOnly}
            onClick={() => {
              if (commit(reuseSlots(chosen))) onClose()
            }}
          >
            沿用 {chosen.length} 处
          </Button>
        </>
      }
    >
      <p className="hint">
        下面是今年还没有写、去年同一处写过的文字。去年的原因今年未必成立，请逐条核对；沿用后仍可修改，也可以一次撤销。
      </p>
      <Checkbox
        checked={offers.length > 0 && chosen.length === offers.length}
        indeterminate={chosen.length > 0 && chosen.length < offers.length}
        disabled={offers.length === 0}
        onChange={(event) =>
          choose(
            offers.map(({ slot }) => slot),
            event.target.checked,
          )
        }
      >
        全选（{offers.length} 处）
      </Checkbox>
      {/* a region that scrolls must be reachable by keys */}
      <ul className="reuse-list" tabIndex={0} aria-label="去年的文字">
        {offers.map(({ slot, block, text }) => (
          <li key={slot}>
            <Checkbox checked={!left.has(slot)} onChange={(event) => choose([slot], event.target.checked)}>
              <span className="reuse-ask">{askText(slots, slot).replace('请填写：', '')}</span>
              <span className="reuse-place">{placeWords(document, block)?.split(' › ').slice(1).join(' › ')}</span>
            </Checkbox>
            <p className="reuse-text">{text}</p>
          </li>
        ))}
      </ul>
      {offers.length === 0 && <p>没有可以沿用的文字：要写的地方都已经写了，或者去年没有写过。</p>}
    </Modal>
  )
}
