import type { Client } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'

/** What each window waits for and may call off: one export, preview or print at a time. */
export class Running {
  private readonly controllers = new Map<Client, AbortController>()

  /** Runs a task its window may call off; then the answer is null. Whoever asks again calls off what was asked before. */
  async run<T>(client: Client, act: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T | null>> {
    this.cancel(client)
    const controller = new AbortController()
    this.controllers.set(client, controller)
    try {
      return await act(controller.signal)
    } catch (error) {
      if (controller.signal.aborted) return ok(null)
      throw error
    } finally {
      if (this.controllers.get(client) === controller) this.controllers.delete(client)
    }
  }

  cancel(client: Client): void {
    this.controllers.get(client)?.abort()
  }
}
