import type { Page } from 'playwright-core'
import type { ChannelName, Input, Output, Push } from '../../shared/channels/channels.ts'
import type { Result } from '../../shared/channels/result.ts'

/**
 * Calls made from inside a page, as its own scripts make them: for what flows want to know or to bring about behind the
 * window's surface.
 */
type Door = {
  readonly call: (name: string, input: unknown) => Promise<unknown>
  readonly listen: (listener: (push: unknown) => void) => () => void
}

/** A call from the page; in a browser as another client of the same cookie. */
export async function callFrom<N extends ChannelName>(
  page: Page,
  name: N,
  input: Input<N>,
): Promise<Result<Output<N>>> {
  const answer = await page.evaluate(
    async ([name, input]) => {
      const door = (globalThis as unknown as { juesuan?: Door }).juesuan
      if (door !== undefined) return door.call(name, input)
      const headers = { 'content-type': 'application/json', 'x-client': crypto.randomUUID() }
      const answer = await fetch(`/call/${name}`, { method: 'POST', headers, body: JSON.stringify(input) })
      return answer.json() as Promise<unknown>
    },
    [name as string, input] as const,
  )
  return answer as Result<Output<N>>
}

/** `callFrom`, for calls that must succeed. */
export async function mustFrom<N extends ChannelName>(page: Page, name: N, input: Input<N>): Promise<Output<N>> {
  const result = await callFrom(page, name, input)
  if (!result.ok) throw new Error(`${name} refused: ${JSON.stringify(result.fault)}`)
  return result.value
}

/** Collects what main tells the page from now on. */
export async function hear(page: Page): Promise<() => Promise<Push[]>> {
  await page.evaluate(async () => {
    const heard: unknown[] = []
    const at = globalThis as unknown as { heard: unknown[]; juesuan?: Door }
    at.heard = heard
    if (at.juesuan !== undefined) at.juesuan.listen((push) => heard.push(push))
    else {
      const events = new EventSource(`/events?client=${crypto.randomUUID()}`)
      events.addEventListener('message', ({ data }) => heard.push(JSON.parse(data as string)))
      await new Promise((resolve) => events.addEventListener('open', resolve))
    }
  })
  return () => page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard) as Promise<Push[]>
}

/** Commits from the page one after the other, each on the receipt before; how far it came is told by `committed`. */
export async function commitWithoutEnd(page: Page, book: number, key: string): Promise<void> {
  await page.evaluate(
    async ([book, key]) => {
      const at = globalThis as unknown as { committed: number; juesuan?: Door }
      at.committed = 0
      const client = crypto.randomUUID()
      const call = async (name: string, input: unknown): Promise<unknown> => {
        if (at.juesuan !== undefined) return at.juesuan.call(name, input)
        const headers = { 'content-type': 'application/json', 'x-client': client }
        const answer = await fetch(`/call/${name}`, { method: 'POST', headers, body: JSON.stringify(input) })
        return answer.json() as Promise<unknown>
      }
      const opened = (await call('book.open', { book })) as { value: { summary: { revision: number } } }
      let base = opened.value.summary.revision
      const run = async (): Promise<void> => {
        for (let amount = 1; ; amount++) {
          const changes = [{ kind: 'cell', key, after: amount }]
          const commit = { book, base, label: '录入', place: null, changes }
          const done = (await call('book.commit', commit)) as { ok: boolean; value: { revision: number } }
          if (!done.ok) return
          base = done.value.revision
          at.committed = amount
        }
      }
      void run().catch(() => undefined)
    },
    [book, key] as const,
  )
}

/** The last amount whose receipt reached the page. */
export const committed = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { committed: number }).committed)
