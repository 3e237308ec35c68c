import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** The figure that mouse or focus points to, in the text or among its sources; marked in both. */
export type Pointing = StoreApi<{ readonly figure: string | null }>

export const createPointing = (): Pointing => createStore(() => ({ figure: null as string | null }))

export const useIsPointed = (pointing: Pointing, figure: string): boolean =>
  useStore(pointing, (state) => state.figure === figure)
