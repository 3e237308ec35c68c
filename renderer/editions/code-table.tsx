import { Alert, Button, Modal, Radio } from 'antd'
import { useEffect, useState } from 'react'
import type { CodesImported, EditionInfo } from '../../shared/channels/edition-values.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { NamedSelect } from '../kit/named-select.tsx'
import './editions.css'
import { MoreRows, mostShown } from '../kit/more-rows.tsx'
import { lookForRevision } from './look-for-revision.ts'
import { revisionWord } from './revision-words.ts'

type Table = 'functional' | 'economic'
const tableWords: Readonly<Record<Table, string>> = { functional: '功能分类', economic: '经济分类' }

/** 更换科目表: a file in place of one of an edition's code tables, with what it changes shown first. */
export function CodeTable({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const book = useFrame((state) => state.book)
  const [editions, setEditions] = useState<readonly EditionInfo[]>([])
  const [edition, setEdition] = useState<string | null>(null)
  const [table, setTable] = useState<Table>('functional')
  const [file, setFile] = useState<FileToken | null>(null)
  const [looked, setLooked] = useState<CodesImported | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)

  const used = book?.engine.edition.edition.head.edition
  useEffect(() => {
    void session.ask('editions.all', {}).then((listed) => {
      if (!listed.ok) {
        setRefusal(windowFaultText(listed.fault))
        return
      }
      // the newest revision of each name, which is the one that is changed
      const newest = listed.value.filter(
        (one, at) => listed.value.findIndex((other) => other.edition === one.edition) === at,
      )
      setEditions(newest)
      setEdition(newest.find((one) => one.edition === used)?.edition ?? newest.at(-1)?.edition ?? null)
    })
  }, [session, used])

  useEffect(() => {
    setLooked(null)
    if (file === null || edition === null) return
    let isCurrent = true
    setRefusal(null)
    setIsWorking(true)
    void session.ask('editions.importCodes', { file: file.token, edition, table, hash: null }).then((found) => {
      if (!isCurrent) return
      setIsWorking(false)
      if (found.ok) setLooked(found.value)
      else setRefusal(`不能更换，账套没有改动。${windowFaultText(found.fault)}`)
    })
    return () => {
      isCurrent = false
    }
  }, [session, file, edition, table])

  const choose = async (): Promise<void> => {
    const chosen = await session.ask('editions.chooseCodes', {})
    if (!chosen.ok) setRefusal(windowFaultText(chosen.fault))
    else if (chosen.value !== null) setFile(chosen.value)
  }
  const replace = async (): Promise<void> => {
    if (file === null || edition === null || looked === null) return
    setIsWorking(true)
    const request = { file: file.token, edition, table, hash: looked.edition.hash }
    const done = await session.ask('editions.importCodes', request)
    setIsWorking(false)
    if (!done.ok) {
      setRefusal(`不能更换，账套没有改动。${windowFaultText(done.fault)}`)
      return
    }
    session.notice(`已更换${tableWords[table]}科目表，套表成为${revisionWord(done.value.edition)}`, 'success')
    void lookForRevision(session)
    session.showDialog({ kind: 'editions' })
  }
  const chosen = editions.find((one) => one.edition === edition)
  const isSame = looked?.isKnown === true
  return (
    <Modal
      open
      title="更换科目表"
      width="min(760px, 94vw)"
      className="tall-dialog"
      style={{ top: 40 }}
      onCancel={onClose}
      footer={[
        <Button key="back" onClick={() => session.showDialog({ kind: 'editions' })}>
          返回套表
        </Button>,
        <Button
          key="yes"
          type="primary"
          disabled={looked === null || isSame || isWorking}
          onClick={() => void replace()}
        >
          更换
        </Button>,
      ]}
    >
      <div className="codes-choices">
        <label className="codes-choice">
          <span>套表</span>
          <NamedSelect<string>
            name="套表"
            value={edition}
            onChange={setEdition}
            options={editions.map((one) => ({ value: one.edition, label: one.title }))}
          />
        </label>
        <div className="codes-choice" role="group" aria-label="科目表">
          <span>科目表</span>
          <Radio.Group value={table} onChange={({ target }) => setTable(target.value as Table)}>
            <Radio value="functional">功能分类</Radio>
            <Radio value="economic">经济分类</Radio>
          </Radio.Group>
        </div>
        {chosen !== undefined && (
          <p className="hint codes-now">
            现在用的是：{chosen[table].table}，{chosen[table].codes} 个科目
          </p>
        )}
        <div className="codes-choice">
          <span>文件</span>
          <Button type={file === null ? 'primary' : 'default'} onClick={() => void choose()}>
            {file === null ? '选择文件…' : '另选文件…'}
          </Button>
          <strong className="codes-file">{file?.name}</strong>
        </div>
      </div>
      <p className="hint">
        CSV 或 Excel，第一行有“科目编码”“科目名称”（功能分类可以再有“资金性质”），每个科目的上级科目也要在表中。
      </p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {looked !== null && <Changes looked={looked} table={table} isSame={isSame} />}
    </Modal>
  )
}

type ChangesProps = { readonly looked: CodesImported; readonly table: Table; readonly isSame: boolean }

function Changes({ looked, table, isSame }: ChangesProps) {
  const { added, dropped, renamed, edition } = looked
  if (isSame)
    return <Alert type="info" showIcon className="form-alert" title="文件与现在的科目表完全相同，没有要更换的内容。" />
  const rows = [
    ...renamed.map(({ code, from, to }) => ({ kind: '改名', code, name: `${from} → ${to}` })),
    ...added.map(({ code, name }) => ({ kind: '新增', code, name })),
    ...dropped.map(({ code, name }) => ({ kind: '减少', code, name })),
  ]
  return (
    <>
      <Alert
        type="warning"
        showIcon
        className="form-alert"
        title={`文件有 ${edition[table].codes} 个科目：新增 ${added.length} 个，减少 ${dropped.length} 个，改名 ${renamed.length} 个。`}
        description="更换后新建的决算按新的科目表填报；正在填报的决算不变，上方会提示可以改用。"
      />
      {rows.length > 0 && (
        // a region that scrolls must be reachable by keys
        <div className="tall-list" tabIndex={0} role="region" aria-label="科目的变化">
          <table className="plain">
            <thead>
              <tr>
                <th>变化</th>
                <th>科目编码</th>
                <th>科目名称</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, mostShown).map(({ kind, code, name }) => (
                <tr key={kind + code}>
                  <td className="editions-short">{kind}</td>
                  <td className="editions-short">{code}</td>
                  <td>{name}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <MoreRows count={rows.length} />
        </div>
      )}
    </>
  )
}
