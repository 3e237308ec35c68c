import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { BookSummary, Ledger, NamedFile, StoredEdition } from '../../ledger/ledger.ts'
import { workerEntry } from '../../program/places.ts'
import type { FontsLookedOver } from '../document.ts'
import type { RenderOptions } from '../export.ts'
import type { OpenBook } from '../open-book.ts'
import { priorValues } from './open-books.ts'

/** What of the wishes can travel to a thread. */
export type RenderWishes = Omit<RenderOptions, 'signal' | 'progress' | 'remark'>

/** A book's facts under their edition; as text, which is handed over faster than a list. */
export type PackedBook = { readonly edition: StoredEdition; readonly facts: string }

/** A book as it travels to the thread that prints it: no ledger, which only its owner may touch. */
export type RenderRequest =
  | (PackedBook & {
      readonly what: 'files' | 'fonts'
      readonly summary: BookSummary
      /** numbers of last year's book (`PriorNumbers`) as text */
      readonly prior: string | null
      readonly wishes: RenderWishes
    })
  | { readonly what: 'template'; readonly edition: string; readonly path: string }
export type RenderAnswer =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'remark'; readonly text: string }
  | { readonly kind: 'files'; readonly files: readonly NamedFile[] }
  | { readonly kind: 'fonts'; readonly lookedOver: FontsLookedOver }
  | { readonly kind: 'template'; readonly result: unknown }

type Told = Pick<RenderOptions, 'signal' | 'progress' | 'remark'>

/**
 * The files of a book, composed and made in a thread: a large one takes seconds, in which windows are to be answered.
 * The book is what it is at this moment, whatever is typed meanwhile. Rejected with the signal's reason, at once, when
 * it is called off.
 */
export async function renderInThread(
  open: OpenBook,
  wishes: RenderWishes = {},
  told: Told = {},
): Promise<readonly NamedFile[]> {
  const answer = await inThread(await packed('files', open, wishes), told)
  if (answer.kind !== 'files') throw new Error(answer.kind)
  return answer.files
}

/** What the fonts are found to be when the book is printed with them. */
export async function lookOverFonts(open: OpenBook, fonts: RenderWishes['fonts'] = {}): Promise<FontsLookedOver> {
  const answer = await inThread(await packed('fonts', open, { fonts }))
  if (answer.kind !== 'fonts') throw new Error(answer.kind)
  return answer.lookedOver
}

async function packed(what: 'files' | 'fonts', open: OpenBook, wishes: RenderWishes): Promise<RenderRequest> {
  const { ledger, engine, summary } = open
  const facts = engine.book.list()
  const numbers = priorValues(open)
  const edition = storedUnder(ledger, summary)
  // a book of a hundred thousand facts is packed in slices, between which windows are answered
  await setImmediate()
  const text = JSON.stringify(facts)
  await setImmediate()
  const prior = numbers === null ? null : JSON.stringify(numbers)
  return { what, summary: { ...summary }, edition, facts: text, prior, wishes }
}

function storedUnder(ledger: Ledger, { edition }: BookSummary): StoredEdition {
  const stored = ledger.readEdition(edition.hash)
  if (!stored.ok) throw new Error(stored.fault.kind) // the book was opened under it
  return stored.value
}

/** The thread that is kept warm, and everybody who waits for it. */
let kept: Thread | null = null
let line: Promise<unknown> = Promise.resolve()

/** Runs a request to its end, one after the other. @throws what was thrown there, or the signal's reason */
export function inThread(request: RenderRequest, told: Told = {}): Promise<RenderAnswer> {
  const { signal } = told
  const turn = line.then(() => {
    signal?.throwIfAborted()
    if (kept === null || kept.ended) kept = new Thread()
    return kept.run(request, told)
  })
  line = turn.catch(() => undefined)
  if (signal === undefined) return turn
  return new Promise((resolve, reject) => {
    // also while others are still before it
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    turn.then(resolve, reject)
  })
}

/** Milliseconds after which an idle thread is ended: a typesetter holds 200 MB. */
const longestIdle = 600_000

/** The printing thread, with the typesetter's thread below it. An idle one does not keep the process alive. */
class Thread {
  ended = false
  private readonly worker: Worker
  private answered: (answer: RenderAnswer) => void = () => undefined
  private failed: (reason: Error) => void = () => undefined
  private idle: NodeJS.Timeout | undefined

  constructor() {
    this.worker = new Worker(workerEntry('electron/services/window/render-worker'), { execArgv: [], env: {} })
    this.worker.on('message', (answer: RenderAnswer) => this.answered(answer))
    this.worker.on('error', (error: Error) => this.fail(error))
    this.worker.on('exit', () => this.fail(new Error('the printing thread ended')))
  }

  async run(request: RenderRequest, { signal, progress, remark }: Told): Promise<RenderAnswer> {
    clearTimeout(this.idle)
    this.worker.ref()
    const stop = (): void => this.end(signal?.reason as Error)
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await new Promise((resolve, reject) => {
        this.failed = reject
        this.answered = (answer) => {
          if (answer.kind === 'progress') progress?.(answer.done)
          else if (answer.kind === 'remark') remark?.(answer.text)
          else resolve(answer)
        }
        this.worker.postMessage(request)
      })
    } finally {
      signal?.removeEventListener('abort', stop)
      this.worker.unref()
      this.idle = setTimeout(() => this.end(new Error('idle')), longestIdle).unref()
    }
  }

  /** Ends the thread in the middle of whatever it does, and all threads below it. */
  private end(reason: Error): void {
    this.fail(reason)
    void this.worker.terminate()
  }

  private fail(reason: Error): void {
    this.ended = true
    clearTimeout(this.idle)
    this.failed(reason)
  }
}
