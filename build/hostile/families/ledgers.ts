import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Output } from '../../../shared/channels/channels.ts'
import { claim, type Family } from '../family.ts'
import { changedBetween, executedIn, type LedgerBytes, readBytes } from '../ledger-contents.ts'
import { mutateBytes } from '../mutate.ts'
import { foreign, header, odd, tamper } from '../odd-ledgers.ts'
import { outcomeOf } from '../outcome.ts'
import { sampleLedger, servicesOver } from '../program.ts'

/** Ledger files from elsewhere: opened, shown, edited, verified, and read beside a writer. */
export const ledgers: Family = {
  name: 'ledgers',
  cases: 150,
  begin: async (folder) => {
    const whole = await sampleLedger(join(folder, '样例.juesuan'))
    const bytes = readFileSync(whole)
    const home = join(folder, 'home')
    const path = join(folder, '外来.juesuan')
    const scratch = join(folder, 'contents')
    const untouched = readBytes(whole)
    const places = readdirSync(folder)
    return {
      attempt: async (chance) => {
        for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) writeFileSync(path + end, '')
        const kind = chance.below(10)
        let isForeign = false
        /** which parts are not what was hashed, or not what the journal says */
        let altered: readonly string[] = []
        if (kind < 3) writeFileSync(path, mutateBytes(bytes, chance))
        else {
          copyFileSync(whole, path)
          try {
            tamper(path, (db) => {
              db.exec('CREATE TABLE executed (what)')
              if (kind < 8) odd(db, chance)
              else if (kind === 8) db.exec(header(chance))
            })
            if (kind === 9) {
              isForeign = true
              const db = new DatabaseSync(path)
              db.exec(foreign(chance))
              db.close()
            } else if (chance.once(2)) {
              const db = new DatabaseSync(path)
              db.exec('DROP TABLE executed')
              db.close()
            }
            if (kind < 8) altered = changedBetween(untouched, readBytes(path), scratch)
          } catch (error) {
            // SQLite itself would not have it
            if ((error as { readonly code?: string }).code !== 'ERR_SQLITE_ERROR') throw error
            return 'not made'
          }
        }
        const own = join(home, '账套.juesuan')
        const services = servicesOver(home, path)
        const call = (name: string, input: unknown) => services.serve(name, input, { client: 'one', isTrusted: true })
        const told: string[] = []
        const unchanged = (name: string, before: LedgerBytes): void => {
          const changed = changedBetween(before, readBytes(own), scratch)
          claim(changed.length === 0, `${name}: refused, and changed ${changed.join()}`)
        }
        const say = async (name: string, input: unknown): Promise<unknown> => {
          const before = readBytes(own)
          const result = await call(name, input)
          if (!result.ok) unchanged(name, before)
          try {
            told.push(outcomeOf(result))
          } catch (error) {
            const { file } = services.incidents
            const noted = existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') : ''
            throw new Error(`${name}: ${(error as Error).message.slice(0, 200)}\n${noted.slice(0, 700)}`)
          }
          return result.ok ? result.value : null
        }
        try {
          const asIs = readBytes(own)
          const start = (await say('app.start', {})) as { ledger: unknown; fault: { kind: string } | null } | null
          if (start !== null && start.fault !== null) outcomeOf({ ok: false, fault: start.fault as never })
          if ((start?.ledger ?? null) === null) {
            unchanged('app.start', asIs)
            return `not opened: ${start?.fault?.kind ?? ''}`
          }
          await say('editions.all', {})
          await say('books.all', {})
          const problems = (await say('ledger.verify', {})) as Output<'ledger.verify'> | null
          // the table that counts what was run is told of too, and says nothing of what was altered
          const isTold = problems?.some(({ where, problem }) => !`${where}${problem}`.includes('executed')) ?? true
          claim(isTold || altered.length === 0, `${altered.join()} altered, and the verification says nothing`)
          const books = ((await say('books.list', {})) ?? []) as { id: number; revision: number }[]
          for (const { id: book, revision: base } of books.slice(0, 2)) {
            if ((await say('book.open', { book })) === null) continue
            await say('book.history', { book, before: null, limit: 50 })
            await say('book.sealing', { book })
            await say('book.newerRevision', { book })
            await say('compare.prior', { book, form: 'GK05' })
            await say('analysis.years', { book })
            await say('book.rollForwardPreview', { book, edition: null, options: {} })
            const change = { kind: 'cell', key: 'GK05!2080501!income', after: 5 }
            await say('book.commit', { book, base, label: '录入', place: null, changes: [change] })
            await say('book.undo', { book, base: base + 1 })
            await say('book.undo', { book, base: base + 2 })
            await say('book.restoreState', { book, base, seq: 1 })
            await say('book.structure', { book, base, request: { kind: 'add-unit', name: '某中心' } })
          }
          await say('ledger.backup', {})
        } finally {
          await services.end()
          if (kind >= 3) claim(executedIn(own) === 0, 'a trigger of the file was run')
        }
        const left = readdirSync(folder).filter(
          (name) => !places.includes(name) && !name.startsWith('外来') && name !== 'home',
        )
        claim(
          left.every((name) => name.startsWith('juesuan-')),
          `files appeared: ${left.join()}`,
        )
        return isForeign
          ? 'foreign parts, opened'
          : `opened${told.some((one) => one !== 'value') ? ', refused later' : ''}`
      },
    }
  },
}
