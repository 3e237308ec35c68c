import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups, openLedger, restoreLedger } from '../../electron/ledger/ledger.ts'
import type { Fault } from '../../shared/channels/faults.ts'
import type { Bench, Family, Kind, Outcome } from './case.ts'
import { type Answer, nobody, type Partner, partner, partnerMissing, type Wish } from './partner.ts'
import { isSame, must, problemsOf, type SaidBook, saidBy } from './said.ts'
import { opener, type Scenery } from './scenery.ts'
import { backupsAreWhole, survives } from './survival.ts'
import { afterDamage } from './way-on.ts'

const day = 86_400_000

/** What the machine and other people can do to the files of a ledger while it is used; rights need another account. */
export function environment(scenery: Scenery): readonly Family[] {
  const placed = async (folder: string): Promise<{ path: string; said: readonly SaidBook[] }> => {
    const { path, said } = await scenery.sample()
    mkdirSync(folder, { recursive: true })
    const to = join(folder, '决算.juesuan')
    copyFileSync(path, to)
    return { path: to, said }
  }

  const ofRights: readonly Kind[] = [
    { name: 'readOnlyFolder', count: 5, run: readOnlyFolder },
    { name: 'permissionLost', count: 8, run: permissionLost },
  ]
  const kinds: readonly Kind[] = [
    { name: 'deletedWhileOpen', count: 5, run: deletedWhileOpen },
    { name: 'replacedWhileOpen', count: 5, run: replacedWhileOpen },
    { name: 'overwrittenWhileOpen', count: 5, run: overwrittenWhileOpen },
    { name: 'logDeletedWhileOpen', count: 4, run: logDeletedWhileOpen },
    { name: 'twoProcesses', count: 6, run: twoProcesses },
    { name: 'clockSetBack', count: 4, run: clockSetBack },
  ]
  return [
    { name: 'permissions', lanes: 2, kinds: ofRights, missing: () => partnerMissing(true) },
    { name: 'environment', lanes: 2, kinds },
  ]

  /** Nobody may write here: to write is refused, to read is not, and nothing changes. */
  async function readOnlyFolder(bench: Bench): Promise<Outcome> {
    const folder = join(bench.folder, 'shared')
    const { path, said } = await placed(folder)
    const what = bench.chance.oneOf(['file', 'folder', 'both'] as const)
    ownedByNobody(folder, path)
    if (what !== 'folder') chmodSync(path, 0o444)
    if (what !== 'file') chmodSync(folder, 0o555)
    bench.afterwards(() => chmodSync(folder, 0o755))
    const before = readFileSync(path)
    const one = partner(bench, true)
    const lost: string[] = []
    const writing = await one.ask({ act: 'open', path, mode: 'write', wait: 0 })
    if (writing.fault?.kind !== 'ledger-read-only') lost.push(`not refused as read-only: ${kindOf(writing.fault)}`)
    const reading = await one.must({ act: 'open', path, mode: 'read', wait: 0 })
    if (!isSame(reading.said ?? [], said)) lost.push('it reads otherwise')
    const typed = await one.ask({ act: 'type', seed: 1 })
    if (typed.fault?.kind !== 'ledger-read-only') lost.push(`typing is not refused: ${kindOf(typed.fault)}`)
    if (what !== 'file') {
      const exported = await one.ask({ act: 'export', path: folder })
      if (exported.fault?.kind !== 'file-failed') lost.push(`the export is not refused: ${kindOf(exported.fault)}`)
    }
    await one.must({ act: 'close' })
    if (!readFileSync(path).equals(before)) lost.push('the ledger changed')
    return { lost, ended: 'refused, readable' }
  }

  /** The right to write goes while the ledger is open: what was acknowledged stays, the rest is refused or done. */
  async function permissionLost(bench: Bench): Promise<Outcome> {
    const folder = join(bench.folder, 'shared')
    const { path } = await placed(folder)
    ownedByNobody(folder, path)
    const one = partner(bench, true)
    let said = (await one.must({ act: 'open', path, mode: 'write', wait: 0 })).said ?? []
    for (let times = bench.chance.between(0, 3); times > 0; times--) {
      said = (await one.must({ act: 'type', seed: bench.chance.below(1e9) })).said ?? said
    }
    const [ofFile, ofFolder] = bench.chance.oneOf([
      [0o444, 0o755],
      [0o000, 0o755],
      [0o644, 0o555],
      [0o444, 0o555],
      [0o644, 0o000],
    ] as const)
    chmodSync(path, ofFile)
    chmodSync(folder, ofFolder)
    bench.afterwards(() => chmodSync(folder, 0o755))
    const faults: string[] = []
    for (let times = 4; times > 0; times--) {
      const act = bench.chance.oneOf([
        { act: 'type', seed: bench.chance.below(1e9) },
        { act: 'paste', seed: bench.chance.below(1e9) },
        { act: 'autoBackup', reason: 'manual' },
      ] as const)
      const answer = await one.ask(act)
      if (answer.fault === null) said = answer.said ?? said
      else faults.push(answer.fault.kind)
    }
    if (bench.chance.below(2) === 0) await one.ask({ act: 'close' })
    else await one.kill()
    chmodSync(folder, 0o755)
    chmodSync(path, 0o644)
    const lost = [...(await survives(path, said)), ...(await backupsAreWhole(path))]
    return { lost, ended: faults.length === 0 ? 'went on' : 'refused, nothing lost' }
  }

  /** Somebody deletes the ledger or moves it away: the next gesture is refused, and there is the backup. */
  async function deletedWhileOpen(bench: Bench): Promise<Outcome> {
    const { path } = await placed(bench.folder)
    const { one, said, backedUp } = await atWork(bench, path)
    const isMoved = bench.chance.below(2) === 0
    const away = join(bench.folder, '移走.juesuan')
    if (isMoved) renameSync(path, away)
    else rmSync(path)
    if (bench.chance.below(2) === 0) rmSync(`${path}-wal`, { force: true })
    const lost = await allRefused(one, bench, 'ledger-missing')
    await one.ask({ act: 'close' })
    if (existsSync(path)) lost.push('there is a ledger again by itself')
    if (isMoved) lost.push(...(await survives(away, said)))
    lost.push(...(await restoredFrom(path, backedUp)))
    return { lost, ended: isMoved ? 'refused, whole where it is, restored' : 'refused, restored' }
  }

  /** Another file takes the ledger's name: nothing is written into it, and what was there is whole. */
  async function replacedWhileOpen(bench: Bench): Promise<Outcome> {
    const { path } = await placed(bench.folder)
    const { one, said } = await atWork(bench, path)
    const away = join(bench.folder, '原来.juesuan')
    renameSync(path, away)
    const other = await scenery.other()
    copyFileSync(other.path, path)
    const before = readFileSync(path)
    const lost = await allRefused(one, bench, 'file-failed')
    if (bench.chance.below(2) === 0) await one.ask({ act: 'close' })
    else await one.kill()
    if (!readFileSync(path).equals(before)) lost.push('it wrote into the other ledger')
    lost.push(...(await survives(away, said)))
    // the log that lies here belongs to the ledger that went
    lost.push(...(await survives(path, other.said)))
    return { lost, ended: 'refused, both whole' }
  }

  /** Another ledger is copied over it, into the very same file: afterwards it verifies with all that was told, or says so. */
  async function overwrittenWhileOpen(bench: Bench): Promise<Outcome> {
    const { path } = await placed(bench.folder)
    const { one, backedUp } = await atWork(bench, path)
    const other = await scenery.other()
    execFileSync('cp', [other.path, path])
    let said: readonly SaidBook[] | null = null
    const faults: string[] = []
    for (let times = 3; times > 0; times--) {
      const answer = await one.ask({ act: 'type', seed: bench.chance.below(1e9) })
      if (answer.fault === null) said = answer.said
      else faults.push(answer.fault.kind)
    }
    await one.ask({ act: 'close' })
    const acceptable = said === null ? [other.said] : [said]
    const { lost, ended } = await afterDamage({ path, acceptable, backup: backedUp, known: null })
    return { corruptions: 1, lost, ended: `${faults[0] ?? 'written'}, then ${ended}` }
  }

  /** The log is deleted under the writer: everything acknowledged is in the file already. */
  async function logDeletedWhileOpen(bench: Bench): Promise<Outcome> {
    const { path } = await placed(bench.folder)
    const { one, said } = await atWork(bench, path)
    rmSync(`${path}-wal`, { force: true })
    if (bench.chance.below(2) === 0) rmSync(`${path}-shm`, { force: true })
    const lost = await allRefused(one, bench, 'file-failed')
    if (bench.chance.below(2) === 0) await one.ask({ act: 'close' })
    else await one.kill()
    lost.push(...(await survives(path, said)))
    return { lost, ended: 'refused, nothing lost' }
  }

  /** Two want to write: one does, the other is told who; each has what the one before left. */
  async function twoProcesses(bench: Bench): Promise<Outcome> {
    const { path } = await placed(bench.folder)
    const [one, two] = [partner(bench), partner(bench)]
    const wish: Wish = { act: 'open', path, mode: 'write', wait: 0 }
    const answers = await Promise.all([one.ask(wish), two.ask(wish)])
    const lost: string[] = []
    const inside = answers.filter(({ fault }) => fault === null)
    const outside = answers.find(({ fault }) => fault !== null)?.fault ?? null
    if (inside.length !== 1) lost.push(`${inside.length} writers at once`)
    if (outside?.kind !== 'ledger-locked') lost.push(`not refused as locked: ${kindOf(outside)}`)
    const [writer, other] = answers[0].fault === null ? [one, two] : [two, one]
    let said: readonly SaidBook[] = inside[0]?.said ?? []
    const refusedAgain = await other.ask(wish)
    if (refusedAgain.fault?.kind !== 'ledger-locked') lost.push('the second one came in')
    else if (!refusedAgain.fault.who.includes('juesuan faults')) lost.push('it is not told who writes')
    for (let times = bench.chance.between(1, 6); times > 0; times--) {
      said = (await writer.must({ act: 'type', seed: bench.chance.below(1e9) })).said ?? said
      const seen = await other.must({ act: 'open', path, mode: 'read', wait: 0 })
      if (!isSame(seen.said ?? [], said)) lost.push('a reader sees something else')
      await other.must({ act: 'close' })
    }
    const isKilled = bench.chance.below(2) === 0
    if (isKilled) await writer.kill()
    else await writer.must({ act: 'close' })
    const next = await other.must({ act: 'open', path, mode: 'write', wait: 10_000 })
    if (!isSame(next.said ?? [], said)) lost.push('the next writer has something else')
    said = (await other.must({ act: 'type', seed: bench.chance.below(1e9) })).said ?? said
    await other.must({ act: 'close' })
    lost.push(...(await survives(path, said)))
    return { kills: isKilled ? 1 : 0, lost, ended: isKilled ? 'one killed, the next went on' : 'one after the other' }
  }

  /** The clock jumps back between gestures and backups: the chain holds, and the newest backup is the last one made. */
  async function clockSetBack(bench: Bench): Promise<Outcome> {
    const { path } = await placed(bench.folder)
    const one = partner(bench)
    let said = (await one.must({ act: 'open', path, mode: 'write', wait: 0 })).said ?? []
    const lost: string[] = []
    for (let times = 6; times > 0; times--) {
      said = (await one.must({ act: 'type', seed: bench.chance.below(1e9) })).said ?? said
      const made = await one.must({ act: 'autoBackup', reason: 'manual' })
      const [newest] = must(listBackups(path), 'listBackups')
      if (newest?.path !== made.path) lost.push('the newest backup is not the last one made')
      const milliseconds = Math.round(bench.chance.share() * day * bench.chance.oneOf([1, 400, 9_000]))
      await one.must({ act: 'clockBack', milliseconds })
    }
    await one.must({ act: 'close' })
    lost.push(...(await survives(path, said)), ...(await backupsAreWhole(path)))
    return { lost, ended: 'chain and backups in order' }
  }
}

/** A partner with some gestures done, and a backup of what it had on the way. */
async function atWork(
  bench: Bench,
  path: string,
): Promise<{ one: Partner; said: readonly SaidBook[]; backedUp: { path: string; said: readonly SaidBook[] } }> {
  const one = partner(bench)
  const { chance } = bench
  let said = (await one.must({ act: 'open', path, mode: 'write', wait: 0 })).said ?? []
  const backup = await one.must({ act: 'autoBackup', reason: 'daily' })
  const backedUp = { path: backup.path ?? '', said }
  for (let times = chance.between(1, 4); times > 0; times--) {
    said = (await one.must({ act: chance.oneOf(['type', 'paste'] as const), seed: chance.below(1e9) })).said ?? said
  }
  return { one, said, backedUp }
}

const kindOf = (fault: Fault | null): string => fault?.kind ?? 'done'

/** Every gesture from now on is refused for this reason. */
async function allRefused(one: Partner, { chance }: Bench, kind: Fault['kind']): Promise<string[]> {
  const answers: Answer[] = []
  for (let times = chance.between(1, 3); times > 0; times--) {
    answers.push(await one.ask({ act: chance.oneOf(['type', 'paste'] as const), seed: chance.below(1e9) }))
  }
  return answers.filter(({ fault }) => fault?.kind !== kind).map(({ fault }) => `not ${kind}: ${kindOf(fault)}`)
}

async function restoredFrom(path: string, backup: { path: string; said: readonly SaidBook[] }): Promise<string[]> {
  const restored = await restoreLedger(backup.path, path, opener)
  if (!restored.ok) return [`the backup cannot be restored: ${restored.fault.kind}`]
  const ledger = must(await openLedger(path, { ...opener, mode: 'write' }), 'openLedger')
  const wrong = [...problemsOf(ledger), ...(isSame(saidBy(ledger), backup.said) ? [] : ['it is not the backup'])]
  ledger.close()
  return wrong
}

function ownedByNobody(...paths: readonly string[]): void {
  if (process.getuid?.() === 0) for (const path of paths) chownSync(path, nobody, nobody)
}
