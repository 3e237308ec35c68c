import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createLedger, type Ledger, openLedger } from '../../electron/ledger/ledger.ts'
import { makeSampleBook } from '../../electron/services/sample.ts'
import { type Services, startServices } from '../../electron/services/window/handlers.ts'
import type { Host } from '../../electron/services/window/host.ts'
import type { Result } from '../../shared/channels/result.ts'
import { claim } from './family.ts'

/** The value of what has to succeed before anything hostile is tried. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.fault)}`)
  return result.value
}

const opener = { clock: Date.now, program: 'juesuan hostile' }

/** A ledger with the sample book, closed. */
export async function sampleLedger(path: string): Promise<string> {
  const ledger = must(await createLedger(path, opener))
  must(makeSampleBook(ledger))
  ledger.close()
  return path
}

export const openForTest = (path: string, mode: 'read' | 'write'): Promise<Result<Ledger>> =>
  openLedger(path, { ...opener, mode, wait: 0 })

/** A program without a shell over a copy of the sample ledger: its dialogs answer what a case wants. */
export type TestProgram = {
  readonly services: Services
  /** what the person points out, and where things are saved; null: would rather not */
  readonly answers: { open: string | null; save: string | null }
  readonly book: number
  /** revision of the sample book as the ledger has it, and how many books there are; null while none is open */
  readonly state: () => Promise<{ readonly revision: number; readonly books: number } | null>
  readonly end: () => Promise<void>
}

/** Starts the services in an empty folder over a copy of a ledger, whatever that is; nothing is opened yet. */
export function servicesOver(
  home: string,
  ledger: string,
  answers: TestProgram['answers'] = { open: null, save: null },
): Services {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(join(home, 'documents'), { recursive: true })
  const own = join(home, '账套.juesuan')
  copyFileSync(ledger, own)
  const host: Host = {
    shell: 'browser',
    program: 'juesuan hostile',
    version: '0.0.0',
    runtime: [['Node', process.versions.node]],
    clock: Date.now,
    settingsFolder: join(home, 'settings'),
    documentsFolder: join(home, 'documents'),
    ledger: own,
    chooseOpen: () => Promise.resolve(answers.open),
    chooseSave: () => Promise.resolve(answers.save),
    chooseFolder: () => Promise.resolve(null),
    showFolder: () => Promise.resolve(false),
    reveal: () => undefined,
    closed: () => undefined,
    push: () => undefined,
  }
  return startServices(host, { checksOutput: true })
}

/** Starts a program over a copy of the closed sample ledger, which is opened. */
export async function startProgram(home: string, ledger: string): Promise<TestProgram> {
  const answers: TestProgram['answers'] = { open: null, save: null }
  const services = servicesOver(home, ledger, answers)
  const call = (name: string, input: unknown): Promise<Result<unknown>> =>
    services.serve(name, input, { client: 'hostile', isTrusted: true })
  must(await call('app.start', {}))
  const state = async (): Promise<{ readonly revision: number; readonly books: number } | null> => {
    const listed = await call('books.list', {})
    if (!listed.ok) return null
    const books = listed.value as { readonly id: number; readonly revision: number }[]
    return { revision: books[0]?.revision ?? -1, books: books.length }
  }
  const [first] = must(await call('books.list', {})) as { readonly id: number }[]
  claim(first !== undefined, 'the sample is not there')
  return { services, answers, book: first.id, state, end: () => services.end() }
}
