import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Thrown for a body that is larger than allowed. */
export class TooLarge extends Error {}

const declaredTooLarge = ({ headers }: IncomingMessage, most: number): boolean =>
  Number(headers['content-length'] ?? 0) > most

/** Reads a body of JSON. @throws TooLarge, SyntaxError */
export async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  if (declaredTooLarge(request, most)) throw new TooLarge()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > most) throw new TooLarge()
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

/** Writes a body to a new file. @throws TooLarge; what was written then is left to the caller */
export async function saveBody(request: IncomingMessage, path: string, most: number): Promise<void> {
  if (declaredTooLarge(request, most)) throw new TooLarge()
  let length = 0
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      length += chunk.length
      done(length > most ? new TooLarge() : null, chunk)
    },
  })
  await pipeline(request, counter, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
}
