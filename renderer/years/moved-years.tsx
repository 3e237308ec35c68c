import { useFrame, useSession } from '../app/use-session.ts'

/** Years that left for another ledger: what is left of them can be looked at. */
export function MovedYears({ department }: { readonly department: string }) {
  const session = useSession()
  const all = useFrame((state) => state.moved)
  const moved = all.filter((book) => book.department === department).sort((a, b) => b.year - a.year)
  if (moved.length === 0) return null
  return (
    <>
      <div className="years-moved">已转出</div>
      <ul aria-label={`${department}已转出的年度`}>
        {moved.map(({ id, year, file }) => (
          <li key={id}>
            <button
              type="button"
              className="years-year is-moved"
              title={`已转到账套 ${file}；可以查看操作记录和上报的文件`}
              onClick={() => session.showDialog({ kind: 'moved-book', book: id })}
            >
              {year} 年度
              <span className="years-went">→ {file}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
