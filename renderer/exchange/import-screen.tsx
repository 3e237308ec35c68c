import { Alert, Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import type { FileToken, ImportPreview } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { MoreRows, mostShown } from '../kit/more-rows.tsx'
import { conflictKey, plainChanges, previewWords, readable } from './preview.ts'

/** What an import would change, before it does: everything at once, or conflicts cell by cell. */
export function ImportScreen({
  book,
  file,
  preview,
  onClose,
}: {
  readonly book: OpenedBook
  readonly file: FileToken
  readonly preview: ImportPreview
  readonly onClose: () => void
}) {
  const session = useSession()
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set())
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const { cleared, conflicts, forms, notUnderstood, remarks, texts } = preview
  const isDocument = preview.kind === 'pdf' || preview.kind === 'text'
  const isNothingKept = texts.length === 0
  const changes = plainChanges(preview)
  const words = previewWords(preview)
  const isNothing = preview.stored === 0 && cleared.length === 0 && conflicts.length === 0 && isNothingKept

  const apply = async (): Promise<void> => {
    setIsWorking(true)
    const done = await book.importFile(file.token, [...refused])
    setIsWorking(false)
    if (!done.ok) {
      setRefusal(windowFaultText(done.fault))
      return
    }
    onClose()
    session.notice(`已导入 ${preview.file}，可以用“撤销”退回`, 'success')
  }
  const setAll = (isRefused: boolean): void => setRefused(new Set(isRefused ? conflicts.map(conflictKey) : []))
  const toggle = (key: string): void => {
    const next = new Set(refused)
    if (!next.delete(key)) next.add(key)
    setRefused(next)
  }
  return (
    <Modal
      open
      title={`导入 ${preview.file}`}
      width="min(1080px, 94vw)"
      className="import-screen"
      onCancel={onClose}
      footer={[
        <Button key="no" onClick={onClose}>
          不导入
        </Button>,
        <Button key="yes" type="primary" loading={isWorking} disabled={isNothing} onClick={() => void apply()}>
          {conflicts.length === 0
            ? '全部导入'
            : refused.size === 0
              ? '全部接受并导入'
              : `导入（${refused.size} 处来源数不采用）`}
        </Button>,
      ]}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <p className="import-lead">{words.lead}</p>
      {remarks.map(({ sheet, cell, text, reason }) => (
        <Alert
          key={sheet + cell + text + reason}
          type="warning"
          showIcon
          className="form-alert"
          title={[sheet, isDocument ? cell : '', text, reason].filter((part) => part !== '').join('：')}
        />
      ))}
      {isNothing && <Alert type="info" showIcon title="文件里的数与决算完全相同，没有要导入的内容。" />}
      {/* a region that scrolls must be reachable by keys */}
      <div className="import-lists" tabIndex={0} role="region" aria-label="导入的内容">
        {conflicts.length > 0 && (
          <section>
            <h3>
              与公式不符 <span className="count">{conflicts.length}</span>
            </h3>
            <p className="hint">
              这些格由公式计算，文件上却是另一个数。采用：把文件上的数记在旁边，审核结果会列出差异；不采用：只用公式的数。
            </p>
            <div className="import-all">
              <Button size="small" onClick={() => setAll(false)}>
                全部采用
              </Button>
              <Button size="small" onClick={() => setAll(true)}>
                全部不采用
              </Button>
            </div>
            <table className="plain">
              <thead>
                <tr>
                  <th>采用</th>
                  <th>单元格</th>
                  <th className="number">按公式</th>
                  <th className="number">文件上</th>
                  <th>出处</th>
                </tr>
              </thead>
              <tbody>
                {conflicts.slice(0, mostShown).map((conflict) => {
                  const key = conflictKey(conflict)
                  return (
                    <tr key={key}>
                      <td>
                        <Checkbox
                          checked={!refused.has(key)}
                          onChange={() => toggle(key)}
                          aria-label={`采用 ${conflict.cell}`}
                        />
                      </td>
                      <td>{conflict.cell}</td>
                      <td className="number">{readable(conflict.computed)}</td>
                      <td className="number">{readable(conflict.given)}</td>
                      <td className="hint">{conflict.at}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
            <MoreRows count={conflicts.length} />
          </section>
        )}
        {notUnderstood.length > 0 && (
          <section>
            <h3>
              没有看懂 <span className="count">{notUnderstood.length}</span>
            </h3>
            <p className="hint">这些内容不会导入，请在文件里改正后再导入，或导入后手工填写。</p>
            <table className="plain">
              <thead>
                <tr>
                  <th>{isDocument ? '表' : '工作表'}</th>
                  <th>{isDocument ? '页' : '单元格'}</th>
                  <th>内容</th>
                  <th>原因</th>
                </tr>
              </thead>
              <tbody>
                {notUnderstood.slice(0, mostShown).map(({ sheet, cell, text, reason }, number) => (
                  // the same text may stand on a page twice
                  <tr key={`${number} ${sheet}!${cell}`}>
                    <td>{sheet}</td>
                    <td>{cell}</td>
                    <td>{text}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <MoreRows count={notUnderstood.length} />
          </section>
        )}
        {isDocument && (
          <section>
            <h3>
              读入的表 <span className="count">{forms.length}</span>
            </h3>
            <table className="plain">
              <thead>
                <tr>
                  <th>表</th>
                  <th>页</th>
                  <th className="number">读出的数</th>
                  <th className="number">与公式不符</th>
                  <th className="number">没有看懂</th>
                </tr>
              </thead>
              <tbody>
                {forms.map(({ form, sheet, values, place }) => (
                  <tr key={form}>
                    <td>{sheet}</td>
                    <td>{place}</td>
                    <td className="number">{values}</td>
                    <td className="number">{conflicts.filter((one) => one.form === form).length}</td>
                    <td className="number">{notUnderstood.filter((one) => one.sheet === sheet).length}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {texts.length > 0 && (
          <section>
            <h3>
              读入的文字 <span className="count">{texts.length}</span>
            </h3>
            <table className="plain">
              <thead>
                <tr>
                  <th>内容</th>
                  <th>页</th>
                  <th>文字</th>
                </tr>
              </thead>
              <tbody>
                {texts.slice(0, mostShown).map(({ slot, name, text, place }) => (
                  <tr key={slot}>
                    <td>{name}</td>
                    <td>{place}</td>
                    <td>{text.length > 80 ? `${text.slice(0, 80)}…` : text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <MoreRows count={texts.length} />
          </section>
        )}
        {cleared.length > 0 && (
          <section>
            <h3>
              将要清空 <span className="count">{cleared.length}</span>
            </h3>
            <p className="hint">文件上这些格是空白。</p>
            <table className="plain">
              <thead>
                <tr>
                  <th>单元格</th>
                  <th className="number">现在</th>
                </tr>
              </thead>
              <tbody>
                {cleared.slice(0, mostShown).map(({ form, row, column, was }) => (
                  <tr key={`${form}!${row}!${column}`}>
                    <td>{words.name(book.names, form, row, column)}</td>
                    <td className="number">{readable(was)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <MoreRows count={cleared.length} />
          </section>
        )}
        {changes.length > 0 && (
          <section>
            <h3>
              要写入的内容 <span className="count">{changes.length}</span>
            </h3>
            <table className="plain">
              <thead>
                <tr>
                  <th>内容</th>
                  <th className="number">现在</th>
                  <th className="number">导入后</th>
                </tr>
              </thead>
              <tbody>
                {changes.slice(0, mostShown).map(({ key, cell, before, after }) => (
                  <tr key={key}>
                    <td>{cell}</td>
                    <td className="number">{readable(before)}</td>
                    <td className="number">{readable(after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <MoreRows count={changes.length} />
          </section>
        )}
      </div>
    </Modal>
  )
}
