import type { ChannelName, Input, Output } from '../../shared/channels/channels.ts'
import type { Result } from '../../shared/channels/result.ts'
import type { FileToken } from '../../shared/channels/values.ts'
import type { Fact, FactChange } from '../../shared/engine/facts.ts'
import type { Chance } from '../testing/chance.ts'
import { Crash } from './case.ts'

/** A call of the window's protocol, whatever carries it; rejects when the program is gone. */
export type Call = <N extends ChannelName>(name: N, input: Input<N>) => Promise<Result<Output<N>>>

/** What a window was told: the revision of the book, and the value each fact was last given. */
export type Told = {
  revision: number
  readonly values: Map<string, Fact['value'] | null>
  /** a gesture that was sent and not answered */
  sent: readonly FactChange[]
  /** the last workbook that was handed out */
  exported: FileToken | null
  /** backups by their names, with what the book said then */
  readonly backups: ToldBackup[]
}

/** A backup that was acknowledged. */
export type ToldBackup = {
  readonly name: string
  readonly revision: number
  readonly values: readonly (readonly [string, Fact['value'] | null])[]
}

export const nothingTold = (revision: number): Told => ({
  revision,
  values: new Map(),
  sent: [],
  exported: null,
  backups: [],
})

/** Work of a window, chosen by chance: what accountants do. */
export type Work = 'typing' | 'pasting' | 'structure' | 'exporting' | 'backingUp'
export const works: readonly Work[] = ['typing', 'typing', 'typing', 'pasting', 'structure', 'exporting', 'backingUp']

/** Opens the only book of the ledger the program has open. */
export async function openedBook(call: Call): Promise<{ readonly book: number; readonly told: Told }> {
  const started = await must(call, 'app.start', {})
  if (started.fault !== null) throw new Crash(`the window cannot open its ledger: ${JSON.stringify(started.fault)}`)
  const [summary] = await must(call, 'books.list', {})
  if (summary === undefined) throw new Crash('the window has no book')
  const { summary: opened } = await must(call, 'book.open', { book: summary.id })
  return { book: opened.id, told: nothingTold(opened.revision) }
}

export async function must<N extends ChannelName>(call: Call, name: N, input: Input<N>): Promise<Output<N>> {
  const result = await call(name, input)
  if (!result.ok) throw new Crash(`${name} was refused: ${JSON.stringify(result.fault)}`)
  return result.value
}

/** One piece of work; what was answered is noted in `told`. */
export async function oneWork(call: Call, book: number, told: Told, work: Work, chance: Chance): Promise<void> {
  if (work === 'exporting') {
    told.exported = await must(call, 'export.workbook', { book, supplements: chance.below(2) === 0 })
    if (told.exported === null) throw new Crash('the export went nowhere')
    return
  }
  if (work === 'backingUp') {
    const [newest] = await must(call, 'ledger.backup', {})
    if (newest === undefined) throw new Crash('a backup was made and is not listed')
    told.backups.push({ name: newest.id, revision: told.revision, values: [...told.values] })
    return
  }
  const base = told.revision
  if (work === 'structure') {
    const name = `第${chance.below(1e6)}个项目`
    const request = { kind: 'add-project', code: '2120107', unit: 'u1', name } as const
    const done = await must(call, 'book.structure', { book, base, request })
    told.revision = done.receipt.revision
    for (const { kind, key, after } of done.changes) told.values.set(`${kind} ${key}`, after)
    return
  }
  const changes = work === 'typing' ? [typed(chance)] : pasted(chance)
  told.sent = changes
  const done = await must(call, 'book.commit', { book, base, label: '录入', place: null, changes })
  told.revision = done.revision
  for (const { kind, key, after } of [...changes, ...done.also]) told.values.set(`${kind} ${key}`, after)
  told.sent = []
}

/** Work that goes on until the program is killed; `over` tells what went wrong before. */
export type WorkUntilKilled = {
  readonly answers: () => number
  readonly isOver: () => boolean
  readonly over: Promise<void>
}

/**
 * Works until the program is killed.
 *
 * @param work one piece, rejecting when the program does not answer
 * @param kill aborted just before the program is killed: from then on it need not answer, before it has to. What it
 *   answers wrongly (a crash) is wrong whenever it comes
 */
export function workUntilKilled(work: () => Promise<void>, kill: AbortSignal): WorkUntilKilled {
  let [answers, isOver] = [0, false]
  const run = async (): Promise<void> => {
    try {
      for (;;) {
        await work()
        answers++
      }
    } catch (error) {
      if (error instanceof Crash || !kill.aborted) throw error
    } finally {
      isOver = true
    }
  }
  const over = run()
  // what went wrong is told when it is waited for
  over.catch(() => undefined)
  return { answers: () => answers, isOver: () => isOver, over }
}

const rows = ['2080501', '2080505', '2080506', '2101101', '2120101', '2120107', '2120199', '2210201', '2210203']

const typed = (chance: Chance): FactChange => ({
  kind: 'cell',
  key: `GK05!${chance.oneOf(rows)}!income`,
  after: chance.below(1e9),
})

const pasted = (chance: Chance): FactChange[] =>
  Array.from({ length: chance.between(20, 400) }, (_, at) => 2_291_010 + Math.floor(at / 80) * 100 + (at % 80)).flatMap(
    (code): FactChange[] => [
      { kind: 'row', key: String(code), after: { name: `科目${code}` } },
      { kind: 'cell', key: `GK05!${code}!income`, after: chance.below(1e6) },
    ],
  )
