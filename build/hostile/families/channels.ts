import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { channels as all, type ChannelName, type Output } from '../../../shared/channels/channels.ts'
import type { Chance } from '../../testing/chance.ts'
import { firstCalls, slowCalls, usualCalls } from '../channel-calls.ts'
import { claim, type Family } from '../family.ts'
import { hostileValue, mutateJson } from '../mutate.ts'
import { outcomeOf } from '../outcome.ts'
import { sampleLedger, startProgram, type TestProgram } from '../program.ts'
import { hostileText, megabyte } from '../texts.ts'

/** Values that a bridge can carry and JSON cannot. */
function unusual(chance: Chance): unknown {
  const cycle: Record<string, unknown> = { book: 1 }
  cycle['self'] = cycle
  return chance.oneOf<() => unknown>([
    () => cycle,
    () => new Map([['book', 1]]),
    () => ({ book: 1n }),
    () => ({ book: Number.NaN }),
    () => new Date(Number.NaN),
    () => new Uint8Array(1_000_000),
    () => Object.assign([], { book: 1 }),
    () => ({ book: new Number(1) }),
    () => Object.assign(Object.create(null) as object, { book: 1 }),
    () => undefined,
    () => new Array<unknown>(1_000_000),
    () => ({ book: 1, base: 1, label: '录入', place: null, changes: new Array<unknown>(500_000).fill(null) }),
  ])()
}

function withHostileTexts(value: unknown, chance: Chance): unknown {
  if (typeof value === 'string')
    return chance.once(2) ? value : chance.once(20) ? megabyte(chance) : hostileText(chance)
  if (Array.isArray(value)) return value.map((one) => withHostileTexts(one, chance))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === 'kind' ? one : withHostileTexts(one, chance)]),
  )
}

function withOtherBook(value: unknown, chance: Chance): unknown {
  const other = chance.oneOf([0, -1, 2, 99, 2 ** 31, Number.MAX_SAFE_INTEGER, '1', '__proto__', null, 1.5])
  return { ...(value as object), book: other }
}

/** Calls of a window that is not what it should be: every channel, and some that there are not. */
export const channels: Family = {
  name: 'channels',
  cases: 2_500,
  begin: async (folder) => {
    const ledger = await sampleLedger(join(folder, '样例.juesuan'))
    const home = join(folder, 'home')
    let program: TestProgram = await startProgram(home, ledger)
    const names = Object.keys(all) as ChannelName[]
    const odd = join(folder, 'odd')
    mkdirSync(join(odd, '文件夹.xlsx'), { recursive: true })
    writeFileSync(join(odd, '空.xlsx'), '')
    writeFileSync(join(odd, '文字.txt'), '不是决算')
    const chosen = [
      null,
      join(odd, '文件夹.xlsx'),
      join(odd, '空.xlsx'),
      join(odd, '文字.txt'),
      join(odd, '没有.pdf'),
      ledger,
      '/dev/null',
    ]
    const tokens = ['00000000-0000-4000-8000-000000000000', 'x'.repeat(36)]

    return {
      attempt: async (chance) => {
        const before = await program.state()
        claim(before !== null, 'the ledger is not open')
        program.answers.open = chance.oneOf(chosen)
        const saved = join(home, 'documents', `存为${chance.below(3)}`)
        program.answers.save = chance.once(4) ? null : saved
        const isSlow = chance.once(250)
        const name = chance.oneOf(isSlow ? slowCalls : names.filter((one) => !slowCalls.includes(one)))
        const first = firstCalls[name]
        let backup = '2024'
        if (first !== undefined && chance.once(2)) {
          program.answers.save = saved
          const made = await program.services.serve(first, {}, { client: 'hostile', isTrusted: true })
          outcomeOf(made)
          if (first === 'ledger.backup' && made.ok) backup = (made.value as Output<'ledger.backup'>)[0]?.id ?? backup
        }
        const subject = { book: program.book, base: before.revision, file: chance.oneOf(tokens), backup }
        const usual: readonly unknown[] = usualCalls(subject)[name]
        const input = chance.oneOf(usual)
        let called: unknown = name
        let given: unknown = input
        let isTrusted = true
        const kind = chance.below(12)
        if (kind === 0)
          called = chance.oneOf([
            '__proto__',
            'constructor',
            'toString',
            `${name}\u0000`,
            name.toUpperCase(),
            '',
            null,
            1,
            [name],
            { toString: name },
          ])
        else if (kind === 1) isTrusted = false
        else if (kind === 2) given = hostileValue(chance)
        else if (kind === 3) given = unusual(chance)
        else if (kind === 4) given = withOtherBook(input, chance)
        else if (kind < 8) given = withHostileTexts(input, chance)
        else if (kind < 10) given = mutateJson(input, chance, { isGentle: true })
        else if (kind === 10) given = mutateJson(input, chance)
        const result = await program.services.serve(called, given, { client: 'hostile', isTrusted })
        let outcome: string
        try {
          outcome = outcomeOf(result)
        } catch (error) {
          throw new Error(`${name} ${JSON.stringify(input).slice(0, 200)}: ${(error as Error).message}`)
        }
        if (!isTrusted || called !== name) claim(!result.ok, 'a call was served that must not be')
        const after = await program.state()
        if (!result.ok) {
          claim(after !== null, `${name}: a refusal closed the ledger`)
          claim(
            after.revision === before.revision && after.books === before.books,
            `${name}: refused, and changed the book`,
          )
        }
        claim(({} as { polluted?: unknown }).polluted === undefined, 'the prototype of all objects was changed')
        // what follows must not depend on what was done
        if (result.ok) {
          await program.end()
          program = await startProgram(home, ledger)
        }
        return outcome
      },
      end: () => program.end(),
    }
  },
}
