import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { prepareRig, withRig } from '../../electron/e2e/rig.ts'
import { createLedger } from '../../electron/ledger/ledger.ts'
import { newBook } from '../../electron/services/books.ts'
import { builtInEdition } from '../../electron/services/editions.ts'
import { application, buildApplication, isBuilt, root } from '../application.ts'
import { GridPage } from '../harness/grid-page.ts'
import { launchChromium, needChromium, serveHarness } from '../harness/serve.ts'
import { measure as measureGrid } from '../harness/speed.ts'
import { sizes } from './books.ts'
import { generateBook } from './generate.ts'
import { summary } from './measure.ts'

/**
 * `npm run bench:ui`: the window's numbers as JSON on standard output, medians in Chromium with software rendering:
 * the grid alone, a paste in the real window until it is stored, two large books side by side, the bundle loaded at start, and the cold start of the
 * built application where an Electron can be had.
 */
type Figure = { readonly median: number; readonly unit: string; readonly target: string; readonly runs?: number }

async function gridNumbers(): Promise<Record<string, Figure>> {
  const harness = await serveHarness({ build: true })
  const context = await launchChromium()
  const numbers = await measureGrid(async () => new GridPage(context, await context.newPage(), harness.base))
  await context.browser()?.close()
  harness.close()
  return Object.fromEntries(
    numbers.map(({ name, value, limit, unit, atLeast }) => [
      name,
      { median: Number(value.toPrecision(3)), unit, target: `${atLeast === true ? '≥' : '≤'} ${limit}` },
    ]),
  )
}

/** Codes that stand one below the other, 80 to a 款: the block a paste is tried on. */
const pasted = Array.from({ length: 480 }, (_, at) => String(2_291_010 + Math.floor(at / 80) * 100 + (at % 80)))

/** A ledger with a book that has these codes and nothing else. */
async function pasteLedger(path: string): Promise<void> {
  const ledger = await createLedger(path, { clock: Date.now, program: 'bench' })
  if (!ledger.ok) throw new Error(ledger.fault.kind)
  const book = newBook(ledger.value, { department: '测算', year: 2024, edition: 'dongcheng-2024' })
  if (!book.ok) throw new Error(book.fault.kind)
  const { id, revision } = book.value
  const changes = pasted.map((code) => ({ kind: 'row' as const, key: code, after: { name: `科目${code}` } }))
  ledger.value.commit(id, { base: revision, origin: 'bench', label: '新增科目', place: null, changes })
  ledger.value.close()
}

/** Milliseconds from the word that a paste of 2,400 values shall be taken to the answer that they are stored. */
async function pasteUntilSaved(): Promise<Figure> {
  const home = mkdtempSync(join(tmpdir(), 'juesuan-bench-'))
  const ledger = join(home, '决算.juesuan')
  await pasteLedger(ledger)
  const words = [join(root, 'electron/shell/cli/main.ts'), 'serve', '--no-open', '--ledger', ledger]
  const shell = spawn(process.execPath, words, {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [address] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string]
  const context = await launchChromium()
  const page = await context.newPage()
  await page.goto(address)
  await page.locator('[data-form=GK02]').click()
  const line = Array(5).fill('1.5').join('\t')
  // the lines of the 款 between them are covered and left out: the window asks first
  const lines = Array(pasted.length + Math.ceil(pasted.length / 80) - 1).fill(line)
  const times: number[] = []
  for (let run = 0; run < 7; run++) {
    await page.locator(`.form-host .ag-row[row-id="${pasted[0]}"] [col-id="c4"]`).click()
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines.join('\n'))})`)
    await page.keyboard.press('Control+V')
    const take = page.getByRole('dialog').locator('.ant-btn-primary')
    await take.waitFor()
    await page.evaluate(`performance.clearResourceTimings()
      addEventListener('click', () => { globalThis.taken = performance.now() }, { capture: true, once: true })`)
    await take.click()
    // the page's policy forbids evaluating text in it, as waitForFunction would
    let time: number | null = null
    while (time === null) {
      await page.waitForTimeout(20)
      time = await page.evaluate<number | null>(`(() => {
        const stored = performance.getEntriesByType('resource').find(({ name }) => name.includes('book.commit'))
        return stored !== undefined && stored.responseEnd > 0 ? stored.responseEnd - globalThis.taken : null
      })()`)
    }
    times.push(time)
    await page.keyboard.press('Control+z')
    await page.locator('.save-saved').waitFor()
    await page.waitForTimeout(300)
  }
  await context.browser()?.close()
  shell.kill('SIGINT')
  await once(shell, 'exit')
  rmSync(home, { recursive: true, force: true })
  return { ...summary(times, 'ms', 250), target: '≤ 250' }
}

/** Milliseconds from the key to the rows of two books of 5,000 codes side by side, the first time in a window. */
async function compareUntilShown(): Promise<Figure> {
  const home = mkdtempSync(join(tmpdir(), 'juesuan-bench-'))
  const path = join(home, '决算.juesuan')
  const ledger = await createLedger(path, { clock: Date.now, program: 'bench' })
  const edition = builtInEdition('dongcheng-2024')
  if (!ledger.ok || !edition.ok) throw new Error('no ledger')
  for (const [year, seed] of [
    [2023, 2],
    [2024, 1],
  ] as const) {
    const facts = generateBook({ ...sizes.large, seed })
    const made = ledger.value.createBook({
      department: '测算',
      year,
      edition: edition.value.stored,
      facts,
      origin: 'bench',
    })
    if (!made.ok) throw new Error(made.fault.kind)
  }
  ledger.value.close()
  const words = [join(root, 'electron/shell/cli/main.ts'), 'serve', '--no-open', '--ledger', path]
  const shell = spawn(process.execPath, words, {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [address] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string]
  const context = await launchChromium()
  const times: number[] = []
  const page = await context.newPage()
  await page.goto(address)
  for (let run = 0; run < 5; run++) {
    await page.locator('[data-form=GK03]').click()
    await page.locator('.form-host .ag-cell').first().waitFor()
    // what the window does by itself after opening a book, as reading the text part over, comes first
    await page.waitForTimeout(1_500)
    await page.evaluate(`localStorage.setItem('juesuan.compare.form', '"GK03"')
      globalThis.shown = null
      addEventListener('keydown', () => {
        const asked = performance.now()
        const look = () => {
          if (document.querySelector('.compare-line.is-row') === null) requestAnimationFrame(look)
          else globalThis.shown = performance.now() - asked
        }
        requestAnimationFrame(look)
      }, { capture: true, once: true })`)
    await page.keyboard.press('Control+Shift+b')
    let time: number | null = null
    while (time === null) {
      await page.waitForTimeout(20)
      time = await page.evaluate<number | null>('globalThis.shown')
    }
    times.push(time)
    // a reload forgets what was loaded for the first time
    await page.reload()
  }
  await context.browser()?.close()
  shell.kill('SIGINT')
  await once(shell, 'exit')
  rmSync(home, { recursive: true, force: true })
  return { ...summary(times, 'ms', 500), target: '≤ 500' }
}

/** Everything index.html asks for before a click: scripts, what they import at once, and styles; kB after gzip. */
function startBundle(): Figure {
  const pages = join(application, 'renderer')
  const html = readFileSync(join(pages, 'index.html'), 'utf8')
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    if (!path.endsWith('.js')) return
    const text = readFileSync(join(pages, path), 'utf8')
    for (const [, from] of text.matchAll(/(?:^|[;}\s])(?:import|export)(?:[^;"'()]*from)?\s*["']\.\/([^"']+)["']/g))
      visit(join('assets', from as string))
  }
  for (const [, path] of html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)) visit(path as string)
  const bytes = [...seen].reduce((sum, path) => sum + gzipSync(readFileSync(join(pages, path))).length, 0)
  return { median: Math.round(bytes / 1000), unit: 'kB gzip', target: '≤ 850' }
}

function coldStart(): Figure | { readonly skipped: string } {
  const problem = prepareRig()
  if (problem !== null) return { skipped: problem }
  const [command, ...words] = [...withRig, process.execPath, join(root, 'build/bench/cold-start.ts')]
  const done = spawnSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (done.status !== 0) return { skipped: `the run ended with ${String(done.status)}` }
  return { ...summary(JSON.parse(done.stdout) as number[], 'ms', 2000), target: '≤ 2000' }
}

needChromium()
if (!isBuilt()) await buildApplication()
const results = {
  coldStart: coldStart(),
  startBundle: startBundle(),
  pasteUntilSaved: await pasteUntilSaved(),
  compareUntilShown: await compareUntilShown(),
  ...(await gridNumbers()),
}
console.log(JSON.stringify(results, null, 2))
