import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Broken } from './family.ts'
import { type Answer, claimHeard, claimRefused, send } from './raw-request.ts'

const sockets: Socket[] = []
const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** What comes back from a server that does this with each connection. */
async function from(serve: (socket: Socket) => void, most?: number): Promise<Answer> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => serve(socket))
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return send((server.address() as AddressInfo).port, 'GET / HTTP/1.1\r\n\r\n', most)
}
const saying = (text: string) => (socket: Socket) => void socket.end(text)
const silent = (): void => undefined

describe('an answer', () => {
  it('is read whole', async () => {
    const answer = await from((socket) => void socket.write('HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno'))
    expect(answer).toMatchObject({ status: 403, end: 'answered' })
    expect(() => claimRefused(answer, true, 'x')).not.toThrow()
  })

  it('that lets somebody in is no refusal', async () => {
    const answer = await from(saying('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    expect(() => claimHeard(answer, true, 'x')).not.toThrow()
    expect(() => claimRefused(answer, true, 'x')).toThrow(Broken)
  })

  it('that does not come is a break, whatever was sent', async () => {
    const answer = await from(silent, 50)
    expect(answer).toMatchObject({ status: 0, end: 'timed out' })
    for (const isWhole of [true, false])
      expect(() => claimRefused(answer, isWhole, 'x')).toThrow('no end of the answer')
  })

  it('that never ends is a break, though it says no', async () => {
    const answer = await from((socket) => void socket.write('HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nno'), 1_000)
    expect(answer).toMatchObject({ status: 403, end: 'timed out' })
    expect(() => claimRefused(answer, true, 'x')).toThrow('no end of the answer')
  })

  it('may be a closed connection only where nothing whole was sent', async () => {
    const answer = await from(saying(''))
    expect(answer).toMatchObject({ status: 0, end: 'closed' })
    expect(() => claimRefused(answer, false, 'x')).not.toThrow()
    expect(() => claimRefused(answer, true, 'x')).toThrow('closed without an answer')
  })
})
