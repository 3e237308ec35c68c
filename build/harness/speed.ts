import type { GridPage } from './grid-page.ts'

/** One number of the grid with the limit it should keep to. */
export type Measured = {
  readonly name: string
  readonly value: number
  readonly limit: number
  readonly unit: string
  readonly atLeast?: true
}

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

/** Watches keys and pastes in the page: script until the handlers are done, and time until the next frame is painted. */
const watch = `
globalThis.watched = []
const begin = (event) => {
  const started = performance.now()
  const entry = { type: event.type, script: 0, painted: 0 }
  // handlers stop the event, so the end is seen by a promise: it runs when the last handler has returned
  queueMicrotask(() => { entry.script = performance.now() - started })
  requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => { entry.painted = performance.now() - started }
    channel.port2.postMessage(0)
  })
  globalThis.watched.push(entry)
}
addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.ctrlKey) begin(event) }, true)
addEventListener('paste', begin, true)
`
type Watched = { readonly type: string; readonly script: number; readonly painted: number }

const last = async (grid: GridPage, type: string): Promise<Watched> => {
  await grid.page.waitForFunction('globalThis.watched.length > 0 && globalThis.watched.at(-1).painted > 0')
  const watched = await grid.page.evaluate<Watched[]>('globalThis.watched')
  const found = watched.findLast((one) => one.type === type)
  if (found === undefined) throw new Error(`no ${type} was seen`)
  return found
}

/** Sync script of a handler by the browser's own event timing, which counts the whole dispatch. */
const eventTiming = `
globalThis.timings = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.timings.push({ name: entry.name, script: entry.processingEnd - entry.processingStart, painted: entry.duration })
}).observe({ type: 'event', durationThreshold: 16, buffered: true })
`

async function commits(grid: GridPage, query: string, cell: string): Promise<{ script: number; painted: number }> {
  await grid.open(query)
  await grid.page.evaluate(watch)
  await grid.page.evaluate(eventTiming)
  const painted: number[] = []
  await grid.click(cell)
  for (let round = 0; round < 15; round++) {
    await grid.type(String(round + 2))
    await grid.page.keyboard.press('Enter')
    painted.push((await last(grid, 'keydown')).painted)
    await grid.page.keyboard.press('ArrowUp')
    await grid.page.waitForTimeout(60)
  }
  await grid.page.waitForTimeout(300)
  const timings = await grid.page.evaluate<{ name: string; script: number }[]>('globalThis.timings')
  const enters = timings.filter(({ name, script }) => name === 'keydown' && script > 0.5).map(({ script }) => script)
  return { script: enters.length === 0 ? 0 : median(enters), painted: median(painted) }
}

/** Measures the grid; medians, in the browser the tests use. */
export async function measure(fresh: () => Promise<GridPage>): Promise<Measured[]> {
  const numbers: Measured[] = []
  const add = (name: string, value: number, limit: number, unit = 'ms', atLeast?: true): void => {
    numbers.push({ name, value, limit, unit, ...(atLeast === undefined ? {} : { atLeast }) })
  }

  for (const [rows, query, cell] of [
    ['30 行', 'form=GK01', 'GK01!general!incomeBudget'],
    ['5,000 行', 'form=GK05&book=large', 'GK05!2014101!income'],
  ] as const) {
    const grid = await fresh()
    const { script, painted } = await commits(grid, query, cell)
    add(`提交一格到画出，${rows}`, painted, 50)
    add(`提交一格的同步脚本，${rows}`, script, 10)
    await grid.page.close()
  }

  const opened: number[] = []
  for (let round = 0; round < 5; round++) {
    const grid = await fresh()
    await grid.open('form=GK05&book=large&mounted=no')
    await grid.page.waitForTimeout(300)
    const time = await grid.page.evaluate(`new Promise((done) => {
      const started = performance.now()
      harness.show({ mounted: true })
      const look = () => {
        if (document.querySelectorAll('.ag-row').length < 10) requestAnimationFrame(look)
        else requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - started); channel.port2.postMessage(0) })
      }
      requestAnimationFrame(look)
    })`)
    opened.push(time as number)
    await grid.page.close()
  }
  add('打开 5,000 行的表到画出', median(opened), 300)

  const grid = await fresh()
  await grid.open('form=GK05&book=large')
  for (const step of [60, 240]) {
    const rates: number[] = []
    for (let round = 0; round < 3; round++)
      rates.push(
        await grid.page.evaluate<number>(`new Promise((done) => {
          const viewport = document.querySelector('.ag-grid-viewport')
          viewport.scrollTop = 0
          let frames = 0
          const started = performance.now()
          const next = () => {
            viewport.scrollTop += ${step}
            frames++
            const passed = performance.now() - started
            if (passed < 2000) requestAnimationFrame(next)
            else done(frames * 1000 / passed)
          }
          requestAnimationFrame(next)
        })`),
      )
    add(`每帧滚动 ${step} 像素`, median(rates), step === 60 ? 50 : 30, '帧/秒', true)
  }
  await grid.page.evaluate('document.querySelector(".ag-grid-viewport").scrollTop = 0')
  await grid.page.waitForTimeout(200)
  await grid.page.evaluate(watch)
  await grid.click('GK05!2014101!opening')
  const line = Array.from({ length: 8 }, (_, column) => `${column + 1}.5`).join('\t')
  await grid.setClipboard(Array.from({ length: 300 }, () => line).join('\r\n'))
  const pastes: number[] = []
  const undos: number[] = []
  for (let round = 0; round < 5; round++) {
    await grid.page.keyboard.press('Control+v')
    pastes.push((await last(grid, 'paste')).painted)
    await grid.page.waitForTimeout(400)
    await grid.page.keyboard.press('Control+z')
    undos.push((await last(grid, 'keydown')).painted)
    await grid.page.waitForTimeout(400)
  }
  add('粘贴 300×8 到画出', median(pastes), 70)
  add('撤销该粘贴到画出', median(undos), 50)
  const heap = await grid.page.evaluate('performance.memory ? performance.memory.usedJSHeapSize / 1048576 : NaN')
  add('打开 5,000 行后的堆', heap as number, 300, 'MB')
  await grid.page.close()
  return numbers
}

export const passes = ({ value, limit, atLeast }: Measured): boolean =>
  atLeast === true ? value >= limit : value <= limit
