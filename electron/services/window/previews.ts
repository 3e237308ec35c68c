import { randomUUID } from 'node:crypto'

/** So many printed documents are kept for the windows that look at them. */
const most = 4

/** Printed pages that windows look at: bytes by token, never on disk. */
export class Previews {
  private readonly kept = new Map<string, Uint8Array<ArrayBuffer>>()

  keep(bytes: Uint8Array): string {
    const [oldest] = this.kept.keys()
    if (this.kept.size >= most && oldest !== undefined) this.kept.delete(oldest)
    const token = randomUUID()
    this.kept.set(token, new Uint8Array(bytes))
    return token
  }

  bytes(token: string): Uint8Array<ArrayBuffer> | null {
    return this.kept.get(token) ?? null
  }

  close(): void {
    this.kept.clear()
  }
}
