import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Family, Outcome } from './case.ts'
import { partner, type Wish } from './partner.ts'
import type { Scenery } from './scenery.ts'
import { backupsAreWhole, survives } from './survival.ts'

/** A disk that is full: a small file system of its own, which only an administrator can make. */
export function fullDisk(scenery: Scenery): Family {
  return {
    name: 'full-disk',
    lanes: 1,
    missing: () => (canMount() ? null : 'mount (as root), for small disks'),
    kinds: [{ name: 'diskFull', count: 16, run: diskFull }],
  }

  /** Goes on until the disk is full and a little longer; what was acknowledged is there, and with room all goes on. */
  async function diskFull(bench: Bench): Promise<Outcome> {
    const { chance } = bench
    const disk = join(bench.folder, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${chance.between(3, 8)}m`, 'tmpfs', disk])
    bench.afterwards(() => execFileSync('umount', ['-l', disk], { stdio: 'ignore' }))
    const path = join(disk, '决算.juesuan')
    copyFileSync((await scenery.sample()).path, path)
    const filler = join(disk, 'filler')
    fill(filler, disk, chance.between(0, 700) * 1024)
    const one = partner(bench)
    let said = (await scenery.sample()).said
    const lost: string[] = []
    const opened = await one.ask({ act: 'open', path, mode: 'write', wait: 0 })
    if (opened.fault !== null && opened.fault.kind !== 'disk-full') lost.push(`open: ${opened.fault.kind}`)
    const exported = join(disk, 'out')
    mkdirSync(exported)
    let full = opened.fault === null ? 0 : 1
    for (let round = 0; opened.fault === null && full < 3 && round < 60; round++) {
      const act = anyAct(chance.below(6), chance.below(1e9), exported, disk)
      const answer = await one.ask(act)
      if (answer.fault === null) said = answer.said ?? said
      else if (answer.fault.kind === 'disk-full') full++
      else lost.push(`${act.act}: ${answer.fault.kind}`)
    }
    const isKilled = chance.below(2) === 0
    if (isKilled) await one.kill()
    else if (opened.fault === null) await one.ask({ act: 'close' })
    const drafts = isKilled ? [] : readdirSync(exported).filter((name) => name.endsWith('.tmp'))
    if (drafts.length > 0) lost.push('a half file is left')
    rmSync(filler)
    lost.push(...(await survives(path, said)), ...(await backupsAreWhole(path)))
    return { kills: isKilled ? 1 : 0, lost, ended: full > 0 ? 'full, nothing lost' : 'not filled' }
  }
}

function anyAct(which: number, seed: number, exported: string, disk: string): Wish {
  if (which === 0) return { act: 'export', path: exported }
  if (which === 1) return { act: 'backup', path: join(disk, '备份.juesuan') }
  if (which === 2) return { act: 'autoBackup', reason: 'manual' }
  return { act: which === 3 ? 'type' : 'paste', seed }
}

/** Fills a disk but for so many bytes. */
function fill(path: string, disk: string, free: number): void {
  const room = Number(execFileSync('df', ['--output=avail', '-B1', disk]).toString().split('\n')[1])
  writeFileSync(path, Buffer.alloc(Math.max(0, room - free)))
}

/** Tried: an administrator of a container may not mount either. */
export function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'juesuan-mount-'))
  try {
    const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' })
    if (done.status !== 0) return false
    execFileSync('umount', ['-l', place], { stdio: 'ignore' })
    return true
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
