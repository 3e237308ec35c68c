import { Button, Tooltip } from 'antd'
import { Fragment } from 'react'
import { useFrame, useSession } from '../app/use-session.ts'
import { Icon } from '../kit/icon.tsx'
import { useRemembered } from '../kit/remembered.ts'
import { BookMenu } from './book-menu.tsx'
import { takeUp } from './look-up.ts'
import { MovedYears } from './moved-years.tsx'
import './new-year.css'

/** Departments and their years: one click opens a year. Folded, it shows only the one that is open. */
export function BookList() {
  const session = useSession()
  const books = useFrame((state) => state.books)
  const open = useFrame((state) => state.book)
  const [isFolded, setIsFolded] = useRemembered('years.folded', false)
  const readOnly = useFrame((state) => state.start?.ledger?.readOnly) === true
  const editions = useFrame((state) => state.editions)
  const headline = (name: string) => editions.find(({ edition }) => edition === name)
  const editionWords = (name: string): string => {
    const known = headline(name)
    if (known === undefined) return `套表 ${name}`
    return `套表：${known.title}${known.trust === 'unverified' ? `（未核实：${known.source}）` : ''}`
  }
  const isThere = (department: string, year: number): boolean =>
    books.some((book) => book.department === department && book.year === year)
  const moved = useFrame((state) => state.moved)
  const departments = [...new Set([...books, ...moved].map(({ department }) => department))]
  const shown = isFolded && open !== null ? departments.filter((one) => one === open.department) : departments
  return (
    <nav className="years" aria-label="部门和年度">
      <div className="side-title">
        <button type="button" className="side-fold" aria-expanded={!isFolded} onClick={() => setIsFolded(!isFolded)}>
          <Icon name={isFolded ? 'up' : 'down'} />
          部门和年度
        </button>
        <Tooltip title="新建决算">
          <Button
            size="small"
            type="text"
            aria-label="新建决算"
            icon={<Icon name="add" />}
            disabled={readOnly}
            onClick={() => session.showDialog({ kind: 'new-book' })}
          />
        </Tooltip>
      </div>
      {shown.map((department) => (
        <div key={department} className="years-department">
          <div className="years-name" title={department}>
            {department}
          </div>
          <ul>
            {books
              .filter((book) => book.department === department && (!isFolded || book.id === open?.id))
              .sort((a, b) => b.year - a.year)
              .map(({ id, year, state, edition }) => (
                <Fragment key={id}>
                  {!isFolded && !readOnly && !isThere(department, year + 1) && (
                    <li>
                      <button
                        type="button"
                        className="years-year years-next"
                        title={`以 ${year} 年度新建 ${year + 1} 年度决算：带入科目、单位和文字，年初数自动取上年年末数`}
                        onClick={() => session.showDialog({ kind: 'new-year', from: id })}
                      >
                        ＋ 新建 {year + 1} 年度…
                      </button>
                    </li>
                  )}
                  <li className="years-line">
                    <button
                      type="button"
                      className={`years-year${id === open?.id ? ' is-open' : ''}`}
                      aria-current={id === open?.id ? 'true' : undefined}
                      title={editionWords(edition.name)}
                      onClick={() => {
                        // a book that was only looked at is opened for work
                        if (open?.id === id && open.isLook) takeUp(session)
                        else void session.openBook(id)
                      }}
                    >
                      {year} 年度
                      {state === 'sealed' && <span className="tag tag-sealed">已上报</span>}
                      {headline(edition.name)?.trust === 'unverified' && <span className="tag tag-doubt">未核实</span>}
                    </button>
                    <BookMenu book={id} name={`${department} ${year} 年度`} />
                  </li>
                </Fragment>
              ))}
          </ul>
          {!isFolded && <MovedYears department={department} />}
        </div>
      ))}
    </nav>
  )
}
