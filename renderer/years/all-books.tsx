import { Alert, Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import type { FullBook } from '../../shared/channels/transfer-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { momentText } from '../kit/moments.ts'
import { passageWords, stateWords } from './transfer-words.ts'
import './transfer.css'

const columns = ['年度', '状态', '套表', '最后改动', '转入转出', '留存的上报文件', '操作'] as const

/** 全部决算: every book of every department of the ledger, also those that left, with where they came from and went. */
export function AllBooks({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const ledger = useFrame((state) => state.start?.ledger) ?? null
  const shown = useFrame((state) => state.books)
  const [books, setBooks] = useState<readonly FullBook[] | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    void session.ask('books.all', {}).then((listed) => {
      if (listed.ok) setBooks(listed.value)
      else setRefusal(windowFaultText(listed.fault))
    })
    // whenever the list beside the forms changes, so does this one
  }, [session, shown])
  const departments = [...new Set((books ?? []).map(({ department }) => department))]
  const open = (id: number): void => {
    onClose()
    void session.openBook(id)
  }
  return (
    <Modal
      open
      title={ledger === null ? '全部决算' : `全部决算：${ledger.name}`}
      width="min(1080px, 94vw)"
      onCancel={onClose}
      footer={<Button onClick={onClose}>关闭</Button>}
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      {books?.length === 0 && <p>账套里还没有决算。</p>}
      {/* a region that scrolls must be reachable by keys */}
      <div className="all-books" tabIndex={0} role="region" aria-label="全部决算">
        {departments.map((department) => (
          <section key={department}>
            <h3>{department}</h3>
            <table className="plain">
              <colgroup>
                {columns.map((title) => (
                  <col key={title} />
                ))}
              </colgroup>
              <thead>
                <tr>
                  {columns.map((title) => (
                    <th key={title}>{title === '操作' ? <span className="unseen">{title}</span> : title}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(books ?? [])
                  .filter((book) => book.department === department)
                  .sort((a, b) => b.year - a.year)
                  .map((book) => (
                    <tr key={book.id} className={book.state === 'moved' ? 'is-moved' : undefined}>
                      <td className="years-short">{book.year}</td>
                      <td className="years-short">
                        {book.state === 'sealed' ? (
                          <span className="tag tag-sealed">已上报</span>
                        ) : (
                          stateWords[book.state]
                        )}
                      </td>
                      <td className="years-short">
                        {book.edition.name} 第 {book.edition.revision} 版{' '}
                        {book.trust === 'unverified' && <span className="tag tag-unverified">未核实</span>}
                        {book.trust === null && <span className="tag tag-unverified">不能识别</span>}
                      </td>
                      <td className="years-short">{momentText(book.changed).slice(0, 16)}</td>
                      <td>{passageWords(book)}</td>
                      <td>{book.sealing?.files.join('、')}</td>
                      <td className="years-short number">
                        {book.state === 'moved' ? (
                          <Button
                            size="small"
                            type="link"
                            onClick={() => session.showDialog({ kind: 'moved-book', book: book.id })}
                          >
                            查看…
                          </Button>
                        ) : (
                          <>
                            <Button size="small" type="link" onClick={() => open(book.id)}>
                              打开
                            </Button>
                            <Button
                              size="small"
                              type="link"
                              onClick={() => session.showDialog({ kind: 'transfer', book: book.id, how: 'copied' })}
                            >
                              复制…
                            </Button>
                            <Button
                              size="small"
                              type="link"
                              disabled={ledger?.readOnly === true}
                              onClick={() => session.showDialog({ kind: 'transfer', book: book.id, how: 'moved' })}
                            >
                              转移…
                            </Button>
                          </>
                        )}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
    </Modal>
  )
}
