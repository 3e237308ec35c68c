import type { FocusEvent, MouseEvent, PointerEvent } from 'react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { FrameState } from '../app/state.ts'
import { useSession } from '../app/use-session.ts'

/** Milliseconds the mouse rests on a paragraph before the reader is taken to be there: passing by is not reading. */
const rest = 250

const blockAt = (target: EventTarget | null): string | null =>
  (target instanceof Element ? target.closest<HTMLElement>('[data-block]') : null)?.dataset['block'] ?? null

/**
 * The paragraph the reader is in: the one under the mouse, until a click, the focus or the caret names one; that one
 * stays until it is released or another is named.
 */
export function useReading(asked: FrameState['block']) {
  const session = useSession()
  const [isNamed, setIsNamed] = useState(session.state.reading !== null)
  const named = useRef(isNamed)
  named.current = isNamed
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const stopWaiting = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
  }, [])
  const show = useCallback(
    (block: string) => {
      stopWaiting()
      if (session.state.reading !== block) session.set({ reading: block })
      setIsNamed(true)
    },
    [session, stopWaiting],
  )
  const handlers = useMemo(
    () => ({
      onPointerOver: ({ target }: PointerEvent) => {
        const block = blockAt(target)
        stopWaiting()
        if (named.current || block === null) return
        timer.current = setTimeout(() => {
          if (session.state.reading !== block) session.set({ reading: block })
        }, rest)
      },
      onPointerLeave: stopWaiting,
      onFocusCapture: ({ target }: FocusEvent) => {
        const block = blockAt(target)
        if (block !== null) show(block)
      },
      onClick: ({ target }: MouseEvent) => {
        const block = blockAt(target)
        if (block === null) setIsNamed(false)
        else show(block)
      },
    }),
    [session, show, stopWaiting],
  )
  useEffect(() => {
    if (asked !== null) show(asked.key)
  }, [asked, show])
  useEffect(() => stopWaiting, [stopWaiting])
  const release = useCallback(() => setIsNamed(false), [])
  return { handlers, show, release: isNamed ? release : null }
}
