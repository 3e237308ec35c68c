import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { afterwards, gesture, must, refused, reopened, set } from './fixtures/ledgers.ts'
import { elsewhere, otherLedger, rowsOf, send, travelledBook } from './fixtures/travels.ts'

const script = fileURLToPath(new URL('fixtures/transferring-process.ts', import.meta.url))

/** A process that moves the book; resolves with its exit code, null if it was killed. */
function moving(
  path: string,
  book: number,
  to: string,
  looks: number,
  watch: (child: ChildProcess) => void = () => {},
) {
  const child = spawn(process.execPath, [script, path, String(book), to, String(looks)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  afterwards(() => child.kill('SIGKILL'))
  watch(child)
  return new Promise<number | null>((resolve) => child.once('close', resolve))
}

async function setOut(target: 'new' | 'present') {
  const { ledger, path, book } = await travelledBook()
  ledger.close()
  const to = target === 'present' ? await otherLedger() : elsewhere()
  return { path, book: book.id, to, rows: rowsOf(path, book.id) }
}

/** Where the book is now, after looking that both ledgers are sound and it is whole wherever it is. */
async function whereabouts({ path, book, to, rows }: Awaited<ReturnType<typeof setOut>>): Promise<string> {
  const here = await reopened(path)
  expect(must(here.verify())).toEqual([])
  const isHere = must(here.books())[0]?.state === 'sealed'
  here.close()
  expect(rowsOf(path, book)).toMatchObject({ facts: rows.facts, files: rows.files })
  if (!existsSync(to)) return isHere ? 'here' : 'nowhere'
  const there = await reopened(to)
  expect(must(there.verify())).toEqual([])
  const found = there.findBook('某局', 2024)
  there.close()
  if (!found.ok) return isHere ? 'here' : 'nowhere'
  const arrived = rowsOf(to, found.value.id)
  expect(found.value.state).toBe('sealed')
  expect({ ...arrived, journal: arrived.journal.slice(0, -1) }).toEqual(rows)
  return isHere ? 'both' : 'there'
}

/** The same command again: it brings the book there, or finishes what was cut off. */
async function repeated(journey: Awaited<ReturnType<typeof setOut>>, was: string): Promise<void> {
  const here = await reopened(journey.path)
  const sent = await send(here, journey.book, 'moved', journey.to)
  expect(sent.ok).toBe(was !== 'there')
  if (sent.ok) expect(sent.value.wasThere).toBe(was === 'both')
  here.close()
  expect(await whereabouts(journey)).toBe('there')
  expect(readdirSync(dirname(journey.to)).filter((name) => name.includes('.new-'))).toEqual([])
}

describe('killedMidMove', () => {
  it.each([
    ['new', ['here', 'here', 'here', 'here', 'both', 'there']],
    ['present', ['here', 'here', 'here', 'both', 'there']],
  ] as const)(
    'at every step into a %s ledger: the book is whole, and the move can be finished',
    async (target, steps) => {
      const seen: string[] = []
      for (let looks = 1, code: number | null = null; code !== 9 && looks < 20; looks++) {
        const journey = await setOut(target)
        code = await moving(journey.path, journey.book, journey.to, looks)
        const was = await whereabouts(journey)
        seen.push(was)
        await repeated(journey, was)
      }
      expect(seen).toEqual(steps)
    },
    60_000,
  )

  it('at any moment', async () => {
    const started = performance.now()
    const first = await setOut('new')
    expect(await moving(first.path, first.book, first.to, 0)).toBe(0)
    const whole = performance.now() - started
    let killed = 0
    for (let round = 0; round < 16; round++) {
      const journey = await setOut(round % 2 ? 'new' : 'present')
      // starting up is most of it: half of the kills come once the ledger is open
      const code = await moving(journey.path, journey.book, journey.to, 0, (child) => {
        const kill = (): boolean => child.kill('SIGKILL')
        if (round % 4 < 2) setTimeout(kill, whole * (0.4 + 0.6 * Math.random()))
        else whenThere(`${journey.path}-wal`, () => setTimeout(kill, 20 * Math.random()))
      })
      if (code === null) killed++
      await repeated(journey, await whereabouts(journey))
    }
    expect(killed).toBeGreaterThan(0)
  }, 60_000)
})

describe('a move cut off between the two ledgers', () => {
  const cutOff = async () => {
    const journey = await setOut('new')
    expect(await moving(journey.path, journey.book, journey.to, 5)).toBe(null)
    expect(await whereabouts(journey)).toBe('both')
    return { ...journey, here: await reopened(journey.path) }
  }

  it('cannot be finished once the book was changed here: nothing of either is given up', async () => {
    const { here, book, to } = await cutOff()
    must(here.unseal(book, '改错'))
    expect(refused(await send(here, book, 'moved', to))).toEqual({
      kind: 'book-exists',
      department: '某局',
      year: 2024,
    })
    expect(must(here.findBook('某局', 2024)).state).toBe('open')
  })

  it('is finished even if the book was changed there, and went on from there', async () => {
    const { here, book, to } = await cutOff()
    const there = await reopened(to)
    const { id } = must(there.findBook('某局', 2024))
    must(there.unseal(id, '改错'))
    must(gesture(there, id, set('a', 9)))
    must(await send(there, id, 'moved', elsewhere()))
    there.close()
    expect(must(await send(here, book, 'moved', to))).toMatchObject({ wasThere: true, book: { id, state: 'moved' } })
    expect(must(here.readBook(book)).summary.state).toBe('moved')
    expect(must(here.verify())).toEqual([])
  })
})

function whenThere(path: string, act: () => void): void {
  const timer = setInterval(() => {
    if (!existsSync(path)) return
    clearInterval(timer)
    act()
  }, 1)
  afterwards(() => clearInterval(timer))
}
