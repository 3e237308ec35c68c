import { parentPort, workerData } from 'node:worker_threads'
import { cellKey } from '../../../shared/address/cell.ts'
import type { PriorBook } from '../../../shared/channels/values.ts'
import type { Prior } from '../../../shared/engine/compile.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import { storedEdition } from '../editions.ts'
import { renderBook } from '../export.ts'
import { namesOf } from '../open-book.ts'
import { exportTemplate } from '../template.ts'
import type { RenderAnswer, RenderRequest } from './rendering.ts'

/** Entry of the thread that prints books (`rendering.ts`). */

const say = (answer: RenderAnswer): void => parentPort?.postMessage(answer)

async function render(request: RenderRequest): Promise<void> {
  if (request.what === 'template') {
    const { edition, path } = request
    say({ kind: 'template', result: await exportTemplate({ edition, path, replace: true }) })
    return
  }
  const { summary, facts, supplements, formats, textOnly } = request
  const edition = storedEdition(request.edition)
  if (!edition.ok) throw new Error(edition.fault.kind)
  const engine = Engine.create(edition.value, facts, priorOf(request.prior))
  if (engine === null) throw new Error('out of range')
  const names = namesOf(engine, summary.year)
  const progress = (done: number): void => say({ kind: 'progress', done })
  const open = { engine, summary, edition: edition.value, names }
  const files = await renderBook(open, { supplements, formats, textOnly, progress })
  say({ kind: 'files', files })
}

function priorOf(prior: PriorBook | null): Prior | null {
  if (prior === null) return null
  const cells = new Map(prior.cells)
  return { value: (cell) => cells.get(cellKey(cell)) ?? null, codes: new Map(prior.codes) }
}

await render(workerData as RenderRequest)
