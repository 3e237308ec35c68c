import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { CellAddress } from '../../shared/address/cell.ts'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { loadEdition } from '../../shared/catalogue/load.ts'
import type { ChannelName, Input, Output, Push } from '../../shared/channels/channels.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import type { FileToken, Start } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import type { CarriedDifference, Difference } from '../../shared/years/carried.ts'
import type { Place } from '../book/live-book.ts'
import { OpenedBook } from '../book/opened-book.ts'
import type { WindowBridge } from '../bridge/bridge.ts'
import { recall, remember } from '../kit/remembered.ts'
import type { UnsavedText } from '../narrative/unsaved-text.tsx'
import type { Dialog, FrameState, LookedFrom, PanelName, Screen, TextPart } from './state.ts'

const noAnswer: Fault = {
  kind: 'request-rejected',
  where: '连接',
  reason: '程序没有应答，请稍候重试；仍不成功时请重新打开程序',
}

export type Notice = { readonly text: string; readonly tone: 'info' | 'success' | 'warning' | 'error' }

/** One window at work: the frame's state, and everything that asks main. Components call it and read its store. */
export class Session {
  readonly bridge: WindowBridge
  readonly store: StoreApi<FrameState>
  /** shows a notice; the frame puts its own in */
  onNotice: (notice: Notice) => void = () => undefined
  /** commits what is being typed; false when it was refused and stays open; the form in sight puts its own in */
  endEditing: () => boolean = () => true
  /** the same for a text of the document; the text part puts its own in */
  endWriting: () => boolean = () => true
  /** commands of the text part; null while it is not on screen */
  textPart: TextPart | null = null
  /** offers a finished file: to be shown in its folder, or kept by the browser */
  onExported: (file: FileToken) => void = () => undefined
  /** puts the focus back into the form in sight */
  focusForm: () => void = () => undefined
  /** runs a command from the desktop's menu; the frame puts its own in */
  onMenu: (command: string) => void = () => undefined
  private readonly editions = new Map<string, LinkedEdition>()
  private serial = 0

  constructor(bridge: WindowBridge) {
    this.bridge = bridge
    this.store = createStore<FrameState>(() => ({
      start: null,
      fault: null,
      books: [],
      moved: [],
      newer: null,
      editions: [],
      book: null,
      form: '',
      goTo: null,
      screen: 'form',
      block: null,
      reading: null,
      unsavedTexts: [],
      lookedFrom: null,
      cameFrom: null,
      dialog: null,
      visited: null,
      panel: recall<PanelName>('panel', 'findings'),
      isPanelOpen: recall('panelOpen', true),
      unit: recall<'万元' | '元'>('unit', '万元'),
      grid: null,
      busy: null,
      cancelBusy: null,
      progress: null,
    }))
    bridge.listen((push) => this.hear(push))
    bridge.guardLeaving(() => this.isUnsaved)
  }

  /** Whether something on screen or offered again is not in the ledger. */
  get isUnsaved(): boolean {
    const { book, unsavedTexts } = this.state
    return unsavedTexts.length > 0 || (book !== null && book.status().save.kind !== 'saved')
  }

  get state(): FrameState {
    return this.store.getState()
  }
  set(change: Partial<FrameState>): void {
    this.store.setState(change)
  }
  notice(text: string, tone: Notice['tone'] = 'info'): void {
    this.onNotice({ text, tone })
  }
  /** Tells why something was refused. */
  tellFault(fault: Fault): void {
    this.notice(windowFaultText(fault), fault.kind === 'unexpected' ? 'error' : 'warning')
  }

  /** Asks main; a broken connection is a fault like any other. */
  async ask<N extends ChannelName>(name: N, input: Input<N>): Promise<Result<Output<N>>> {
    try {
      return await this.bridge.call(name, input)
    } catch {
      return refuse(noAnswer)
    }
  }

  /** Shows what the window waits for while it waits, with a button that calls it off where that can be done. */
  async during<T>(busy: string, work: () => Promise<T>, cancelBusy: (() => void) | null = null): Promise<T> {
    this.set({ busy, cancelBusy, progress: null })
    try {
      return await work()
    } finally {
      this.set({ busy: null, cancelBusy: null, progress: null })
    }
  }

  // ---- ledgers

  /** The first question: which ledger is open, or why none is. */
  begin(): Promise<void> {
    return this.withLedger('正在打开账套', () => this.ask('app.start', {}))
  }

  /** Takes over the ledger that main opened; a cancelled dialog changes nothing. */
  async withLedger(busy: string, open: () => Promise<Result<Start>>): Promise<void> {
    if (!(await this.leave())) return
    await this.during(busy, async () => {
      const started = await open()
      if (!started.ok) {
        if ((this.state.start?.ledger ?? null) === null) this.set({ fault: started.fault })
        else this.tellFault(started.fault)
        return
      }
      // also a ledger of the same path is another one now: it may have been restored
      await this.enter(started.value, true)
    })
  }

  private async enter(start: Start, isOther: boolean): Promise<void> {
    this.set({
      start,
      fault: start.fault,
      ...(isOther || start.ledger === null ? { book: null, books: [], moved: [] } : {}),
    })
    if (start.ledger === null) return
    await this.enterBooks(start.ledger.path)
    // editions that no book here is filled under are made ready for the list: the first book does not wait for them
    void this.refreshEditions()
  }

  /** The books of the ledger, and the one that was open last. */
  private async enterBooks(ledger: string): Promise<void> {
    const [books, moved] = await Promise.all([this.ask('books.list', {}), this.ask('books.moved', {})])
    if (!books.ok) {
      this.set({ fault: books.fault })
      return
    }
    this.set({ books: books.value, moved: moved.ok ? moved.value : [] })
    if (this.state.book !== null) return
    const last = recall<number>(`book.${ledger}`, -1)
    const newest = [...books.value].sort((a, b) => b.year - a.year)[0]
    const wanted = books.value.find(({ id }) => id === last) ?? newest
    if (wanted !== undefined) await this.openBook(wanted.id)
  }

  async refreshBooks(): Promise<void> {
    const [books, moved] = await Promise.all([this.ask('books.list', {}), this.ask('books.moved', {})])
    if (books.ok) this.set({ books: books.value })
    if (moved.ok) this.set({ moved: moved.value })
  }

  async refreshEditions(): Promise<void> {
    const editions = await this.ask('editions.list', {})
    if (editions.ok) this.set({ editions: editions.value })
  }

  /** Stores what waits before something else is opened; false when that is not possible. */
  async leave(): Promise<boolean> {
    const { book } = this.state
    if (book === null) return true
    if (!this.endWriting()) {
      this.notice('决算说明里正在写的文字还没有保存，请先决定用哪一份', 'warning')
      return false
    }
    this.endEditing()
    if (this.isAsking) return false
    if (await book.drained()) return true
    this.notice('还有改动没有保存，请先重试保存', 'warning')
    return false
  }

  // ---- books

  /**
   * Opens a book of the ledger.
   *
   * @param from where one looks it up from: then nothing in it can be changed until that is asked for
   * @returns whether it is open now
   */
  async openBook(id: number, from: LookedFrom | null = null): Promise<boolean> {
    if (this.state.book?.id === id) return true
    if (!(await this.leave())) return false
    const opened = await OpenedBook.open(
      {
        bridge: this.bridge,
        edition: (hash) => this.edition(hash),
        ledgerReadOnly: this.state.start?.ledger?.readOnly === true,
        isLook: from !== null,
        notice: (text) => this.notice(text, 'warning'),
        replaced: (unsaved) => void this.followEdition(unsaved),
      },
      id,
    )
    if (!opened.ok) {
      this.tellFault(opened.fault)
      return false
    }
    const book = opened.value
    const { forms, formIndex } = book.engine.edition
    const last = recall('form', '')
    this.set({
      book,
      form: formIndex.has(last) ? last : (forms[0]?.key ?? ''),
      goTo: null,
      block: null,
      reading: null,
      lookedFrom: from,
      newer: null,
      cameFrom: null,
      grid: null,
    })
    if (from === null) remember(`book.${this.state.start?.ledger?.path ?? ''}`, id)
    book.subscribe(({ place }) => {
      // comparisons show what a gesture did without going there
      if (place !== null && this.state.book === book && this.state.screen !== 'analysis') this.goTo(place)
    })
    return true
  }

  /** Opens the open book anew: its edition is another one, and so are its forms. */
  async reopenBook(): Promise<void> {
    const { book } = this.state
    if (book === null) return
    await this.during('正在打开决算', async () => {
      // gone first: nothing of the old forms is to be asked about the new ones
      this.set({ book: null })
      await this.openBook(book.id)
    })
  }

  /** Somebody else moved the open book to another revision of its edition. */
  private async followEdition(unsaved: number): Promise<void> {
    await Promise.all([this.reopenBook(), this.refreshBooks()])
    const lost = unsaved === 0 ? '' : `；${unsaved} 步没有保存的改动请重新填写`
    this.notice(`决算的套表在别处改成了新版次，屏幕已换成最新内容${lost}`, 'warning')
  }

  private async edition(hash: string): Promise<Result<LinkedEdition>> {
    const known = this.editions.get(hash)
    if (known !== undefined) return ok(known)
    const read = await this.ask('edition.read', { hash })
    if (!read.ok) return read
    try {
      const edition = loadEdition(read.value)
      this.editions.set(hash, edition)
      return ok(edition)
    } catch (error) {
      // main has linked it too: only a program of another version would send one that cannot be
      return refuse({ kind: 'edition-invalid', file: hash.slice(0, 12), property: '', reason: String(error) })
    }
  }

  // ---- where one looks

  showForm(form: string): void {
    this.endEditing()
    this.set({ form, goTo: null, screen: 'form', cameFrom: null })
    remember('form', form)
  }

  /** Shows a place and points out further cells. */
  goTo(place: Place, cells: readonly CellAddress[] = []): void {
    this.serial++
    const { screen, cameFrom } = this.state
    this.set({
      form: place.form,
      goTo: { place, cells, serial: this.serial },
      screen: 'form',
      cameFrom: screen === 'text' || screen === 'analysis' ? screen : cameFrom,
    })
    remember('form', place.form)
  }

  /** Shows the text part or the cover in place of the form. */
  showScreen(screen: Screen): void {
    this.endEditing()
    this.set({ screen, grid: null, block: null, cameFrom: null })
  }

  /** Shows a block of the text part. */
  showBlock(key: string): void {
    this.endEditing()
    this.serial++
    this.set({ screen: 'text', grid: null, block: { key, serial: this.serial }, cameFrom: null })
  }

  /** The form so many places further in printed order, round the ends. */
  stepForm(by: number): void {
    const forms = this.state.book?.engine.edition.forms ?? []
    const at = forms.findIndex(({ key }) => key === this.state.form)
    const next = forms[(at + by + forms.length) % forms.length]
    if (next !== undefined) this.showForm(next.key)
  }

  showDialog(dialog: Dialog | null): void {
    this.endEditing()
    // what was typed last may ask something, and is answered first
    if (!this.isAsking) this.set({ dialog })
  }

  /** Asks why carried cells are to say something else than last year's book; null leaves them as they are. */
  askDifference(differences: readonly CarriedDifference[]): Promise<Difference | null> {
    return new Promise((answer) => this.set({ dialog: { kind: 'difference', differences, answer } }))
  }

  /** Whether a gesture waits for an answer: it is neither done nor given up. */
  private get isAsking(): boolean {
    return this.state.dialog?.kind === 'difference'
  }

  showPanel(panel: PanelName, isPanelOpen = true): void {
    this.set({ panel, isPanelOpen })
    remember('panel', panel)
    remember('panelOpen', isPanelOpen)
  }

  setUnit(unit: FrameState['unit']): void {
    this.endEditing()
    this.set({ unit })
    remember('unit', unit)
  }

  /** Words whose editor went away before they could be stored: the user decides about them. */
  keepUnsaved(text: UnsavedText): void {
    this.set({ unsavedTexts: [...this.state.unsavedTexts, text] })
  }

  // ---- what main says

  private hear(push: Push): void {
    switch (push.kind) {
      case 'book-changed':
        if (push.book === this.state.book?.id) this.state.book.heardOf(push.revision)
        void this.refreshBooks()
        break
      case 'ledger-changed':
        void this.follow()
        break
      case 'progress':
        this.set({ progress: push.done })
        break
      case 'trouble':
        this.tellFault(push.fault)
        break
      case 'menu':
        this.onMenu(push.command)
        break
      case 'closing':
        void this.close()
        break
    }
  }

  /** Somebody else opened or restored a ledger, or made or sealed a book in this one. */
  private async follow(): Promise<void> {
    const start = await this.ask('app.start', {})
    if (!start.ok) return
    const { book } = this.state
    await this.enter(start.value, start.value.ledger?.path !== this.state.start?.ledger?.path)
    // one that was opened just now has been read just now
    if (this.state.book === book) await book?.reload()
  }

  /** Ends the editor, stores what waits, and tells main whether everything is in the ledger. */
  private async close(): Promise<void> {
    const isEntered = this.endEditing() && !this.isAsking
    const { book } = this.state
    const saved = book === null || (isEntered && (await book.drained()) && book.status().offered.length === 0)
    await this.ask('app.closed', { saved })
  }
}
