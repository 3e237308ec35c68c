import { Button, Tooltip } from 'antd'
import { useFrame, useSession } from '../app/use-session.ts'
import { Icon } from '../kit/icon.tsx'
import { useRemembered } from '../kit/remembered.ts'

/** Departments and their years: one click opens a year. Folded, it shows only the one that is open. */
export function BookList() {
  const session = useSession()
  const books = useFrame((state) => state.books)
  const open = useFrame((state) => state.book)
  const [isFolded, setIsFolded] = useRemembered('years.folded', false)
  const readOnly = useFrame((state) => state.start?.ledger?.readOnly) === true
  const departments = [...new Set(books.map(({ department }) => department))]
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
              .map(({ id, year, state }) => (
                <li key={id}>
                  <button
                    type="button"
                    className={`years-year${id === open?.id ? ' is-open' : ''}`}
                    aria-current={id === open?.id ? 'true' : undefined}
                    onClick={() => void session.openBook(id)}
                  >
                    {year} 年度
                    {state === 'sealed' && <span className="tag tag-sealed">已上报</span>}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
