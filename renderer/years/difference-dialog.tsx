import { Button, Input, type InputRef, Modal, Radio } from 'antd'
import { useRef, useState } from 'react'
import { cellKey } from '../../shared/address/cell.ts'
import { cellName, differenceText, valueText } from '../../shared/words/cells.ts'
import { type CarriedDifference, type Difference, needsWords } from '../../shared/years/carried.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { readable } from '../exchange/preview.ts'
import './new-year.css'

const mostShown = 200

/** Why carried cells are to say something else than last year's book: one kind and words for all of a gesture. */
export function DifferenceDialog({
  book,
  differences,
  onAnswer,
}: {
  readonly book: OpenedBook
  readonly differences: readonly CarriedDifference[]
  readonly onAnswer: (difference: Difference | null) => void
}) {
  const [kind, setKind] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const words = useRef<InputRef>(null)
  const kinds = book.engine.edition.edition.head.differences ?? []
  const lacksWords = kind !== null && needsWords(kind) && note.trim() === ''
  const answer = (): void => {
    if (kind === null) return
    if (lacksWords) words.current?.focus()
    else onAnswer({ kind, note: note.trim() })
  }
  const lead =
    differences.length === 1
      ? '这一格的年初数取自上年决算。要另填一个数，请说明差异属于哪一类。'
      : `其中 ${differences.length} 格的年初数取自上年决算。要另填，请说明差异属于哪一类，一次说明对这些格都有效。`
  return (
    <Modal
      open
      title="年初数与上年年末数不同"
      width={720}
      onCancel={() => onAnswer(null)}
      footer={[
        <Button key="no" onClick={() => onAnswer(null)}>
          不改
        </Button>,
        <Button key="yes" type="primary" disabled={kind === null || lacksWords} onClick={answer}>
          按此填列
        </Button>,
      ]}
    >
      <p>{lead}</p>
      {/* a region that scrolls must be reachable by keys */}
      <div
        className="difference-cells"
        tabIndex={differences.length > 6 ? 0 : -1}
        role="region"
        aria-label="改动的年初数"
      >
        <table className="plain">
          <thead>
            <tr>
              <th>单元格（万元）</th>
              <th className="number">{book.year - 1} 年年末数</th>
              <th className="number">改为</th>
              <th className="number">相差</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, mostShown).map(({ cell, carried, value }) => {
              const unit = book.engine.unitOf(cell) ?? 'amount'
              return (
                <tr key={cellKey(cell)}>
                  <td>{cellName(book.names, cell)}</td>
                  <td className="number">{valueText(carried, unit)}</td>
                  <td className="number">{valueText(value, unit)}</td>
                  <td className="number">{readable(differenceText(value, carried, unit))}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {differences.length > mostShown && (
        <p className="hint">
          只列出前 {mostShown} 格，共 {differences.length} 格。
        </p>
      )}
      {/* Enter in the choice or in the words is the answer */}
      <form
        className="difference-form"
        onSubmit={(event) => {
          event.preventDefault()
          answer()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          answer()
        }}
      >
        <fieldset>
          <legend>差异类型</legend>
          <Radio.Group name="kind" value={kind} onChange={({ target }) => setKind(target.value as string)}>
            {kinds.map((one, place) => (
              <Radio key={one} value={one} autoFocus={place === 0}>
                {one}
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
        <label className="field">
          说明{kind !== null && needsWords(kind) ? '（必填）' : '（可不填）'}
          <Input
            ref={words}
            maxLength={1000}
            value={note}
            status={lacksWords ? 'warning' : ''}
            placeholder="如：按审计意见调减上年多计支出"
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
      </form>
      <p className="hint">数和说明作为一步操作记入，可以一起撤销；合计随之不同的部分不必另行说明。</p>
    </Modal>
  )
}
