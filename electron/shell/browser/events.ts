import type { ServerResponse } from 'node:http'
import type { Client, Push } from '../../../shared/channels/channels.ts'
import { plainHeaders } from '../pages/pages.ts'

/** A tab that reads so slowly that this much waits for it is let go; its browser connects again. */
const mostWaiting = 8 * 1024 * 1024
/** Comment lines keep the connection from looking dead, and show when a tab is gone. */
const heartbeatMilliseconds = 15_000

/** Tabs that listen, and what they are told: server-sent events. */
export class Events {
  private readonly streams = new Map<Client, ServerResponse>()
  private readonly heartbeat: NodeJS.Timeout

  constructor() {
    this.heartbeat = setInterval(() => this.write(': \n\n', () => true), heartbeatMilliseconds)
    this.heartbeat.unref()
  }

  get clients(): readonly Client[] {
    return [...this.streams.keys()]
  }

  /** Begins to tell a tab. The same tab connecting again replaces its old connection. */
  open(client: Client, response: ServerResponse): void {
    this.streams.get(client)?.end()
    response.writeHead(200, { ...plainHeaders, 'content-type': 'text/event-stream' })
    response.write('retry: 1000\n\n')
    this.streams.set(client, response)
    response.on('close', () => {
      if (this.streams.get(client) === response) this.streams.delete(client)
    })
  }

  push(push: Push, isMeant: (client: Client) => boolean): void {
    this.write(`data: ${JSON.stringify(push)}\n\n`, isMeant)
  }

  close(): void {
    clearInterval(this.heartbeat)
    for (const stream of this.streams.values()) stream.destroy()
    this.streams.clear()
  }

  private write(text: string, isMeant: (client: Client) => boolean): void {
    for (const [client, stream] of this.streams) {
      if (!isMeant(client)) continue
      if (stream.writableLength > mostWaiting) stream.destroy()
      else stream.write(text)
    }
  }
}
