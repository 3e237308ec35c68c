import { mkdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

/** Where the window was: bounds in screen units, zoom as Chromium's level (0 is 100 %). */
const WindowState = z.strictObject({
  x: z.int().nullable(),
  y: z.int().nullable(),
  width: z.int().min(400),
  height: z.int().min(300),
  maximised: z.boolean(),
  zoom: z.number().min(-3).max(5),
})
export type WindowState = z.infer<typeof WindowState>

export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const firstState: WindowState = { x: null, y: null, width: 1440, height: 900, maximised: false, zoom: 0 }

/** Reads the state; anything odd counts as never written. */
export function readWindowState(file: string): WindowState {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return firstState
  }
}

/** Writes the state; that it cannot is no reason to tell anybody. */
export async function writeWindowState(file: string, state: WindowState): Promise<void> {
  try {
    mkdirSync(dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify(state))
  } catch {
    // the window opens where it opens
  }
}

/** The state with a place the person can see: a screen may be gone since, or smaller. */
export function onScreen(state: WindowState, screens: readonly Area[], main: Area): WindowState {
  const { x, y } = state
  const home =
    x === null || y === null
      ? undefined
      : // enough of the title bar to take hold of
        screens.find(
          (area) =>
            x + state.width - 100 > area.x &&
            x + 100 < area.x + area.width &&
            y >= area.y &&
            y + 40 < area.y + area.height,
        )
  const screen = home ?? main
  const width = Math.min(state.width, screen.width)
  const height = Math.min(state.height, screen.height)
  return home === undefined ? { ...state, x: null, y: null, width, height } : { ...state, width, height }
}
