import { Alert, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { RollForwardShown } from '../../shared/channels/year-values.ts'
import { valueText } from '../../shared/words/cells.ts'
import { type PreviewGroup, previewGroups, searched } from './preview-groups.ts'

const mostShown = 200

/** What a new year would consist of, and what not: everything the old book says is in one of the groups. */
export function NewYearPreview({ shown }: { readonly shown: RollForwardShown }) {
  const [words, setWords] = useState('')
  const groups = useMemo(() => previewGroups(shown), [shown])
  const { from, to, closings, differences, namesYears, remarks, unknownCodes } = shown
  const all = groups.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="new-year-preview">
      <p className="new-year-lead">
        {from.year} 年度的 {all} 项全部列在下面。年末结转和结余：
        <strong>{valueText(closings.follows, 'amount')}</strong> 万元成为 {to.year} 年度的年初数
        {closings.byHand !== 0 && (
          <>
            ，<strong className="severity-words-verify">{valueText(closings.byHand, 'amount')}</strong> 万元需人工分配
          </>
        )}
        {closings.lost !== 0 && (
          <>
            ，<strong className="severity-words-error">{valueText(closings.lost, 'amount')}</strong>{' '}
            万元在新套表里没有位置
          </>
        )}
        。套表：{to.title}。
      </p>
      {remarks.map((remark) => (
        <Alert key={remark} type="warning" showIcon title={remark} className="form-alert" />
      ))}
      <Input.Search
        autoFocus
        allowClear
        aria-label="在各项中查找"
        placeholder="查找：科目编码、名称、原因……"
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      {/* a region that scrolls must be reachable by keys */}
      <div className="import-lists new-year-groups" tabIndex={0} role="region" aria-label="新年度的内容">
        {groups.map((group) => (
          <Group key={group.name} group={group} words={words} />
        ))}
        <Notes
          title="套表的变化"
          hint="新旧套表在报表、栏、行和科目上的不同。"
          texts={differences}
          words={words}
          isOpen={differences.length > 0}
        />
        <Notes
          title="写有年份，请逐处核对"
          hint="带入的文字、名称里写着已过去的年份，程序不改。"
          texts={namesYears.map(({ what, years }) => `${what}（${years.join('、')} 年）`)}
          words={words}
        />
        <Notes title="新科目表中没有的科目" hint="照样带入，请核对编码。" texts={unknownCodes} words={words} />
      </div>
    </div>
  )
}

function Group({ group, words }: { readonly group: PreviewGroup; readonly words: string }) {
  const { name, title, hint, count, parts, lines } = group
  const found = useMemo(() => searched(lines, words), [lines, words])
  const isSearching = words.trim() !== ''
  if (count === 0) return <Empty title={title} />
  const needsEyes = name === 'byHand' || name === 'changed' || name === 'follows'
  return (
    <details
      // opened anew when a search begins or ends
      key={String(isSearching)}
      open={isSearching ? found.length > 0 : needsEyes}
      className={`new-year-group group-${name}`}
    >
      <summary>
        {title} <span className="count">{isSearching ? `${found.length}／${count}` : count}</span>
        <span className="hint">{parts.join(' · ')}</span>
      </summary>
      <p className="hint">{hint}</p>
      {found.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th>上年</th>
              {found.some(({ amount }) => amount !== null) && <th className="number">年末数</th>}
              <th>新年度</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, mostShown).map(({ id, what, amount, text }) => (
              <tr key={id}>
                <td>{what}</td>
                {found.some((one) => one.amount !== null) && <td className="number">{amount}</td>}
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.length > mostShown && (
        <p className="hint">
          只列出前 {mostShown} 项，共 {found.length} 项；请用上面的查找缩小范围。
        </p>
      )}
    </details>
  )
}

type NotesProps = {
  readonly title: string
  readonly hint: string
  readonly texts: readonly string[]
  readonly words: string
  readonly isOpen?: boolean
}

function Notes({ title, hint, texts, words, isOpen = false }: NotesProps) {
  const wanted = words.trim().toLowerCase()
  const found = wanted === '' ? texts : texts.filter((text) => text.toLowerCase().includes(wanted))
  if (texts.length === 0) return null
  return (
    <details key={String(wanted !== '')} open={wanted === '' ? isOpen : found.length > 0} className="new-year-group">
      <summary>
        {title} <span className="count">{wanted === '' ? texts.length : `${found.length}／${texts.length}`}</span>
      </summary>
      <p className="hint">{hint}</p>
      <ul>
        {found.slice(0, mostShown).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {found.length > mostShown && (
        <p className="hint">
          只列出前 {mostShown} 项，共 {found.length} 项。
        </p>
      )}
    </details>
  )
}

const Empty = ({ title }: { readonly title: string }) => (
  <p className="new-year-none">
    {title} <span className="count">0</span>
  </p>
)
