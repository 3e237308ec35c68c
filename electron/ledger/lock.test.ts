import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { committingProcess } from './fixtures/faults.ts'
import { closedLedger, freshLedger, like, must, opener, refused, reopened } from './fixtures/ledgers.ts'
import { openLedger } from './ledger.ts'

const open = (path: string, wait = 0) => openLedger(path, { ...opener, mode: 'write', wait })

describe('the writer lock', () => {
  it('refuses a second writer, saying who has it and since when', async () => {
    const { path } = await freshLedger()
    const fault = refused(await open(path))
    expect(fault).toMatchObject({ kind: 'ledger-locked', path, since: like(/^2025-03-01T08:00/) })
    expect(fault).toMatchObject({ who: like(`${hostname()} (juesuan test), pid ${process.pid}`) })
  })

  it('is free again after closing, and after being refused', async () => {
    const { ledger, path } = await freshLedger()
    refused(await open(path))
    ledger.close()
    const again = must(await open(path))
    again.close()
    again.close()
    must(await open(path)).close()
  })

  it('waits for a writer who leaves in time', async () => {
    const { ledger, path } = await freshLedger()
    setTimeout(ledger.close, 150)
    must(await open(path, 2_000)).close()
  })

  it('lets one of many at once in', async () => {
    const { path } = await closedLedger()
    const results = await Promise.all(Array.from({ length: 8 }, () => open(path, 50)))
    const winners = results.filter((result) => result.ok)
    expect(winners).toHaveLength(1)
    for (const winner of winners) winner.value.close()
  })

  it('lockedByAnotherProcess: refused while it lives, free once it is killed; a reader is let in meanwhile', async () => {
    const { path, book } = await closedLedger()
    const other = committingProcess(path, book.id)
    await other.atLeast(3)
    const fault = refused(await open(path))
    expect(fault).toMatchObject({ kind: 'ledger-locked', who: like(`pid ${other.pid}`) })
    const reader = await reopened(path, 'read')
    expect(must(reader.readBook(book.id)).summary.revision).toBeGreaterThanOrEqual(4 + 3)
    await other.kill()
    must(await open(path)).close()
  })

  it('outlives a torn lock file', async () => {
    const { path } = await closedLedger()
    writeFileSync(`${path}.lock`, 'torn by power loss')
    must(await open(path)).close()
    expect(readdirSync(dirname(path))).toContain('部门决算.juesuan.lock')
  })

  it('outlives a lock file whose second page was lost, where a row of nobody stands before the one written', async () => {
    const { path } = await closedLedger()
    truncateSync(`${path}.lock`, 4_877)
    must(await open(path)).close()
    must(await open(path)).close()
  })

  it('outlives a lock file whose header says that only later versions may write it', async () => {
    const { path } = await closedLedger()
    const bytes = readFileSync(`${path}.lock`)
    bytes[18] = 111
    writeFileSync(`${path}.lock`, bytes)
    must(await open(path)).close()
  })
})
