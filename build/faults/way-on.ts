import { existsSync } from 'node:fs'
import { type Ledger, openLedger, restoreLedger } from '../../electron/ledger/ledger.ts'
import { type OpenBook, openBook } from '../../electron/services/open-book.ts'
import { faultText } from '../../shared/words/faults.ts'
import type { Outcome } from './case.ts'
import { faultOf, isSame, must, problemsOf, type SaidBook, saidBy } from './said.ts'
import { type Known, salvaged } from './salvaged.ts'
import { opener, theBook } from './scenery.ts'

/** A damaged ledger, what it may still say, and the backup there is of it. */
export type Damaged = {
  readonly path: string
  /** what it has to say if it opens and verifies: one of these, exactly */
  readonly acceptable: readonly (readonly SaidBook[])[]
  readonly backup: { readonly path: string; readonly said: readonly SaidBook[] }
  /** values its facts may have; null where nobody knows */
  readonly known: Known | null
  /** the file before it was damaged, where it may be that nothing is left */
  readonly origin?: Buffer
}

/**
 * Opens a damaged ledger as its owner would. Either it says everything it has to and verifies, or a fault or the
 * verification tells of the damage in Chinese; then the ways on are gone: what is readable is salvaged into a new
 * ledger, and the backup is put in its place.
 */
export async function afterDamage(damaged: Damaged): Promise<Pick<Outcome, 'lost' | 'ended'>> {
  const { path, acceptable } = damaged
  const opened = await openLedger(path, { ...opener, mode: 'write' })
  const fault = faultOf(opened)
  if (fault !== null) {
    const words = faultText(fault)
    const clear = /\p{Script=Han}/u.test(words) ? [] : [`no clear fault: ${words}`]
    return wayOn(damaged, fault.kind, clear)
  }
  if (!opened.ok) throw new Error('neither value nor fault')
  const ledger = opened.value
  let problems: string[]
  try {
    problems = problemsOf(ledger)
    if (problems.length === 0) {
      const said = saidBy(ledger)
      const book = lookAround(ledger)
      if (book === null) return { lost: ['it verifies, and its book cannot be opened'], ended: 'sound' }
      if (!acceptable.some((one) => isSame(one, said))) {
        return { lost: [`it verifies and says something else: ${JSON.stringify(said)}`], ended: 'sound' }
      }
      return { lost: [], ended: 'sound' }
    }
    lookAround(ledger)
  } finally {
    ledger.close()
  }
  return wayOn(damaged, 'found by verify', [])
}

/** Reads everything a window would; a fault is an answer, a throw is a crash. */
function lookAround(ledger: Ledger): OpenBook | null {
  const open = openBook(ledger, theBook)
  if (!open.ok) {
    faultOf(open)
    return null
  }
  open.value.engine.findings(true)
  const history = ledger.history(open.value.summary.id, { limit: 100 })
  faultOf(history)
  faultOf(ledger.undo(open.value.summary.id, { base: -1 }))
  return open.value
}

/** The ways on from a ledger that is damaged: first what can be saved of it, then the backup in its place. */
async function wayOn(
  damaged: Damaged,
  told: string,
  wrong: readonly string[],
): Promise<Pick<Outcome, 'lost' | 'ended'>> {
  const saved = await salvaged(damaged)
  const lost = [...wrong, ...saved.lost, ...(await restored(damaged))]
  return { lost, ended: `${told} (salvaged: ${saved.ended})` }
}

async function restored({ path, backup }: Damaged): Promise<string[]> {
  const result = await restoreLedger(backup.path, path, opener)
  const fault = faultOf(result)
  if (!result.ok) return [`the backup cannot be restored: ${fault === null ? '' : faultText(fault)}`]
  const { kept } = result.value
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }), 'openLedger after restoring')
  const wrong = [
    ...problemsOf(ledger),
    ...(isSame(saidBy(ledger), backup.said) ? [] : ['what was restored is not the backup']),
    ...(kept !== null && existsSync(kept) ? [] : ['what was damaged was not kept']),
  ]
  ledger.close()
  return wrong
}
