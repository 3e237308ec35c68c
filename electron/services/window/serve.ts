import { type ChannelName, type Client, channels, type Handlers } from '../../../shared/channels/channels.ts'
import { type Result, refuse } from '../../../shared/channels/result.ts'
import type { Incidents } from '../incidents.ts'

/** Who calls, as the shell found out: `isTrusted` only for the program's own page in the program's own window or tab. */
export type Sender = { readonly client: Client; readonly isTrusted: boolean }

/** The one way from a window to the handlers, whatever carries the call. */
export type Serve = (name: unknown, input: unknown, sender: Sender) => Promise<Result<unknown>>

const isChannel = (name: unknown): name is ChannelName => typeof name === 'string' && Object.hasOwn(channels, name)

/** Members of the longest list that any call takes: the changes of an import. */
const longestList = 120_000

/** True if a list somewhere in a value is longer than any call takes: the schema would note each of its members. */
function hasLongList(value: unknown): boolean {
  const seen = new Set<object>()
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const part = waiting.pop()
    if (typeof part !== 'object' || part === null || seen.has(part)) continue
    seen.add(part)
    const members: readonly unknown[] = Array.isArray(part) ? part : Object.values(part)
    if (members.length > longestList || waiting.length > 10 * longestList) return true
    for (const member of members) if (typeof member === 'object') waiting.push(member)
  }
  return false
}

/**
 * Sender, then name, then input, then the handler; nothing runs before all three are right. Whatever is thrown becomes
 * a fault with an incident number; its message stays out of the log, it may quote amounts and names.
 *
 * @param checksOutput also checks what goes out (development and tests): a mistake there is one of ours
 */
export const makeServe =
  (handlers: Handlers, incidents: Incidents, checksOutput = false): Serve =>
  async (name, input, { client, isTrusted }) => {
    if (!isTrusted) return reject('窗口', '请求不是由本程序的窗口发出的')
    if (!isChannel(name)) return reject('操作', '没有这个操作')
    if (hasLongList(input)) return reject(name, `内容过多，一次最多 ${longestList} 项`)
    const parsed = channels[name].input.safeParse(input)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return reject(name, `内容不符合约定（${issue?.path.join('.') ?? ''} ${issue?.code ?? ''}）`)
    }
    try {
      // the schema of this channel made the input of this channel
      const handler = handlers[name] as (input: unknown, client: Client) => Result<unknown> | Promise<Result<unknown>>
      const result = await handler(parsed.data, client)
      if (checksOutput && result.ok) channels[name].output.parse(result.value)
      return result
    } catch (error) {
      return refuse(incidents.unexpected(error, name))
    }
  }

const reject = (where: string, reason: string): Result<never> => refuse({ kind: 'request-rejected', where, reason })
