import type { ComponentType } from 'react'
import { createElement, useEffect, useState } from 'react'

/**
 * A part of the window whose code is loaded when it is first shown. Where `lazy` would hold back for a third of a second
 * whatever was not there at once, this shows it as soon as it is.
 */
export function loaded<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): ComponentType<P> {
  let known: ComponentType<P> | null = null
  return function Loaded(props: P) {
    const [Part, setPart] = useState(() => known)
    useEffect(() => {
      if (known !== null) return
      // a failure is told like any that nobody caught
      void load().then(({ default: part }) => {
        known = part
        setPart(() => part)
      })
    }, [])
    return Part === null ? null : createElement(Part, props)
  }
}
