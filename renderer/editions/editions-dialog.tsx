import { Alert, Button, Modal, Tooltip } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import type { Output } from '../../shared/channels/channels.ts'
import type { EditionInfo } from '../../shared/channels/edition-values.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import './editions.css'
import { lookForRevision } from './look-for-revision.ts'
import { revisionWord } from './revision-words.ts'

type Looked = { readonly file: FileToken } & Output<'editions.import'>

/** 套表: those of the program and of the ledger, how far each can be trusted, and the ways to bring others. */
export function EditionsDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const ledger = useFrame((state) => state.start?.ledger) ?? null
  const [editions, setEditions] = useState<readonly EditionInfo[] | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [looked, setLooked] = useState<Looked | null>(null)
  const [kept, setKept] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const whyNot = ledger === null ? '请先打开账套：套表存在账套里' : ledger.readOnly ? '账套以只读方式打开' : null

  const list = useCallback(async () => {
    const listed = await session.ask('editions.all', {})
    if (listed.ok) setEditions(listed.value)
    else setRefusal(windowFaultText(listed.fault))
  }, [session])
  useEffect(() => void list(), [list])

  const choose = async (): Promise<void> => {
    setRefusal(null)
    setLooked(null)
    setKept(null)
    const file = await session.ask('editions.choose', {})
    if (!file.ok) setRefusal(windowFaultText(file.fault))
    if (!file.ok || file.value === null) return
    setIsWorking(true)
    const found = await session.ask('editions.import', { file: file.value.token, hash: null })
    setIsWorking(false)
    if (found.ok) setLooked({ file: file.value, ...found.value })
    else setRefusal(`没有导入，账套没有改动。${windowFaultText(found.fault)}`)
  }
  const keep = async ({ file, edition }: Looked): Promise<void> => {
    setIsWorking(true)
    const done = await session.ask('editions.import', { file: file.token, hash: edition.hash })
    setIsWorking(false)
    setLooked(null)
    if (!done.ok) {
      setRefusal(`没有导入，账套没有改动。${windowFaultText(done.fault)}`)
      return
    }
    setKept(`“${edition.title}”已存入账套，新建决算时可以选用。`)
    await Promise.all([list(), lookForRevision(session)])
  }
  return (
    <Modal
      open
      title="套表"
      width="min(1040px, 94vw)"
      className="tall-dialog"
      style={{ top: 40 }}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          关闭
        </Button>,
        <Tooltip key="codes" title={whyNot}>
          <Button disabled={whyNot !== null} onClick={() => session.showDialog({ kind: 'code-table' })}>
            更换科目表…
          </Button>
        </Tooltip>,
        <Tooltip key="import" title={whyNot}>
          <Button type="primary" disabled={whyNot !== null || isWorking} onClick={() => void choose()}>
            导入套表文件…
          </Button>
        </Tooltip>,
      ]}
    >
      <p className="hint editions-lead">
        套表规定有哪些报表、行和栏，怎样计算和审核。导入的套表存在账套里，随账套走；已有的决算仍按原来的套表填报。
      </p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {kept !== null && <Alert type="success" showIcon title={kept} className="form-alert" />}
      {looked !== null && (
        <Alert
          type={looked.isKnown ? 'info' : 'warning'}
          showIcon
          className="form-alert"
          title={looked.isKnown ? `${looked.file.name} 中的套表已经有了，不用导入` : `导入 ${looked.file.name}？`}
          description={<Facts edition={looked.edition} />}
          action={
            looked.isKnown ? (
              <Button size="small" onClick={() => setLooked(null)}>
                知道了
              </Button>
            ) : (
              <div className="editions-choice">
                <Button size="small" type="primary" disabled={isWorking} onClick={() => void keep(looked)}>
                  存入账套
                </Button>
                <Button size="small" onClick={() => setLooked(null)}>
                  不导入
                </Button>
              </div>
            )
          }
        />
      )}
      {looked === null && <RevisionLine />}
      {/* a region that scrolls must be reachable by keys */}
      <div className="tall-list" tabIndex={0} role="region" aria-label="套表列表">
        <table className="plain editions-list">
          <thead>
            <tr>
              <th>套表</th>
              <th>年度</th>
              <th>版次</th>
              <th>报表</th>
              <th>依据</th>
              <th>出处</th>
            </tr>
          </thead>
          <tbody>
            {(editions ?? []).map((edition) => (
              <Row key={edition.hash} edition={edition} />
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  )
}

function Row({ edition }: { readonly edition: EditionInfo }) {
  const books = useFrame((state) => state.books)
  const users = books.filter((book) => book.edition.hash === edition.hash)
  const severalDepartments = new Set(books.map(({ department }) => department)).size > 1
  return (
    <tr>
      <td className="editions-name">
        <strong>{edition.title}</strong>
        <div className="hint">{edition.edition}</div>
        {users.length > 0 && (
          <div className="hint">
            本账套在用：
            {users
              .map(({ department, year }) => (severalDepartments ? `${department} ${year} 年度` : `${year} 年度`))
              .join('、')}
          </div>
        )}
      </td>
      <td className="editions-short">{edition.year}</td>
      <td className="editions-short">{revisionWord(edition)}</td>
      <td className="editions-short">
        {edition.forms} 张<div className="hint">附表 {edition.supplements} 张</div>
      </td>
      <td>
        <Basis edition={edition} />
      </td>
      <td className="editions-short">{edition.isBuiltIn ? '程序自带' : '本账套'}</td>
    </tr>
  )
}

/** Where an edition comes from; an unverified one says so first. */
function Basis({ edition: { trust, source, functional, economic } }: { readonly edition: EditionInfo }) {
  return (
    <>
      {trust === 'unverified' && <span className="tag tag-unverified">未核实</span>}
      {trust === 'published' && <span className="tag tag-published">按公开的报表</span>}
      <div>{source}</div>
      <div className="hint">
        科目：{functional.table} {functional.codes} 个；{economic.table} {economic.codes} 个
      </div>
    </>
  )
}

function Facts({ edition }: { readonly edition: EditionInfo }) {
  const { title, year, forms, supplements, follows } = edition
  return (
    <div className="editions-facts">
      <strong>{title}</strong>
      <div>
        {edition.edition}，{year} 年度，{revisionWord(edition)}，报表 {forms} 张，附表 {supplements} 张
        {follows.length > 0 && `；能承接 ${follows.join('、')} 的决算`}
      </div>
      <Basis edition={edition} />
    </div>
  )
}

/** That the open book could have a newer revision, also where the notice was put off. */
function RevisionLine() {
  const session = useSession()
  const newer = useFrame((state) => state.newer)
  const book = useFrame((state) => state.book)
  if (newer === null || book === null || book.readOnly) return null
  return (
    <Alert
      type="info"
      showIcon
      className="form-alert"
      title={`正在填报的 ${book.year} 年度决算用的是${revisionWord(newer.from)}，现有${revisionWord(newer.to)}。`}
      action={
        <Button size="small" onClick={() => session.showDialog({ kind: 'revision' })}>
          查看…
        </Button>
      }
    />
  )
}
