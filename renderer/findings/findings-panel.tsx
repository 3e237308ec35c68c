import { Checkbox, Input, Segmented } from 'antd'
import { memo, useEffect, useRef, useState } from 'react'
import type { Severity } from '../../shared/catalogue/vocabulary.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import { cellName, formTitle } from '../../shared/words/cells.ts'
import { findingText, severityWord } from '../../shared/words/findings.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { Adjustment } from '../narrative/adjustment.tsx'
import { countFindings, useFindings } from './all-findings.ts'
import { filterFindings, findingKey, groupFindings } from './finding-list.ts'
import { visitFinding } from './visit.ts'

/** So many of one form are listed; more would only be scrolled past. */
const mostShown = 200
const severities: readonly Severity[] = ['error', 'verify', 'hint']

/** What fails, as sentences: by form, the worst first, each one click from its cell. */
export function FindingsPanel({ book }: { readonly book: OpenedBook }) {
  const form = useFrame((state) => state.form)
  const [wanted, setWanted] = useState<Severity | 'all'>('all')
  const [here, setHere] = useState(false)
  const [onlyOpen, setOnlyOpen] = useState(false)
  const [text, setText] = useState('')
  const findings = useFindings(book)
  const counts = countFindings(findings)
  const { names } = book
  const filtered = filterFindings(
    findings,
    { severities: wanted === 'all' ? severities : [wanted], form: here ? form : null, onlyOpen, text },
    (finding) => findingText(names, finding),
  )
  const groups = groupFindings(filtered, book.engine.edition.formIndex)
  return (
    <div className="panel-body">
      <div className="panel-tools">
        <Segmented
          size="small"
          aria-label="审核结果的种类"
          value={wanted}
          onChange={setWanted}
          options={[
            { value: 'all', label: `全部 ${findings.length}` },
            ...severities.map((severity) => ({
              value: severity,
              label: `${severityWord(severity)} ${counts[severity]}`,
            })),
          ]}
        />
        <Checkbox checked={here} onChange={(event) => setHere(event.target.checked)}>
          只看本表
        </Checkbox>
        <Checkbox checked={onlyOpen} onChange={(event) => setOnlyOpen(event.target.checked)}>
          只看待处理
        </Checkbox>
        <Input
          size="small"
          allowClear
          className="panel-search"
          placeholder="查找公式编号或文字"
          aria-label="查找审核结果"
          value={text}
          onChange={(event) => setText(event.target.value.trim())}
        />
        <span className="panel-keys">F8 下一个错误　Shift+F8 上一个</span>
      </div>
      {/* a region that scrolls must be reachable by keys */}
      <div className="panel-scroll" tabIndex={0} role="region" aria-label="审核结果">
        {findings.length === 0 && <p className="panel-empty">审核无误：没有不符的审核公式。</p>}
        {findings.length > 0 && filtered.length === 0 && <p className="panel-empty">没有符合条件的审核结果。</p>}
        {groups.map((group) => (
          <section key={group.isText ? 'text' : (group.form ?? '')} className="finding-group">
            <h3>
              {group.isText
                ? '决算说明'
                : group.form === null
                  ? '科目、单位和项目'
                  : `${group.form} ${formTitle(names, group.form)}`}
              <span className="count">{group.findings.length}</span>
            </h3>
            <ul>
              {group.findings.slice(0, mostShown).map((finding) => (
                <FindingLine
                  key={findingKey(finding)}
                  book={book}
                  finding={finding}
                  sentence={findingText(names, finding)}
                />
              ))}
            </ul>
            {group.findings.length > mostShown && (
              <p className="hint finding-more">还有 {group.findings.length - mostShown} 条，请用上面的条件筛选。</p>
            )}
          </section>
        ))}
      </div>
    </div>
  )
}

type FindingLineProps = { readonly book: OpenedBook; readonly finding: Finding; readonly sentence: string }

/** Drawn again only when it says something else: thousands may stand here while somebody types. */
const FindingLine = memo(Line, (before, { book, finding, sentence }) => {
  const { severity, explanation } = before.finding
  return (
    before.book === book &&
    before.sentence === sentence &&
    severity === finding.severity &&
    explanation === finding.explanation
  )
})

function Line({ book, finding, sentence }: FindingLineProps) {
  const session = useSession()
  const isVisited = useFrame((state) => state.visited === findingKey(finding))
  const { severity, check, title, explanation, cells } = finding
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isVisited) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isVisited])
  const others = cells.filter(
    (cell) => cell.form !== finding.form || cell.row !== finding.row || cell.column !== finding.column,
  )
  return (
    <li ref={line} className={`finding${isVisited ? ' is-visited' : ''}`}>
      <span className={`severity severity-${explanation === null ? severity : 'explained'}`}>
        {severityWord(severity)}
      </span>
      <div className="finding-words">
        <button
          type="button"
          className="finding-text"
          title={`${check} ${title}`}
          onClick={() => visitFinding(session, finding)}
        >
          <span className="finding-check">{check}</span> {sentence}
        </button>
        {isVisited && others.length > 0 && (
          <div className="finding-cells">
            涉及：
            {others.slice(0, 8).map((cell) => (
              <button
                type="button"
                key={`${cell.form}!${cell.row}!${cell.column}`}
                className="link"
                onClick={() => session.goTo(cell, cells)}
              >
                {cellName(book.names, cell)}
              </button>
            ))}
            {others.length > 8 && <span>等 {others.length} 处</span>}
          </div>
        )}
        {explanation !== null && <div className="finding-explanation">说明：{explanation}</div>}
      </div>
      <Adjustment book={book} finding={finding} />
      {severity === 'verify' && (
        <button
          type="button"
          className="link finding-explain"
          disabled={book.readOnly}
          onClick={() => session.showDialog({ kind: 'explain', finding })}
        >
          {explanation === null ? '填写说明' : '修改说明'}
        </button>
      )}
    </li>
  )
}
