import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Fault } from '../../../shared/channels/faults.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { Start } from '../../../shared/channels/values.ts'
import { createLedger, type Ledger, type Opener, openLedger } from '../../ledger/ledger.ts'
import { rejected } from '../gesture.ts'
import type { Incidents } from '../incidents.ts'
import type { OpenBook } from '../open-book.ts'
import type { Host } from './host.ts'
import { OpenBooks } from './open-books.ts'
import { SettingsFile } from './settings.ts'

export const ledgerEnding = '.juesuan'

/** An open ledger and the books of it that are being worked on. */
export type OpenLedger = { readonly ledger: Ledger; readonly books: OpenBooks }

/**
 * What one program has open: at most one ledger, shared by all its windows. Ledgers are opened and closed one after
 * the other, and only when no longer task is at work on the open one.
 */
export class Workspace {
  readonly host: Host
  readonly settings: SettingsFile
  private readonly incidents: Incidents
  private open: OpenLedger | null = null
  /** the ledger that could not be opened, and why */
  private trouble: { readonly path: string; readonly fault: Fault } | null = null
  private isStarted = false
  /** the beginning nobody has asked for yet */
  private beginning: Promise<void> | null = null
  private switching: Promise<unknown> = Promise.resolve()
  private readonly tasks = new Set<Promise<unknown>>()

  constructor(host: Host, incidents: Incidents) {
    this.host = host
    this.incidents = incidents
    this.settings = new SettingsFile(host.settingsFolder)
  }

  get opener(): Opener {
    const { clock, program } = this.host
    // long enough for a program that is just ending; a person waits for the answer
    return { clock, program, wait: 800 }
  }

  /** The open ledger. Fault: request-rejected if there is none. */
  get current(): Result<OpenLedger> {
    return this.open === null ? rejected('账套', '还没有打开账套') : ok(this.open)
  }

  /** The ledger that is meant: the open one, or the one that could not be opened. */
  get meant(): Result<string> {
    const path = this.open?.ledger.path ?? this.trouble?.path
    return path === undefined ? rejected('账套', '还没有打开账套') : ok(path)
  }

  /** What the window shows first. */
  start(): Start {
    const { host, open, trouble } = this
    return {
      shell: host.shell,
      version: host.version,
      ledger:
        open === null
          ? null
          : { name: nameOf(open.ledger.path), path: open.ledger.path, readOnly: open.ledger.mode === 'read' },
      fault: trouble?.fault ?? null,
      recent: this.recent().map((path) => ({ name: nameOf(path), path, present: existsSync(path) })),
    }
  }

  /** Ledgers opened before, newest first, then others that lie where new ones go. */
  recent(): readonly string[] {
    return [...new Set([...this.settings.recent, ...ledgersIn(this.host.documentsFolder)])].slice(0, 20)
  }

  /** Does before the first window asks what it is going to ask for. */
  async warm(): Promise<void> {
    this.beginning = this.beginNow()
    await this.beginning
    this.open?.books.warm()
  }

  /** First the ledger asked for or the last one; later, what could not be opened is tried again. */
  async begin(): Promise<Start> {
    const { beginning } = this
    this.beginning = null
    if (beginning !== null) await beginning
    else if (this.open === null) await this.beginNow()
    return this.start()
  }

  private beginNow(): Promise<void> {
    return this.whenIdle(async () => {
      const first = this.isStarted ? null : (this.host.ledger ?? this.settings.last)
      const path = this.trouble?.path ?? first
      this.isStarted = true
      if (this.open === null && path !== null) await this.openNow(path, 'write')
    })
  }

  /** Opens a ledger in place of the open one. What stands against it is in `Start.fault`. */
  openAt(path: string, mode: 'read' | 'write'): Promise<Start> {
    return this.whenIdle(async () => {
      await this.openNow(resolve(path), mode)
      return this.start()
    })
  }

  /** Makes a new ledger and opens it. Faults: those of creating, and of `fill`; then what was open stays open. */
  createAt(path: string, fill: (ledger: Ledger) => Result<unknown> = () => ok(null)): Promise<Result<Start>> {
    return this.whenIdle(async () => {
      const created = await createLedger(path, this.opener)
      if (!created.ok) return created
      const filled = fill(created.value)
      if (!filled.ok) {
        created.value.close()
        return filled
      }
      this.take(created.value)
      return ok(this.start())
    })
  }

  /** Runs `act` while no ledger is open, and opens the one at the path it gives. */
  replacing(act: () => Promise<Result<string>>): Promise<Result<Start>> {
    return this.whenIdle(async () => {
      const before = this.open?.ledger
      this.closeNow()
      const path = await act()
      if (path.ok) await this.openNow(path.value, 'write')
      else if (before !== undefined) await this.openNow(before.path, before.mode)
      return path.ok ? ok(this.start()) : path
    })
  }

  /** Runs `act` while no ledger is open, and opens again the one that was. */
  apart<T>(act: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.whenIdle(async () => {
      const before = this.open?.ledger
      this.closeNow()
      try {
        return await act()
      } finally {
        if (before !== undefined) await this.openNow(before.path, before.mode)
      }
    })
  }

  /** Closes the ledger on purpose. */
  closeLedger(): Promise<Start> {
    return this.whenIdle(() => {
      this.closeNow()
      this.trouble = null
      this.settings.closed()
      return Promise.resolve(this.start())
    })
  }

  /** The program ends: finishes what is being done, closes the ledger. */
  async end(): Promise<void> {
    await this.whenIdle(() => {
      this.closeNow()
      return Promise.resolve()
    })
    await this.settings.settled()
  }

  /** A longer task on the open ledger, which stays open until it is done. */
  async during<T>(act: (open: OpenLedger) => Promise<Result<T>>): Promise<Result<T>> {
    await this.switching
    const { current } = this
    if (!current.ok) return current
    const task = act(current.value)
    this.tasks.add(task)
    try {
      return await task
    } finally {
      this.tasks.delete(task)
    }
  }

  /** One synchronous stretch with a book of the open ledger. Faults: those of `current`, of finding the book, of `act`. */
  withBook<T>(id: number, act: (open: OpenBook, at: OpenLedger) => Result<T>): Result<T> {
    const { current } = this
    if (!current.ok) return current
    const open = current.value.books.get(id)
    return open.ok ? act(open.value, current.value) : open
  }

  private whenIdle<T>(act: () => Promise<T>): Promise<T> {
    const result = this.switching.then(async () => {
      await Promise.allSettled(this.tasks)
      return act()
    })
    this.switching = result.catch(() => undefined)
    return result
  }

  private async openNow(path: string, mode: 'read' | 'write'): Promise<void> {
    if (this.open?.ledger.path === path && this.open.ledger.mode === mode) return
    this.closeNow()
    const opened = await openLedger(path, { ...this.opener, mode })
    if (opened.ok) this.take(opened.value)
    else this.trouble = { path, fault: opened.fault }
  }

  private take(ledger: Ledger): void {
    this.closeNow()
    this.trouble = null
    this.open = { ledger, books: new OpenBooks(ledger) }
    this.settings.opened(ledger.path)
    if (ledger.mode === 'write') this.backUpDaily(ledger)
  }

  /** Nobody waits for it: it begins when the window has drawn itself, and only its failure is told. */
  private backUpDaily(ledger: Ledger): void {
    const timer = setTimeout(() => {
      if (this.open?.ledger !== ledger) return
      const task = ledger.autoBackup('daily').then(
        (made) => {
          if (made.ok) return
          this.incidents.note('daily backup', made.fault.kind)
          this.host.push({ kind: 'trouble', fault: made.fault }, () => true)
        },
        (error: unknown) => {
          this.host.push({ kind: 'trouble', fault: this.incidents.unexpected(error, 'daily backup') }, () => true)
        },
      )
      this.tasks.add(task)
      void task.finally(() => this.tasks.delete(task))
    }, 1_500)
    timer.unref()
  }

  private closeNow(): void {
    this.open?.ledger.close()
    this.open = null
  }
}

const nameOf = (path: string): string => basename(path, ledgerEnding)

function ledgersIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(ledgerEnding))
    return names.sort().map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** A name in a folder that is free: `name`, `name（2）` … The folder is made if need be. */
export function freePath(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true })
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}${number === 1 ? '' : `（${number}）`}${ledgerEnding}`)
    if (!existsSync(path)) return path
  }
}
