import { useCallback, useEffect, useRef, useState } from 'react'
import type { Figure } from '../../shared/narrative/document.ts'

type Card = { readonly figure: Figure; readonly left: number; readonly top: number }

/** The card of the figure under the mouse; it waits a moment before it comes and goes. */
export function useCard() {
  const [card, setCard] = useState<Card | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const later = useCallback((milliseconds: number, next: () => void) => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = setTimeout(next, milliseconds)
  }, [])
  const onShow = useCallback(
    (figure: Figure, at: HTMLElement) =>
      later(150, () => {
        const { left, bottom } = at.getBoundingClientRect()
        const { clientWidth, clientHeight } = document.documentElement
        setCard({ figure, left: Math.min(left, clientWidth - 380), top: Math.min(bottom + 2, clientHeight - 190) })
      }),
    [later],
  )
  const onHide = useCallback(() => later(180, () => setCard(null)), [later])
  const hold = (isHeld: boolean): void => {
    if (!isHeld) onHide()
    else if (timer.current !== null) clearTimeout(timer.current)
  }
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  return { card, onShow, onHide, hold }
}
