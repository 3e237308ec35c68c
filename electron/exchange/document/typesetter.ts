import { Worker } from 'node:worker_threads'
import type { PrintedTable } from '../../../shared/layout/table.ts'
import { workerEntry } from '../../program/places.ts'
import type { DocumentContent, DocumentProperties } from './content.ts'
import { documentModel, formModel, type PlacedText } from './document-model.ts'
import type { OwnFonts } from './font-set.ts'
import { charactersOf, type Remark, remarksOn } from './remarks.ts'
import type { Checked, TypesetAnswer, TypesetRequest, TypesetSetup } from './typeset-protocol.ts'

/** A printed document, and what a person should know about it. */
export type Printed = { readonly bytes: Uint8Array; readonly remarks: readonly Remark[] }

export type LookedOver = Pick<Checked, 'lacking' | 'troubles'> & Pick<Printed, 'remarks'>

export type PrintOptions = {
  /** ends the run at once, at any moment; the promise is rejected with the signal's reason */
  readonly signal?: AbortSignal
  /** told how much of the work is done, from 0 to 1 */
  readonly progress?: (done: number) => void
}

export type TypesetterOptions = {
  readonly fonts?: OwnFonts
  /** a thread is replaced after so many documents: the compiler keeps what it set and never gives memory back */
  readonly documents?: number
  /** … or when it holds so many bytes */
  readonly memory?: number
}

/** Steps of a run, as shares of the work. */
const steps = { started: 0.02, ready: 0.3, checked: 0.35, printed: 1 } as const

/**
 * Prints documents as PDF in a thread of its own that is started by the first one and kept warm for the next. The same
 * content gives the same bytes. One document is set at a time, others wait in line; the calling thread only makes the
 * model (some milliseconds). An idle typesetter does not keep the process alive.
 */
export class Typesetter {
  private readonly options: Required<TypesetterOptions>
  private thread: Thread | null = null
  private line: Promise<unknown> = Promise.resolve()

  constructor({ fonts = {}, documents = 24, memory = 176 * 2 ** 20 }: TypesetterOptions = {}) {
    this.options = { fonts, documents, memory }
  }

  /** The whole public document. */
  printDocument(content: DocumentContent, options: PrintOptions = {}): Promise<Printed> {
    const { model, texts } = documentModel(content)
    return this.print({ template: 'book', wanted: 'pdf', model: JSON.stringify(model) }, texts, options)
  }

  /** One form. */
  printForm(table: PrintedTable, properties: DocumentProperties, options: PrintOptions = {}): Promise<Printed> {
    const { model, texts } = formModel(table, properties)
    return this.print({ template: 'form', wanted: 'pdf', model: JSON.stringify(model) }, texts, options)
  }

  /** What printing the document would remark, and what the fonts of the machine lack for it, without printing it. */
  async lookOver(content: DocumentContent, options: PrintOptions = {}): Promise<LookedOver> {
    const { texts } = documentModel(content)
    const { remarks, checked } = await this.print({ template: 'book', wanted: 'characters', model: '' }, texts, options)
    return { remarks, lacking: checked.lacking, troubles: checked.troubles }
  }

  /** The number printed on the page of each heading of the whole document, in the order of its contents. */
  async pagesOf(content: DocumentContent, options: PrintOptions = {}): Promise<readonly number[]> {
    const { model, texts } = documentModel(content)
    return (await this.print({ template: 'book', wanted: 'pages', model: JSON.stringify(model) }, texts, options)).pages
  }

  /** Starts the thread, so that the first document finds it ready. */
  warmUp(): void {
    this.thread ??= new Thread(this.options.fonts)
  }

  /** Ends the thread, and with it a run under way; a later document starts another. */
  async close(): Promise<void> {
    const { thread } = this
    this.thread = null
    await thread?.end(new Error('the typesetter was closed'))
  }

  private print(
    asked: Omit<TypesetRequest, 'characters'>,
    texts: readonly PlacedText[],
    options: PrintOptions,
  ): Promise<Made> {
    const request: TypesetRequest = { ...asked, characters: charactersOf(texts) }
    const run = this.line.then(() => this.run(request, texts, options))
    this.line = run.catch(() => undefined)
    return run
  }

  private async run(request: TypesetRequest, texts: readonly PlacedText[], options: PrintOptions): Promise<Made> {
    const { signal, progress } = options
    signal?.throwIfAborted()
    if (this.thread?.ended === true) this.thread = null
    this.warmUp()
    const thread = this.thread as Thread
    const stop = (): void => {
      if (this.thread === thread) this.thread = null
      void thread.end(signal?.reason instanceof Error ? signal.reason : new Error('stopped'))
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      progress?.(steps.started)
      const { bytes, pages, checked, memory } = await thread.run(request, (step) => progress?.(steps[step]))
      if (thread.documents >= this.options.documents || memory > this.options.memory) {
        this.thread = null
        // the next document finds the successor started
        void thread.end(new Error('replaced')).then(() => this.warmUp())
      }
      progress?.(steps.printed)
      return { bytes, remarks: remarksOn(texts, checked.missing, checked.troubles), pages, checked }
    } catch (error) {
      // a compiler that failed once is not asked again
      if (this.thread === thread) this.thread = null
      void thread.end(new Error('failed'))
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }
}

type Outcome = {
  readonly pages: readonly number[]
  readonly bytes: Uint8Array
  readonly memory: number
  readonly checked: Checked
}
type Made = Printed & Pick<Outcome, 'pages' | 'checked'>

const nothing = new Uint8Array()

/** The worker thread of a typesetter. */
class Thread {
  documents = 0
  ended = false
  private readonly worker: Worker
  private readonly ready: Promise<void>
  private answered: (answer: TypesetAnswer) => void = () => undefined
  private failed: (reason: Error) => void = () => undefined

  constructor(fonts: OwnFonts) {
    const setup: TypesetSetup = { fonts }
    this.worker = new Worker(workerEntry('electron/exchange/document/typeset-worker'), {
      workerData: setup,
      execArgv: [],
      env: {},
    })
    this.ready = new Promise((resolve, reject) => {
      this.answered = () => resolve()
      this.failed = reject
    })
    // nobody may be waiting yet
    this.ready.catch(() => undefined)
    this.worker.on('message', (answer: TypesetAnswer) => this.answered(answer))
    this.worker.on('error', (error: Error) => this.fail(error))
    this.worker.on('exit', () => this.fail(new Error('the typesetting thread ended')))
    this.worker.unref()
  }

  async run(request: TypesetRequest, told: (step: 'ready' | 'checked') => void): Promise<Outcome> {
    this.worker.ref()
    try {
      await this.ready
      told('ready')
      this.documents++
      return await new Promise((resolve, reject) => {
        this.failed = reject
        let checked: Checked = { missing: '', troubles: [], lacking: [] }
        this.answered = (answer) => {
          if (answer.kind === 'failed') reject(new Error(answer.reason))
          if (answer.kind === 'printed') resolve({ ...answer, pages: [], checked })
          if (answer.kind === 'pages') resolve({ ...answer, bytes: nothing, checked })
          if (answer.kind !== 'checked') return
          checked = answer
          told('checked')
          if (request.wanted === 'characters') resolve({ checked, bytes: nothing, pages: [], memory: 0 })
        }
        this.worker.postMessage(request)
      })
    } finally {
      this.worker.unref()
    }
  }

  async end(reason: Error): Promise<void> {
    this.fail(reason)
    await this.worker.terminate()
  }

  private fail(reason: Error): void {
    this.ended = true
    this.failed(reason)
  }
}
