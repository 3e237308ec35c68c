import type { Output } from '../../shared/channels/channels.ts'
import { Push } from '../../shared/channels/channels.ts'
import type { Result } from '../../shared/channels/result.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import type { WindowBridge } from './bridge.ts'
import { fileProblem } from './dropped-file.ts'

/** What the preload exposes (`electron/shell/desktop/preload.ts`): values that can be cloned, and nothing else. */
export type DesktopDoor = {
  readonly call: (name: string, input: unknown) => Promise<unknown>
  readonly listen: (listener: (push: unknown) => void) => () => void
  readonly give: (name: string, bytes: ArrayBuffer) => Promise<unknown>
}

/** The bridge of the desktop window. */
export const desktopBridge = (door: DesktopDoor, styleNonce: string): WindowBridge => ({
  call: (name, input) => door.call(name, input) as Promise<Result<Output<typeof name>>>,
  listen: (listener) => door.listen((push) => listener(Push.parse(push))),
  give: async (file) =>
    fileProblem(file) ?? ((await door.give(file.name, await file.arrayBuffer())) as Result<FileToken>),
  guardLeaving: () => () => undefined,
  styleNonce,
})
