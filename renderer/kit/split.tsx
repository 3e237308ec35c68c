import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { useRemembered } from './remembered.ts'

type SplitProps = {
  /** under which the size is remembered */
  readonly name: string
  /** which part keeps its size while the other takes the rest */
  readonly sized: 'left' | 'right' | 'bottom'
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

/** Keys that make the sized part smaller and larger: the border goes the way of the arrow. */
const arrows = {
  left: ['ArrowLeft', 'ArrowRight'],
  right: ['ArrowRight', 'ArrowLeft'],
  bottom: ['ArrowDown', 'ArrowUp'],
} as const

/** Two parts with a border between them that mouse and arrow keys move. */
export function Split({ name, sized, initial, least, most, label, isHidden = false, part, rest }: SplitProps) {
  const [size, setSize] = useRemembered(`split.${name}`, initial)
  const from = useRef<{ at: number; size: number } | null>(null)
  const isFirst = sized === 'left'
  const isBeside = sized !== 'bottom'
  const at = ({ clientX, clientY }: PointerEvent): number => (isBeside ? clientX : clientY) * (isFirst ? 1 : -1)
  const resize = (wanted: number): void => setSize(Math.round(Math.min(most, Math.max(least, wanted))))

  /** The size on screen: a small window may hold it below the one remembered. */
  const sizeNow = (border: Element): number => {
    const box = (isFirst ? border.previousElementSibling : border.nextElementSibling)?.getBoundingClientRect()
    return (isBeside ? box?.width : box?.height) ?? size
  }

  const onKeyDown = ({ key, currentTarget }: KeyboardEvent): void => {
    const [less, more] = arrows[sized]
    if (key === less) resize(sizeNow(currentTarget) - step)
    else if (key === more) resize(sizeNow(currentTarget) + step)
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
      aria-orientation={isBeside ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={onKeyDown}
      onDoubleClick={() => resize(initial)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { at: at(event), size: sizeNow(event.currentTarget) }
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
    <div className="split-part" style={isBeside ? { width: size } : { height: size }}>
      {part}
    </div>
  )
  return (
    <div className={`split split-${sized}`}>
      {isFirst && !isHidden && sizedPart}
      {isFirst && !isHidden && border}
      <div className="split-rest">{rest}</div>
      {!isFirst && !isHidden && border}
      {!isFirst && !isHidden && sizedPart}
    </div>
  )
}
