import type { Losses } from './losses.ts'

/** What goes with a line, by name; undo brings it back. */
export function LossList({ losses: { cells, explanations } }: { readonly losses: Losses }) {
  if (cells.length === 0 && explanations === 0) return <p>这里没有填过数，删除后不会丢失内容。可以用“撤销”恢复。</p>
  return (
    <>
      <p>
        {cells.length > 0 && `将一并清除 ${cells.length} 个已填的数`}
        {cells.length > 0 && explanations > 0 && '、'}
        {explanations > 0 && `${explanations} 条审核说明`}
        ，可以用“撤销”恢复：
      </p>
      {/* a region that scrolls must be reachable by keys */}
      <ul className="losses" tabIndex={0} aria-label="将要清除的数">
        {cells.map(({ name, value }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="number">{value}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
