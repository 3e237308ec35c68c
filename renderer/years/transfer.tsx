import { Alert, Button, Input, Modal, Radio } from 'antd'
import { useEffect, useId, useState } from 'react'
import type { Input as Asked } from '../../shared/channels/channels.ts'
import type { TransferOutlook, Transferred, TransferTarget } from '../../shared/channels/transfer-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { momentText } from '../kit/moments.ts'
import { remember } from '../kit/remembered.ts'
import { bookLeft, refreshRecent } from './ledgers.ts'
import './transfer.css'
import { passageWords, stateWords } from './transfer-words.ts'

export type Passage = 'moved' | 'copied'
const verbs: Readonly<Record<Passage, string>> = { moved: '转移', copied: '复制' }

type Step =
  | { readonly at: 'where' }
  | { readonly at: 'confirm'; readonly target: TransferTarget; readonly outlook: TransferOutlook }
  | { readonly at: 'done'; readonly target: TransferTarget; readonly done: Transferred }

type TransferProps = { readonly id: number; readonly how: Passage; readonly onClose: () => void }

/** 转移、复制到其他账套: where to, what goes along, and what came of it. */
export function Transfer({ id, how, onClose }: TransferProps) {
  const session = useSession()
  // as it was when it was asked for: a book that went is in the list no more
  const [book] = useState(() => session.state.books.find((one) => one.id === id))
  const [step, setStep] = useState<Step>({ at: 'where' })
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  if (book === undefined) return null
  const verb = verbs[how]
  const title = `${verb}到其他账套：${book.department} ${book.year} 年度决算`

  const look = async (choice: Asked<'transfer.choose'>): Promise<void> => {
    setRefusal(null)
    setIsWorking(true)
    const target = await session.ask('transfer.choose', choice)
    const outlook =
      target.ok && target.value !== null
        ? await session.ask('transfer.preview', { book: book.id, how, target: target.value.token })
        : null
    setIsWorking(false)
    if (!target.ok) setRefusal(windowFaultText(target.fault))
    if (!target.ok || target.value === null || outlook === null) return
    if (outlook.ok) setStep({ at: 'confirm', target: target.value, outlook: outlook.value })
    else setRefusal(`不能${verb}到 ${target.value.path}。${windowFaultText(outlook.fault)}`)
  }

  const run = async (target: TransferTarget): Promise<void> => {
    const { state } = session
    const isOpen = state.book?.id === book.id
    // what is on screen goes along
    if (isOpen && !(await session.leave())) return
    const base = isOpen ? state.book.status().summary.revision : book.revision
    setIsWorking(true)
    const done = await session.ask('transfer.run', { book: book.id, base, how, target: target.token })
    setIsWorking(false)
    if (!done.ok) {
      setRefusal(`没有${verb}，两个账套都没有改动。${windowFaultText(done.fault)}`)
      return
    }
    setRefusal(null)
    setStep({ at: 'done', target, done: done.value })
    if (how === 'moved') await bookLeft(session, book.id)
  }

  const openThere = (target: TransferTarget, { path, book: there }: Transferred): void => {
    onClose()
    // the window opens the book that was looked at last in a ledger
    remember(`book.${path}`, there.id)
    void session.withLedger('正在打开账套', () => session.ask('transfer.open', { target: target.token }))
  }

  const fault = refusal === null ? null : <Alert type="error" showIcon title={refusal} className="form-alert" />
  if (step.at === 'where')
    return (
      <Where
        {...{ title, department: book.department, verb, isWorking, fault, onClose }}
        onNext={(choice) => void look(choice)}
      />
    )
  if (step.at === 'confirm') {
    const { target, outlook } = step
    return (
      <Modal
        open
        title={title}
        width={640}
        onCancel={onClose}
        footer={[
          <Button
            key="back"
            disabled={isWorking}
            onClick={() => {
              setRefusal(null)
              setStep({ at: 'where' })
            }}
          >
            上一步
          </Button>,
          <Button key="go" type="primary" loading={isWorking} onClick={() => void run(target)}>
            {outlook.resumes ? '完成转移' : verb}
          </Button>,
        ]}
      >
        {fault}
        <Outlook outlook={outlook} target={target} how={how} />
      </Modal>
    )
  }
  const { target, done } = step
  return (
    <Modal
      open
      title={`已${verb}`}
      width={640}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          留在本账套
        </Button>,
        <Button key="open" type="primary" onClick={() => openThere(target, done)}>
          打开那个账套
        </Button>,
      ]}
    >
      <Alert
        type="success"
        showIcon
        className="form-alert"
        title={
          done.wasThere
            ? `${book.year} 年度决算早先已到 ${target.name}，上次中断的转移已经完成。`
            : `${book.department} ${book.year} 年度决算已${verb}到${done.created ? '新建的' : ''}账套 ${target.name}。`
        }
        description={target.path}
      />
      <Remarks remarks={done.remarks} />
      {how === 'moved' && (
        <p>本账套留下一份只能查看的记录，列在目录的“已转出”中；需要时可以在本账套另行新建这一年度。</p>
      )}
    </Modal>
  )
}

type WhereProps = {
  readonly title: string
  readonly department: string
  readonly verb: string
  readonly isWorking: boolean
  readonly fault: React.ReactNode
  readonly onNext: (choice: Asked<'transfer.choose'>) => void
  readonly onClose: () => void
}

/** A ledger known from before, one that is pointed out, or a new one. */
function Where({ title, department, verb, isWorking, fault, onNext, onClose }: WhereProps) {
  const session = useSession()
  const start = useFrame((state) => state.start)
  useEffect(() => void refreshRecent(session), [session])
  const label = useId()
  const known = (start?.recent ?? [])
    .map((one, recent) => ({ ...one, recent }))
    .filter(({ path, present }) => present && path !== start?.ledger?.path)
  // a browser cannot write where a person points
  const canPoint = start?.shell === 'desktop'
  const [choice, setChoice] = useState<number | 'existing' | 'new'>(known[0]?.recent ?? 'new')
  const [name, setName] = useState(`${department}决算`)
  const next = (): void => {
    if (choice === 'new') onNext({ kind: 'new', name: name.trim() })
    else onNext(choice === 'existing' ? { kind: 'existing' } : { kind: 'recent', recent: choice })
  }
  return (
    <Modal
      open
      title={title}
      width={640}
      okText="下一步"
      cancelText="取消"
      okButtonProps={{ disabled: isWorking || (choice === 'new' && name.trim() === '') }}
      onOk={next}
      onCancel={onClose}
    >
      {fault}
      <p id={label}>{verb}到哪个账套？</p>
      <Radio.Group
        className="transfer-places"
        aria-labelledby={label}
        value={choice}
        onChange={({ target }) => setChoice(target.value as typeof choice)}
      >
        {known.map(({ name: called, path, recent }) => (
          <Radio key={path} value={recent}>
            {called}
            <span className="transfer-path">{path}</span>
          </Radio>
        ))}
        {canPoint && <Radio value="existing">另选账套文件…</Radio>}
        <Radio value="new">新建账套</Radio>
      </Radio.Group>
      {choice === 'new' && (
        <label className="field transfer-new">
          新账套的名称
          <Input value={name} maxLength={100} onChange={({ target }) => setName(target.value)} onPressEnter={next} />
          <span className="hint">
            {canPoint ? '下一步选择存放的文件夹。' : '存放在“文稿”中的“部门决算”文件夹。'}转移或复制之前不会建立文件。
          </span>
        </label>
      )}
      {!canPoint && (
        <p className="hint">
          浏览器里只能转到列出的账套或新账套。账套文件在别处时，先用“文件 → 打开账套”打开一次，它就会列在这里。
        </p>
      )}
    </Modal>
  )
}

type OutlookProps = { readonly outlook: TransferOutlook; readonly target: TransferTarget; readonly how: Passage }

function Outlook({ outlook: { book, steps, resumes, remarks }, target, how }: OutlookProps) {
  const ledger = useFrame((state) => state.start?.ledger)
  const { edition, trust, state, sealing } = book
  const history = passageWords(book)
  return (
    <>
      {resumes && (
        <Alert
          type="info"
          showIcon
          className="form-alert"
          title="上次的转移中断了：那个账套已经有这份决算，本账套还没有结束。"
          description="再转移一次就接着完成，不会多出一份。"
        />
      )}
      <Remarks remarks={remarks} />
      <table className="plain transfer-facts">
        <tbody>
          <tr>
            <th>从</th>
            <td>
              {ledger?.name}
              <span className="transfer-path">{ledger?.path}</span>
            </td>
          </tr>
          <tr>
            <th>到</th>
            <td>
              {target.name}
              {target.isNew && '（新建）'}
              <span className="transfer-path">{target.path}</span>
            </td>
          </tr>
          <tr>
            <th>决算</th>
            <td>
              {book.department} {book.year} 年度，{stateWords[state]}
              {history !== '' && <span className="hint">（{history}）</span>}
            </td>
          </tr>
          <tr>
            <th>一起过去</th>
            <td>
              <ul className="transfer-goes">
                <li>各表的数、文字和审核说明</li>
                <li>全部操作记录，{steps} 条</li>
                <li>
                  套表 {edition.name} 第 {edition.revision} 版，连同科目表
                  {trust === 'unverified' && <span className="tag tag-unverified">未核实</span>}
                </li>
                {sealing !== null && (
                  <li>
                    {momentText(sealing.time)} 上报时留存的文件，逐字节相同：{sealing.files.join('、')}
                  </li>
                )}
              </ul>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="hint">
        {how === 'moved'
          ? '转移后，本账套留下一份只能查看的记录（操作记录和留存的上报文件），注明转到了哪里。'
          : '复制后，本账套不变；此后两份各改各的，不能再合并。'}
        过去以后，以前的操作仍列在操作记录里，但不能撤销。
      </p>
    </>
  )
}

const Remarks = ({ remarks }: { readonly remarks: readonly string[] }) =>
  remarks.map((text) => <Alert key={text} type="warning" showIcon title={text} className="form-alert" />)
