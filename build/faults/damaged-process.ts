import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openLedger, restoreLedger } from '../../electron/ledger/ledger.ts'
import { Chance } from '../testing/chance.ts'
import { Crash } from './case.ts'
import { anyHurt, badBlock, flipped, type Hurt, oneBit, truncated } from './damage.ts'
import type { DamageAnswer, DamageOrder } from './damages.ts'
import { readLog } from './log-file.ts'
import { layDown, type Moments, readMoments } from './moments.ts'
import { faultOf, isSame, must, problemsOf, type SaidBook, saidBy } from './said.ts'
import { knownOf } from './salvaged.ts'
import { opener } from './scenery.ts'
import { afterDamage } from './way-on.ts'

// node damaged-process.ts MOMENTS: damages copies of a ledger as it is told, a line of JSON each, and opens them. In a
// process of its own, since what reads damaged bytes may hang or die.

type Try = (moments: Moments, chance: Chance, folder: string) => Promise<Pick<DamageAnswer, 'lost' | 'ended'>>

/** Opens what was damaged: it has to say this, or what can be salvaged of it is of this. */
const looked = (
  { backup, facts, logged }: Moments,
  path: string,
  said: readonly SaidBook[],
): ReturnType<typeof afterDamage> => {
  const known = knownOf(said.map((book) => facts[book.facts] ?? []))
  return afterDamage({ path, acceptable: [said], backup, known, origin: logged.file })
}

/** The one file of a closed ledger. */
const file =
  (hurt: (bytes: Buffer, chance: Chance) => Hurt): Try =>
  (moments, chance, folder) => {
    const { closed } = moments
    return looked(moments, layDown(folder, moments, hurt(closed.file, chance).bytes, null), closed.said)
  }

/** The log of a writer that died: every commit before the damage has to be there, and nothing of those after it. */
const log =
  (hurt: (bytes: Buffer, chance: Chance) => Hurt): Try =>
  (moments, chance, folder) => {
    const { logged } = moments
    const { bytes, from } = hurt(logged.log, chance)
    const whole = readLog(logged.log).commits.filter((end) => end <= from).length
    const read = readLog(bytes).commits.length
    // a block copied onto itself does no damage
    if (read < whole) throw new Crash(`${read} commits are read of ${whole} before the damage`)
    const path = layDown(folder, moments, logged.file, bytes)
    return looked(moments, path, saidAfter(moments, read))
  }

const saidAfter = ({ closed, logged }: Moments, commits: number) => logged.said[commits - 1] ?? closed.said

/** The file below a log that is whole. */
const fileBelowLog: Try = (moments, chance, folder) => {
  const { logged } = moments
  const path = layDown(folder, moments, anyHurt(logged.file, chance).bytes, logged.log)
  return looked(moments, path, saidAfter(moments, logged.said.length))
}

/** Both. */
const fileAndLog: Try = (moments, chance, folder) => {
  const { logged } = moments
  const hurtLog = anyHurt(logged.log, chance).bytes
  const path = layDown(folder, moments, anyHurt(logged.file, chance).bytes, hurtLog)
  return looked(moments, path, saidAfter(moments, readLog(hurtLog).commits.length))
}

/**
 * The power went while the log was being moved into the file: any pages of it had reached the disk and any had not. The
 * log had, all of it, before the first page was written.
 */
const tornCheckpoint: Try = (moments, chance, folder) => {
  const { logged, settled } = moments
  const { pageSize } = readLog(logged.log)
  const size = chance.oneOf([512, pageSize])
  const torn = Buffer.from(settled.file.subarray(0, chance.oneOf([logged.file.length, settled.file.length])))
  for (let at = 0; at < Math.min(logged.file.length, torn.length); at += size) {
    if (chance.below(2) === 0) logged.file.copy(torn, at, at, at + size)
  }
  const path = layDown(folder, moments, torn, logged.log)
  return looked(moments, path, settled.said)
}

/** The power went while a commit was being written: of what follows the last acknowledged one any sectors are there. */
const tornCommit: Try = (moments, chance, folder) => {
  const { logged } = moments
  const { commits } = readLog(logged.log)
  const acknowledged = chance.below(commits.length)
  const [from, to] = [commits[acknowledged - 1] ?? 32, commits[acknowledged] ?? 0]
  const torn = Buffer.from(logged.log.subarray(0, chance.between(from, to)))
  for (let at = from; at < torn.length; at += 512)
    if (chance.below(4) === 0) torn.fill(0, at, Math.min(at + 512, torn.length))
  const path = layDown(folder, moments, logged.file, torn)
  const read = readLog(torn).commits.length
  if (read < acknowledged) throw new Crash('tore what was acknowledged')
  return looked(moments, path, saidAfter(moments, read))
}

/** A damaged backup is refused, and the ledger stays as it is; or the damage was where nothing is. */
const backupFile: Try = async (moments, chance, folder) => {
  const { closed } = moments
  const path = layDown(folder, moments, closed.file, null)
  const backup = `${path}.backups/${moments.backup.name}`
  writeFileSync(backup, anyHurt(readFileSync(backup), chance).bytes)
  const restored = await restoreLedger(backup, path, opener)
  const fault = faultOf(restored)
  const expected = fault === null ? moments.backup.said : closed.said
  if (fault !== null && !readFileSync(path).equals(closed.file)) {
    return { lost: ['a refused backup changed the ledger'], ended: fault.kind }
  }
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }), 'openLedger')
  const lost = [...problemsOf(ledger), ...(isSame(saidBy(ledger), expected) ? [] : ['it says something else'])]
  ledger.close()
  return { lost, ended: fault === null ? 'restored' : `refused ${fault.kind}` }
}

/** The file that says who writes: whatever is in it, nobody holds it. */
const lockFile: Try = async (moments, chance, folder) => {
  const { closed } = moments
  const path = layDown(folder, moments, closed.file, null)
  must(await openLedger(path, { ...opener, mode: 'write' }), 'openLedger').close()
  if (!existsSync(`${path}.lock`)) throw new Crash('there is no lock file')
  writeFileSync(`${path}.lock`, anyHurt(readFileSync(`${path}.lock`), chance).bytes)
  const { lost, ended } = await looked(moments, path, closed.said)
  return { lost: ended === 'sound' ? lost : [...lost, `not opened for its lock file: ${ended}`], ended }
}

const tries = {
  fileFlipped: file(flipped),
  fileOneBit: file(oneBit),
  fileTruncated: file(truncated),
  fileBadBlock: file(badBlock),
  logFlipped: log(flipped),
  logOneBit: log(oneBit),
  logTruncated: log(truncated),
  logBadBlock: log(badBlock),
  fileBelowLog,
  fileAndLog,
  tornCheckpoint,
  tornCommit,
  backupFile,
  lockFile,
} satisfies Record<DamageOrder['kind'], Try>

const moments = readMoments(process.argv[2] as string)
const say = (answer: DamageAnswer): void => void writeSync(1, `${JSON.stringify(answer)}\n`)
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, seed, folder } = JSON.parse(line) as DamageOrder
  try {
    say({ ...(await tries[kind](moments, new Chance(seed), folder)), crashed: null })
  } catch (error) {
    say({ lost: [], ended: '', crashed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
