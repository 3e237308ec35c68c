import type { Structure } from '../../shared/channels/channels.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { BookSummary, Done, Receipt, Snapshot } from '../../shared/channels/values.ts'
import { inverseOf, needlessDefaults } from '../../shared/engine/defaults.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import { totalOutOfRange } from '../../shared/words/amount.ts'
import { type BookNames, namesOf } from '../../shared/words/cells.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { effective, effectiveAfter, isThere, where } from './changes.ts'
import type { BookEvent, Gesture, LiveBook } from './live-book.ts'
import { type ReadBook, readBook, type Surroundings } from './read-book.ts'
import type { Broken, CommitStep, Outcome, Step, Verdict } from './save-queue.ts'
import { SaveQueue } from './save-queue.ts'
import type { BookStatus, SaveState } from './status.ts'

const brokenReason = '与程序的连接中断，改动还在屏幕上'

type Committed = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** A book over the bridge: an engine that is always up to date, and gestures that are saved behind it, in order. */
export class OpenedBook implements LiveBook {
  private readonly around: Surroundings
  private readonly queue: SaveQueue
  /** opened to be looked at */
  isLook: boolean
  private summary: BookSummary
  private current: Engine
  private labels: { undo: string | null; redo: string | null }
  private savedAt: string | null = null
  private fault: string | null = null
  /** the last answer was lost: the first step may have been done */
  private inDoubt = false
  /** revision somebody told us about that we have not seen yet */
  private rumour = 0
  private priorMoved = false
  private offered: readonly Gesture[] = []
  private offeredWhy = ''
  private readonly listeners = new Set<(event: BookEvent) => void>()
  private readonly statusListeners = new Set<() => void>()
  private latest: BookStatus | null = null
  private failing: readonly Finding[] | null = null

  private constructor(around: Surroundings, snapshot: Snapshot, engine: Engine) {
    this.around = around
    this.isLook = around.isLook === true
    this.summary = snapshot.summary
    this.labels = { undo: snapshot.undo, redo: snapshot.redo }
    this.current = engine
    this.queue = new SaveQueue({
      send: (step) => this.send(step),
      onDone: (step, receipt, done) => this.onDone(step, receipt, done),
      onFailed: (step, fault) => this.onFailed(step, fault),
      onIdle: () => this.onIdle(),
      onChange: () => this.changed(),
    })
  }

  /** Opens a book of the ledger that is open. Faults: those of `book.open` and `edition.read`. */
  static async open(around: Surroundings, book: number): Promise<Result<OpenedBook>> {
    const read = await readBook(around, book)
    return read.ok ? ok(new OpenedBook(around, read.value.snapshot, read.value.engine)) : read
  }

  get id(): number {
    return this.summary.id
  }
  get engine(): Engine {
    return this.current
  }
  get department(): string {
    return this.summary.department
  }
  get year(): number {
    return this.summary.year
  }
  get isSealed(): boolean {
    return this.summary.state === 'sealed'
  }
  get readOnly(): boolean {
    return this.lockedBy !== null
  }
  /** Why nothing can be changed; null while it can. */
  get lockedBy(): string | null {
    if (this.isSealed) return '决算已上报，不能修改；要修改请先撤销上报'
    if (this.around.ledgerReadOnly) return '账套以只读方式打开，不能修改'
    return this.isLook ? '正在查看，不能修改；要修改请先点“修改本决算”' : null
  }
  /** From now on a book that was opened to be looked at can be changed. */
  takeUp(): void {
    this.isLook = false
    this.tell({ changed: 'all', place: null })
  }
  readonly findings = (): readonly Finding[] => {
    this.failing ??= this.current.findings()
    return this.failing
  }
  /** What names of cells need of this book. */
  get names(): BookNames {
    return namesOf(this.current, this.year)
  }

  readonly subscribe = (listener: (event: BookEvent) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** For `useSyncExternalStore`: the status is a new object whenever anything in it is. */
  readonly onStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener)
    return () => this.statusListeners.delete(listener)
  }
  readonly status = (): BookStatus => {
    const { summary, labels, offered, offeredWhy } = this
    this.latest ??= { summary, readOnly: this.readOnly, save: this.saveState(), ...labels, offered, offeredWhy }
    return this.latest
  }

  readonly commit = (gesture: Gesture): Committed => {
    const { lockedBy } = this
    if (lockedBy !== null) return { ok: false, reason: lockedBy }
    const changes = effective(this.current.book, gesture.changes)
    if (changes.length === 0) return { ok: true }
    const inverse = inverseOf(this.current.book, changes)
    const applied = this.current.apply(changes)
    if (applied.kind === 'out-of-range') return { ok: false, reason: totalOutOfRange }
    const needless = needlessDefaults(this.current, changes)
    const also = needless.length === 0 ? null : this.current.apply(needless)
    const rebuilt = applied.rebuilt || (also?.kind === 'applied' && also.rebuilt)
    const cells = also?.kind === 'applied' ? [...applied.changed, ...also.changed] : applied.changed
    // what only restates a formula changes nothing in the ledger
    const stored = effectiveAfter(inverse, [...changes, ...needless])
    if (stored.length > 0) {
      this.labels = { undo: gesture.label, redo: null }
      this.queue.push({ kind: 'commit', gesture: { ...gesture, changes: stored }, inverse })
    }
    this.tell({ changed: rebuilt ? 'all' : cells, place: null })
    return { ok: true }
  }

  readonly undo = (): void => this.reverse('undo')
  readonly redo = (): void => this.reverse('redo')

  private reverse(which: 'undo' | 'redo'): void {
    if (this.readOnly) return
    const channel = `book.${which}` as const
    void this.inMain(which === 'undo' ? '撤销' : '重做', (base) =>
      this.around.bridge.call(channel, { book: this.id, base }),
    ).then((outcome) => {
      if (!outcome.ok) this.around.notice(windowFaultText(outcome.fault))
    })
  }

  /** Rows, units, projects, explanations: main knows what they take along. Refused ones change nothing. */
  structure(request: Structure, label: string): Promise<Result<Done>> {
    return this.inMain(label, (base) => this.around.bridge.call('book.structure', { book: this.id, base, request }))
  }

  /** Makes the book what it was after a step of its history, as a new gesture. */
  restoreState(seq: number): Promise<Result<Done>> {
    return this.inMain('恢复', (base) => this.around.bridge.call('book.restoreState', { book: this.id, base, seq }))
  }

  importFile(file: string, refuseConflicts: readonly string[]): Promise<Result<Done>> {
    return this.inMain('导入', (base) =>
      this.around.bridge.call('import.apply', { book: this.id, base, file, refuseConflicts: [...refuseConflicts] }),
    )
  }

  private inMain(label: string, run: (base: number) => Promise<Result<Done>>): Promise<Result<Done>> {
    return new Promise((settle) => this.queue.push({ kind: 'main', label, run, settle }))
  }

  /** Seals the book when everything is stored. Faults: those of `book.seal`. */
  async seal(): Promise<Result<readonly string[]>> {
    if (!(await this.drained()))
      return refuse({ kind: 'request-rejected', where: '上报', reason: '还有改动没有保存，请先重试保存' })
    const sealed = await this.around.bridge.call('book.seal', { book: this.id, base: this.summary.revision })
    if (!sealed.ok) return sealed
    await this.reload()
    return ok(sealed.value.files)
  }

  async unseal(reason: string): Promise<Result<BookSummary>> {
    const opened = await this.around.bridge.call('book.unseal', { book: this.id, reason })
    if (opened.ok) await this.reload()
    return opened
  }

  /** Resolves when everything is stored (true) or cannot be now (false). */
  drained(): Promise<boolean> {
    return this.queue.drained()
  }

  /** Tries again to store what could not be stored. */
  retry(): void {
    this.fault = null
    this.queue.start()
    this.changed()
  }

  /** Makes the offered gestures again on the book as it is now; those it refuses stay offered. */
  reapply(): void {
    const gestures = this.offered
    this.offered = []
    const refused = gestures.filter((gesture) => !this.commit(gesture).ok)
    if (refused.length > 0) this.offered = [...refused, ...this.offered]
    this.changed()
  }

  dropOffered(): void {
    this.offered = []
    this.changed()
  }

  /** Somebody says that the book was changed elsewhere; with a revision we have, it is last year's that moved. */
  heardOf(revision: number): void {
    if (revision > this.summary.revision) this.rumour = Math.max(this.rumour, revision)
    else this.priorMoved = true
    if (!this.queue.isBusy) this.onIdle()
  }

  // ---- the queue's side

  private async send(step: Step): Promise<Outcome> {
    const base = this.summary.revision
    try {
      if (step.kind === 'main') {
        const done = await step.run(base)
        return done.ok ? { ok: true, receipt: done.value.receipt, done: done.value } : done
      }
      const { label, place, changes, difference } = step.gesture
      const committed = await this.around.bridge.call('book.commit', {
        book: this.id,
        base,
        label: label.slice(0, 200),
        place,
        changes: [...changes],
        ...(difference === undefined ? {} : { difference }),
      })
      if (!committed.ok) return committed
      const { also, ...receipt } = committed.value
      return { ok: true, receipt, done: also.length === 0 ? null : { receipt, changes: also, place: null, label } }
    } catch {
      return { ok: false, fault: { kind: 'broken', reason: brokenReason } }
    }
  }

  private onDone(step: Step, receipt: Receipt, done: Done | null): void {
    this.summary = { ...this.summary, revision: receipt.revision }
    this.savedAt = receipt.time
    this.fault = null
    this.inDoubt = false
    // newer gestures on screen are what undo will take first
    if (this.queue.commits.length === 0) this.labels = { undo: receipt.undo, redo: receipt.redo }
    if (done === null) return
    this.follow(done, step.kind === 'main')
    if (step.kind === 'main') step.settle(ok(done))
  }

  /**
   * Takes over what main did, under the gestures that wait: they will come after it in the ledger too.
   *
   * @param goes to the place: where main did the whole gesture, not where it only added to one made here
   */
  private follow({ changes, place }: Pick<Done, 'changes' | 'place'>, goes: boolean): void {
    const waiting = this.queue.commits.flatMap(({ gesture }) => gesture.changes)
    const applied = this.current.apply(effective(this.current.book, [...changes, ...waiting]))
    this.tell({
      changed: applied.kind === 'applied' && !applied.rebuilt ? applied.changed : 'all',
      place: goes ? where(place, changes) : null,
    })
  }

  private async onFailed(step: Step, fault: Fault | Broken): Promise<Verdict> {
    if (fault.kind === 'stale-revision' || fault.kind === 'book-sealed') {
      const read = await this.readAgain()
      if (read === null) return 'hold'
      return this.startOver(read, windowFaultText(fault))
    }
    const isUnsure = fault.kind === 'broken' || fault.kind === 'unexpected'
    const reason = fault.kind === 'broken' ? fault.reason : windowFaultText(fault)
    if (step.kind === 'main') {
      // nothing of it is on screen: it is answered, not kept
      step.settle(
        fault.kind === 'broken' ? refuse({ kind: 'request-rejected', where: step.label, reason }) : refuse(fault),
      )
      this.inDoubt ||= isUnsure
      return 'drop'
    }
    if (fault.kind === 'request-rejected' || fault.kind === 'input-refused' || fault.kind === 'difference-needed') {
      this.takeBack(step)
      this.around.notice(`${step.gesture.label}没有保存：${reason}`)
      return 'drop'
    }
    this.inDoubt ||= isUnsure
    this.fault = reason
    return 'hold'
  }

  /** Undoes one refused gesture on screen; the later ones stay. */
  private takeBack(step: CommitStep): void {
    const later = this.queue.commits.filter((one) => one !== step).flatMap(({ gesture }) => gesture.changes)
    const applied = this.current.apply(effective(this.current.book, [...step.inverse, ...later]))
    this.tell({ changed: applied.kind === 'applied' && !applied.rebuilt ? applied.changed : 'all', place: null })
  }

  /**
   * Begins again from the book as main has it. Gestures that wait are offered again, because they were made on another
   * state; except when only the answer to the first of them was lost and nothing else happened since.
   */
  private startOver({ snapshot, engine }: ReadBook, why: string): Verdict {
    const [first, ...others] = this.queue.commits
    const wasLost =
      this.inDoubt &&
      first !== undefined &&
      snapshot.summary.revision === this.summary.revision + 1 &&
      isThere(engine.book, first.gesture.changes)
    this.inDoubt = false
    for (const step of this.queue.takeAll())
      if (step.kind === 'main') step.settle(refuse({ kind: 'request-rejected', where: step.label, reason: why }))
    if (snapshot.summary.edition.hash !== this.summary.edition.hash && this.around.replaced !== undefined) {
      // gestures on the forms of another edition are not made on these
      this.around.replaced([first, ...others].filter((step) => step !== undefined).length)
      return 'taken'
    }
    this.take(snapshot, engine)
    const again = (wasLost ? others : first === undefined ? [] : [first, ...others]).map(({ gesture }) => gesture)
    if (wasLost) for (const gesture of again) this.commit(gesture)
    else {
      const open = again.filter(({ changes }) => !isThere(this.current.book, changes))
      this.offered = [...this.offered, ...open]
      this.offeredWhy = why
    }
    this.changed()
    return 'taken'
  }

  private onIdle(): void {
    if (this.rumour > this.summary.revision || this.priorMoved) void this.reload()
  }

  /** Reads the book again, for somebody else changed it, or sealed it. What is being stored meanwhile finds out itself. */
  async reload(): Promise<void> {
    const read = await this.readAgain()
    if (read === null || this.queue.isBusy) return
    const { revision, state } = read.snapshot.summary
    // a lower revision is news too: the ledger was restored from a backup
    const isNews = revision !== this.summary.revision || state !== this.summary.state || this.priorMoved
    if (isNews) this.startOver(read, '决算在别处已改动')
  }

  private async readAgain(): Promise<ReadBook | null> {
    try {
      const read = await readBook(this.around, this.id)
      if (read.ok) return read.value
      this.fault = windowFaultText(read.fault)
    } catch {
      this.fault = brokenReason
    }
    this.changed()
    return null
  }

  private take(snapshot: Snapshot, engine: Engine): void {
    this.summary = snapshot.summary
    this.labels = { undo: snapshot.undo, redo: snapshot.redo }
    this.rumour = 0
    this.priorMoved = false
    this.fault = null
    this.current = engine
    this.tell({ changed: 'all', place: null })
  }

  // ---- telling

  private saveState(): SaveState {
    const count = this.queue.commits.length
    if (this.offered.length > 0) return { kind: 'offered', count: this.offered.length, reason: this.offeredWhy }
    if (this.fault !== null) return { kind: 'failed', count, reason: this.fault }
    return this.queue.isBusy ? { kind: 'saving', count } : { kind: 'saved', time: this.savedAt }
  }

  private tell(event: BookEvent): void {
    this.failing = null
    this.changed()
    for (const listener of this.listeners) listener(event)
  }

  private changed(): void {
    this.latest = null
    for (const listener of this.statusListeners) listener()
  }
}
