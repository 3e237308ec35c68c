import { parentPort } from 'node:worker_threads'
import { Engine } from '../../../shared/engine/engine.ts'
import type { Fact } from '../../../shared/engine/facts.ts'
import { namesOf } from '../../../shared/words/cells.ts'
import { type PriorNumbers, priorOf } from '../../../shared/years/prior.ts'
import { lookOverFonts } from '../document.ts'
import { storedEdition } from '../editions.ts'
import { type Printable, renderBook } from '../export.ts'
import type { PackedBook, RenderAnswer, RenderRequest } from './rendering.ts'

/** Entry of the thread that composes and prints books (`rendering.ts`). What is thrown ends it. */

const say = (answer: RenderAnswer, transfer: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(answer, transfer)

async function render(request: RenderRequest): Promise<void> {
  if (request.what === 'template') {
    const { edition, path } = request
    const { exportTemplate } = await import('../template.ts')
    say({ kind: 'template', result: await exportTemplate({ edition, path, replace: true }) })
    return
  }
  const { summary, prior, wishes } = request
  const engine = engineOf(request, prior === null ? null : (JSON.parse(prior) as PriorNumbers))
  const open: Printable = { engine, summary, edition: engine.edition, names: namesOf(engine, summary.year) }
  if (request.what === 'fonts') {
    say({ kind: 'fonts', lookedOver: await lookOverFonts(open, wishes.fonts ?? {}) })
    return
  }
  const files = await renderBook(open, {
    ...wishes,
    progress: (done) => say({ kind: 'progress', done }),
    remark: (text) => say({ kind: 'remark', text }),
  })
  // handed over, not copied; small ones share their memory with others
  const whole = files.flatMap(({ bytes: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  )
  say({ kind: 'files', files }, whole)
}

function engineOf({ edition, facts }: PackedBook, prior: PriorNumbers | null): Engine {
  const linked = storedEdition(edition)
  if (!linked.ok) throw new Error(linked.fault.kind)
  const engine = Engine.create(linked.value, JSON.parse(facts) as Fact[], priorOf(prior))
  if (engine === null) throw new Error('out of range')
  return engine
}

parentPort?.on('message', (request: RenderRequest) => void render(request))
