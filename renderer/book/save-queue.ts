import type { Fault } from '../../shared/channels/faults.ts'
import type { Result } from '../../shared/channels/result.ts'
import type { Done, Receipt } from '../../shared/channels/values.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import type { Gesture } from './live-book.ts'

/** A gesture already on screen, waiting to be stored; `inverse` takes it back. */
export type CommitStep = {
  readonly kind: 'commit'
  readonly gesture: Gesture
  readonly inverse: readonly FactChange[]
}
/** Something main does by itself: undo, a row removed with its cells, an import. The window follows what it reports. */
export type MainStep = {
  readonly kind: 'main'
  readonly label: string
  readonly run: (base: number) => Promise<Result<Done>>
  readonly settle: (outcome: Result<Done>) => void
}
export type Step = CommitStep | MainStep

/** Why the connection to the ledger's owner cannot be trusted: what was sent may or may not have been done. */
export type Broken = { readonly kind: 'broken'; readonly reason: string }
/** What became of a step. */
export type Outcome =
  | { readonly ok: true; readonly receipt: Receipt; readonly done: Done | null }
  | { readonly ok: false; readonly fault: Fault | Broken }

/** What to do after a step that was not done: `drop` it, `hold` everything until asked, or the steps were `taken` away. */
export type Verdict = 'drop' | 'hold' | 'taken'

export type SaveQueueEvents = {
  readonly send: (step: Step) => Promise<Outcome>
  readonly onDone: (step: Step, receipt: Receipt, done: Done | null) => void
  /** may read and replace the steps that wait; asked before anything else is sent */
  readonly onFailed: (step: Step, fault: Fault | Broken) => Promise<Verdict> | Verdict
  readonly onIdle: () => void
  readonly onChange: () => void
}

/**
 * Gestures on their way to the ledger, strictly in order, one call at a time and each its own journal row. Nothing is
 * delayed and nothing is thrown away: what could not be stored stays here until it is, or is given back.
 */
export class SaveQueue {
  private readonly events: SaveQueueEvents
  /** not yet stored, the one in flight first */
  private steps: Step[] = []
  private running = false
  private held = false
  private waiters: ((isEmpty: boolean) => void)[] = []

  constructor(events: SaveQueueEvents) {
    this.events = events
  }

  get isBusy(): boolean {
    return this.running || this.steps.length > 0
  }

  /** Commits on screen that main does not have yet. */
  get commits(): CommitStep[] {
    return this.steps.filter((step) => step.kind === 'commit')
  }

  /** Adds a step; a held queue tries again, for the reason may be gone. */
  push(step: Step): void {
    this.steps.push(step)
    this.events.onChange()
    this.start()
  }

  /** Sends what waits, after a fault. */
  start(): void {
    this.held = false
    if (!this.running) void this.run()
  }

  /** Takes all steps away, for whoever offers them again. */
  takeAll(): Step[] {
    const taken = this.steps
    this.steps = []
    return taken
  }

  /** Resolves when nothing waits (true), or when what waits cannot be stored now (false). */
  drained(): Promise<boolean> {
    if (!this.isBusy) return Promise.resolve(true)
    if (this.held) return Promise.resolve(false)
    return new Promise((resolve) => this.waiters.push(resolve))
  }

  private async run(): Promise<void> {
    this.running = true
    for (let step = this.steps[0]; step !== undefined && !this.held; step = this.steps[0]) {
      const outcome = await this.events.send(step)
      if (outcome.ok) {
        this.steps = this.steps.filter((one) => one !== step)
        this.events.onDone(step, outcome.receipt, outcome.done)
      } else {
        const verdict = await this.events.onFailed(step, outcome.fault)
        if (verdict === 'drop') this.steps = this.steps.filter((one) => one !== step)
        else if (verdict === 'hold') this.held = true
      }
      this.events.onChange()
    }
    this.running = false
    const isEmpty = this.steps.length === 0
    if (isEmpty) this.events.onIdle()
    const waiters = this.waiters
    this.waiters = []
    for (const resolve of waiters) resolve(isEmpty)
    this.events.onChange()
  }
}
