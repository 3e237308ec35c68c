import { Alert, Button, Modal, Spin } from 'antd'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { RevisionShown } from '../../shared/channels/edition-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import './editions.css'
import { MoreRows, mostShown } from '../kit/more-rows.tsx'
import { putOff, revisionWord } from './revision-words.ts'

/** What a newer revision of the edition would do to the book; taking it is one step that undo does not cross. */
export function RevisionDialog({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const path = useFrame((state) => state.start?.ledger?.path) ?? ''
  const [offer, setOffer] = useState<RevisionShown | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  useEffect(() => {
    void (async () => {
      // what is on screen is what it is worked out for
      if (!(await session.leave())) {
        setRefusal('还有改动没有保存，请先重试保存，再查看新版次。')
        return
      }
      const shown = await session.ask('book.revisionPreview', { book: book.id })
      if (!shown.ok) setRefusal(windowFaultText(shown.fault))
      else if (shown.value === null) setRefusal('已是最新的版次，不用更新。')
      else setOffer(shown.value)
    })()
  }, [session, book])

  const take = async ({ to }: RevisionShown): Promise<void> => {
    setIsWorking(true)
    const base = book.status().summary.revision
    const taken = await session.ask('book.takeRevision', { book: book.id, base, hash: to.hash })
    setIsWorking(false)
    if (!taken.ok) {
      setRefusal(windowFaultText(taken.fault))
      return
    }
    onClose()
    await Promise.all([session.reopenBook(), session.refreshBooks()])
    session.notice(`套表已改为${revisionWord(to)}，记入操作记录`, 'success')
  }
  return (
    <Modal
      open
      title="套表的新版次"
      width="min(920px, 94vw)"
      className="tall-dialog"
      style={{ top: 40 }}
      onCancel={onClose}
      footer={[
        <Button
          key="later"
          onClick={() => {
            if (offer !== null) putOff(path, book.id, offer.to.hash)
            onClose()
          }}
        >
          以后再说
        </Button>,
        <Button
          key="take"
          type="primary"
          loading={isWorking}
          disabled={offer === null || book.readOnly}
          onClick={() => offer !== null && void take(offer)}
        >
          {offer === null ? '改用新版次' : `改用${revisionWord(offer.to)}`}
        </Button>,
      ]}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {offer === null && refusal === null && <Spin />}
      {offer !== null && <Offer offer={offer} book={book} />}
    </Modal>
  )
}

function Offer({ offer, book }: { readonly offer: RevisionShown; readonly book: OpenedBook }) {
  const { title, from, to, cells, lost, beside, moved, checks, codes, before, after } = offer
  const counted = ({ errors, verify, hints }: RevisionShown['before']): string =>
    `基本平衡不符 ${errors} 处，核实性不符 ${verify} 处，提示 ${hints} 处`
  const isPlain = lost.length + beside.length + moved.length === 0
  return (
    <>
      <p className="import-lead">
        {book.department} {book.year} 年度决算：{title}（{offer.edition}），{revisionWord(from)} → {revisionWord(to)}
      </p>
      <Alert
        type={lost.length > 0 ? 'warning' : 'info'}
        showIcon
        className="form-alert"
        title={
          isPlain
            ? '已填的数和文字都保留，没有数会变。'
            : `有 ${lost.length} 项不再有位置，${beside.length} 项改为计算，${moved.length} 个数会变。`
        }
        description={
          <>
            <div>
              审核结果：{counted(before)} → {counted(after)}
            </div>
            <div>改用后记为一步操作，不能用“撤销”退回；需要反悔时用备份恢复（改用之前会自动备份）。</div>
          </>
        }
      />
      {/* a region that scrolls must be reachable by keys */}
      <div className="import-lists tall-list" tabIndex={0} role="region" aria-label="新版次的变化">
        <Section
          title="不再有的数和文字"
          hint="新版次没有地方放，改用后只在操作记录里查得到。"
          head={['内容', '现在']}
          rows={lost.map(({ name, value }) => [name, value])}
        />
        <Section
          title="改为由程序计算"
          hint="原来填的数留作核对，不符时列入审核结果。"
          head={['单元格', '填列的数']}
          rows={beside.map(({ name, value }) => [name, value ?? ''])}
        />
        <Section
          title="会变的数"
          head={['单元格', '现在', '改用后']}
          rows={moved.map((one) => [one.name, one.from ?? '（空）', one.to ?? '（空）'])}
        />
        <Section
          title="单元格"
          head={['单元格', '变化']}
          rows={[
            ...cells.added.map(({ name, kind }) => [name, `新增（${kind}）`]),
            ...cells.dropped.map(({ name }) => [name, '取消']),
            ...cells.changed.map(({ name, was, kind }) => [name, `${was} → ${kind}`]),
          ]}
        />
        <Section
          title="审核公式"
          head={['公式', '变化']}
          rows={[
            ...checks.added.map(({ check, title: text }) => [`${check} ${text}`, '新增']),
            ...checks.dropped.map(({ check, title: text }) => [`${check} ${text}`, '取消']),
            ...checks.changed.map(({ check, title: text }) => [`${check} ${text}`, '修改']),
          ]}
        />
        <Section
          title="本决算用到的科目"
          head={['科目', '变化']}
          rows={[
            ...codes.dropped.map(({ code, name }) => [`${code} ${name}`, '科目表中不再有，照样保留，请核对']),
            ...codes.renamed.map((one) => [one.code, `${one.from} → ${one.to}`]),
          ]}
        />
      </div>
    </>
  )
}

type SectionProps = {
  readonly title: string
  readonly hint?: ReactNode
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

function Section({ title, hint, head, rows }: SectionProps) {
  if (rows.length === 0) return null
  return (
    <section>
      <h3>
        {title} <span className="count">{rows.length}</span>
      </h3>
      {hint !== undefined && <p className="hint">{hint}</p>}
      <table className="plain revision-rows">
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text}>{text}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostShown).map((row, number) => (
            // a name may occur twice, as a value typed and one beside it
            <tr key={`${number} ${row[0]}`}>
              {row.map((text, at) => (
                <td key={head[at]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <MoreRows count={rows.length} />
    </section>
  )
}
