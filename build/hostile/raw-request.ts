import { connect } from 'node:net'
import { claim } from './family.ts'

/** What came back on a connection: status of the first answer (0: none), everything that was sent, and how it ended. */
export type Answer = {
  readonly status: number
  readonly text: string
  readonly end: 'answered' | 'closed' | 'timed out'
}

/** Milliseconds a server has to answer or to close; it lets go of who is slow within six seconds. */
const patience = 8_000

/** Sends bytes as they are and reads until the server closes, or has said a whole answer. */
export function send(port: number, bytes: string | Uint8Array, most = patience): Promise<Answer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (end: Answer['end']): void => {
      clearTimeout(timer)
      socket.destroy()
      const text = Buffer.concat(chunks).toString('latin1')
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text, end })
    }
    const timer = setTimeout(() => finish('timed out'), most)
    // nothing more will come: what was not a whole request is over
    socket.on('connect', () => socket.end(bytes))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      const text = Buffer.concat(chunks).toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = /content-length: (\d+)/i.exec(text.slice(0, Math.max(end, 0)))?.[1]
      if (end >= 0 && length !== undefined && text.length >= end + 4 + Number(length)) finish('answered')
    })
    socket.on('close', () => finish('closed'))
    socket.on('error', () => finish('closed'))
  })
}

/**
 * @param isWhole whether a whole, well-formed request was sent, which no server may leave without a word
 * @throws Broken if the server kept the connection and said nothing more, or said nothing where it has to
 */
export function claimHeard({ status, end }: Answer, isWhole: boolean, what: string): void {
  claim(end !== 'timed out', `${what}: no end of the answer (${status})`)
  claim(!isWhole || status !== 0, `${what}: closed without an answer`)
}

/**
 * @throws Broken unless the server turned the request down: with a status that says so, or, where nothing whole was
 * sent, by closing
 */
export function claimRefused(answer: Answer, isWhole: boolean, what: string): void {
  claimHeard(answer, isWhole, what)
  const { status } = answer
  claim(status === 0 || (status >= 400 && status < 500), `${what}: ${status}`)
}

/** The body of an answer, put together again where it came in pieces. */
export function bodyOf(text: string): string {
  const end = text.indexOf('\r\n\r\n')
  const body = text.slice(end + 4)
  if (!/transfer-encoding: chunked/i.test(text.slice(0, end))) return Buffer.from(body, 'latin1').toString('utf8')
  let whole = ''
  for (let at = 0; ; ) {
    const line = body.indexOf('\r\n', at)
    const length = Number.parseInt(body.slice(at, line), 16)
    if (line < 0 || !(length > 0)) break
    whole += body.slice(line + 2, line + 2 + length)
    at = line + 4 + length
  }
  return Buffer.from(whole, 'latin1').toString('utf8')
}
