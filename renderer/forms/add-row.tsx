import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { levelOfCode } from '../../shared/address/code.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { CodePicker } from '../grid/code-picker.tsx'
import type { CodeChoice } from '../grid/code-search.ts'
import { trustHints } from './trust.ts'

/** Adds an item code to the book's list; its parents come along, and every form of its funds offers it. */
export function AddRow({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const [choice, setChoice] = useState<CodeChoice | null>(null)
  const [name, setName] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const { edition } = book.engine
  const codes = book.engine.book.codes()
  const isUnknown = choice !== null && choice.trust === null

  const add = async (): Promise<void> => {
    if (choice === null) {
      setRefusal('请先选出一个 7 位（项级）科目')
      return
    }
    if (choice.isThere) {
      onClose()
      show(choice.code)
      return
    }
    setIsWorking(true)
    const given = name.trim()
    const added = await book.structure(
      { kind: 'add-row', code: choice.code, ...(isUnknown && given !== '' ? { name: given } : {}) },
      `新增科目 ${choice.code}`,
    )
    setIsWorking(false)
    if (!added.ok) {
      setRefusal(windowFaultText(added.fault))
      return
    }
    onClose()
    show(choice.code)
  }
  /** The first line of the code: in the form in sight, else in the first form that has one. */
  const show = (code: string): void => {
    const { forms, formIndex } = edition
    const fund = edition.codes.get(code)?.fund ?? 'general'
    const here = forms[formIndex.get(session.state.form) ?? -1]
    const wanted = forms.filter(({ form }) => form.codes?.funds.includes(fund) === true)
    for (const { key } of here !== undefined && wanted.includes(here) ? [here, ...wanted] : wanted) {
      const line = book.engine.rows(key).find((row) => row.leaf && row.code === code)
      if (line !== undefined) {
        session.goTo({ form: key, row: line.key, column: null })
        return
      }
    }
  }
  return (
    <Modal
      open
      title="新增科目"
      okText={choice?.isThere === true ? '转到这一行' : '新增'}
      cancelText="取消"
      confirmLoading={isWorking}
      okButtonProps={{ disabled: choice === null || (isUnknown && name.trim() === '') }}
      onOk={() => void add()}
      onCancel={onClose}
    >
      <p className="hint">
        按编码开头、名称中的字或拼音首字母查找，如
        2080501、离退休、xzdwltx。选定后上级类、款自动出现，各张相关报表都会有这一行。
      </p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {choice === null ? (
        <CodePicker
          autoFocus
          codes={edition.codes}
          isThere={(code) => codes.has(code)}
          onPick={(picked) => {
            setChoice(picked)
            setName(picked.name)
            setRefusal(null)
          }}
          onCancel={onClose}
        />
      ) : (
        <div className="picked">
          <div className="picked-code">
            <strong>{choice.code}</strong> {choice.name}
            <Button size="small" type="link" onClick={() => setChoice(null)}>
              重选
            </Button>
          </div>
          <div className="hint">
            {choice.above.filter((part) => part !== '').join(' › ')}
            {levelOfCode(choice.code) === 'item' && choice.above.length > 0 && ' › '}
            {choice.name}
          </div>
          {choice.isThere ? (
            <Alert type="info" showIcon title="本决算已有这个科目" />
          ) : (
            <Alert
              type={choice.trust === 'sourced' ? 'success' : 'warning'}
              showIcon
              title={trustHints(choice.trust)}
            />
          )}
          {isUnknown && (
            <label className="field">
              科目名称
              <Input value={name} maxLength={60} autoFocus onChange={(event) => setName(event.target.value)} />
            </label>
          )}
        </div>
      )}
    </Modal>
  )
}
