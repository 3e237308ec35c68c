import type { DragEvent, KeyboardEvent, ReactNode } from 'react'
import { useState } from 'react'

type SortableListProps<T extends { readonly key: string }> = {
  readonly label: string
  readonly items: readonly T[]
  readonly isFixed: boolean
  /** the item goes to this place, from 0, among the items */
  readonly onMove: (item: T, to: number) => void
  readonly render: (item: T) => ReactNode
}

/** A list ordered by dragging, and by Alt+↑ and Alt+↓ on the focused line. */
export function SortableList<T extends { readonly key: string }>(props: SortableListProps<T>) {
  const { label, items, isFixed, onMove, render } = props
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<number | null>(null)

  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>, at: number): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (by === undefined || event.target !== event.currentTarget) return
    event.preventDefault()
    const to = at + by
    if (to < 0 || to >= items.length) return
    const item = items[at]
    if (!event.altKey) (event.currentTarget.parentElement?.children[to] as HTMLElement | undefined)?.focus()
    else if (!isFixed && item !== undefined) onMove(item, to)
  }
  const onDrop = (event: DragEvent, to: number): void => {
    event.preventDefault()
    const item = items.find(({ key }) => key === dragged)
    if (item !== undefined && items.indexOf(item) !== to) onMove(item, to)
    setDragged(null)
    setOver(null)
  }
  return (
    <ol className="sortable" aria-label={label}>
      {items.map((item, at) => (
        <li
          key={item.key}
          // the line is moved by keys
          tabIndex={0}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          draggable={!isFixed}
          className={`${dragged === item.key ? 'is-dragged' : ''}${over === at ? ' is-over' : ''}`}
          onKeyDown={(event) => onKeyDown(event, at)}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData('text/plain', item.key)
            setDragged(item.key)
          }}
          onDragOver={(event) => {
            if (dragged === null) return
            event.preventDefault()
            setOver(at)
          }}
          onDragEnd={() => {
            setDragged(null)
            setOver(null)
          }}
          onDrop={(event) => onDrop(event, at)}
        >
          <span className="sortable-grip" aria-hidden="true" />
          {render(item)}
        </li>
      ))}
    </ol>
  )
}
