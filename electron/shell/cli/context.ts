import { resolve } from 'node:path'
import type { Fault } from '../../../shared/channels/faults.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { type Ledger, type Opener, openLedger } from '../../ledger/ledger.ts'
import { program } from '../../program/version.ts'
import { type BookChoice, type OpenBook, openBook } from '../../services/open-book.ts'
import { type Arguments, badRequest } from './arguments.ts'

export { program }

/** The world as a command sees it; tests give their own. */
export type Io = {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** relative paths start here */
  readonly cwd: string
  /** milliseconds since 1970 UTC */
  readonly clock: () => number
  /** where an unexpected error is noted, without amounts and names */
  readonly logFile: string
  /** milliseconds to wait for another writer */
  readonly wait?: number
}

export type Context = {
  readonly args: Arguments
  readonly opener: Opener
  /** absolute path of a path given */
  readonly path: (text: string) => string
  /** where unexpected errors are noted */
  readonly logFile: string
}

/** What a command has to say: one JSON value, or lines for people. */
export type Outcome = {
  readonly json: unknown
  readonly lines: readonly string[]
  /** a fault that comes with a result of its own: the findings that block sealing, the problems of a ledger */
  readonly fault?: Fault
  /** one line about that fault, where its usual words would not fit what was done */
  readonly message?: string
  /** 1 from `check` when an error stands */
  readonly exit?: 1
}
export type Handler = (context: Context) => Result<Outcome> | Promise<Result<Outcome>>

export const contextOf = (args: Arguments, io: Io): Context => ({
  args,
  opener: { clock: io.clock, program, ...(io.wait === undefined ? {} : { wait: io.wait }) },
  path: (text) => resolve(io.cwd, text),
  logFile: io.logFile,
})

/** Opens the ledger of `--ledger`, runs `act`, and closes it whatever happens. */
export async function withLedger(
  context: Context,
  mode: 'read' | 'write',
  act: (ledger: Ledger) => Result<Outcome> | Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  const { args, opener, path } = context
  const opened = await openLedger(path(args.need('ledger')), { ...opener, mode })
  if (!opened.ok) return opened
  try {
    return await act(opened.value)
  } finally {
    opened.value.close()
  }
}

/** The book of `--department` and `--year`. Fault: request-rejected for what is no year. */
export function choiceOf({ args }: Context): Result<BookChoice> {
  const year = args.need('year')
  if (!/^[0-9]{4}$/.test(year)) return badRequest(`--year ${year}`, '应为四位年份，如 2024')
  return ok({ department: args.text('department'), year: Number(year) })
}

/** `withLedger`, with the book of `--department` and `--year` opened. */
export async function withBook(
  context: Context,
  mode: 'read' | 'write',
  act: (open: OpenBook) => Result<Outcome> | Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  const choice = choiceOf(context)
  if (!choice.ok) return choice
  return withLedger(context, mode, (ledger) => {
    const open = openBook(ledger, choice.value)
    return open.ok ? act(open.value) : open
  })
}
