import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { useRemembered } from './remembered.ts'

type SplitProps = {
  /** under which the size is remembered */
  readonly name: string
  /** which part keeps its size while the other takes the rest */
  readonly sized: 'left' | 'bottom'
  readonly initial: number
  readonly least: number
  readonly most: number
  readonly label: string
  /** the sized part is away, and the border with it */
  readonly isHidden?: boolean
  readonly part: ReactNode
  readonly rest: ReactNode
}

const step = 16

/** Two parts with a border between them that mouse and arrow keys move. */
export function Split({ name, sized, initial, least, most, label, isHidden = false, part, rest }: SplitProps) {
  const [size, setSize] = useRemembered(`split.${name}`, initial)
  const from = useRef<{ at: number; size: number } | null>(null)
  const isLeft = sized === 'left'
  const at = (event: PointerEvent): number => (isLeft ? event.clientX : -event.clientY)
  const resize = (wanted: number): void => setSize(Math.round(Math.min(most, Math.max(least, wanted))))

  const onKeyDown = ({ key }: KeyboardEvent): void => {
    const [less, more] = isLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowDown', 'ArrowUp']
    if (key === less) resize(size - step)
    else if (key === more) resize(size + step)
    else if (key === 'Home') resize(least)
    else if (key === 'End') resize(most)
  }
  const border = (
    // a border that can be moved is a focusable separator (ARIA)
    <div
      role="separator"
      tabIndex={0}
      className={`split-border split-border-${sized}`}
      aria-label={label}
      aria-orientation={isLeft ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={onKeyDown}
      onDoubleClick={() => resize(initial)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { at: at(event), size }
      }}
      onPointerMove={(event) => {
        if (from.current !== null) resize(from.current.size + at(event) - from.current.at)
      }}
      onPointerUp={() => {
        from.current = null
      }}
    />
  )
  const sizedPart = (
    <div className="split-part" style={isLeft ? { width: size } : { height: size }}>
      {part}
    </div>
  )
  return (
    <div className={`split split-${sized}`}>
      {isLeft && !isHidden && sizedPart}
      {isLeft && !isHidden && border}
      <div className="split-rest">{rest}</div>
      {!isLeft && !isHidden && border}
      {!isLeft && !isHidden && sizedPart}
    </div>
  )
}
