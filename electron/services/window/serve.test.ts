import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ChannelName, channels, type Handlers } from '../../../shared/channels/channels.ts'
import { ok } from '../../../shared/channels/result.ts'
import { folder, refused } from '../../ledger/fixtures/ledgers.ts'
import { incidentLog } from '../incidents.ts'
import { FileTokens } from './file-tokens.ts'
import { startProgram } from './fixtures/window.ts'
import { createHandlers } from './handlers.ts'
import { makeServe } from './serve.ts'

/** Every way into the program. A line more or less here is a decision, not an accident. */
const doors: readonly ChannelName[] = [
  'analysis.years',
  'app.about',
  'app.closed',
  'app.diagnostics',
  'app.logs',
  'app.start',
  'book.commit',
  'book.create',
  'book.history',
  'book.newerRevision',
  'book.open',
  'book.redo',
  'book.restoreState',
  'book.revisionPreview',
  'book.rollForward',
  'book.rollForwardPreview',
  'book.seal',
  'book.sealing',
  'book.structure',
  'book.takeRevision',
  'book.undo',
  'book.unseal',
  'books.all',
  'books.list',
  'books.moved',
  'compare.prior',
  'document.cancel',
  'document.preview',
  'edition.read',
  'editions.all',
  'editions.choose',
  'editions.chooseCodes',
  'editions.import',
  'editions.importCodes',
  'editions.list',
  'export.all',
  'export.chartPicture',
  'export.chartTable',
  'export.comparison',
  'export.diagnostics',
  'export.document',
  'export.sealed',
  'export.template',
  'export.workbook',
  'file.reveal',
  'fonts.choose',
  'fonts.clear',
  'fonts.list',
  'import.apply',
  'import.choose',
  'import.preview',
  'ledger.backup',
  'ledger.backupFolder',
  'ledger.backups',
  'ledger.choose',
  'ledger.close',
  'ledger.create',
  'ledger.openReadOnly',
  'ledger.openRecent',
  'ledger.openSalvaged',
  'ledger.openSample',
  'ledger.restore',
  'ledger.restoreFile',
  'ledger.salvage',
  'ledger.verify',
  'ledger.verifyBackup',
  'transfer.choose',
  'transfer.open',
  'transfer.preview',
  'transfer.run',
]

const trusted = { client: 'one', isTrusted: true }

/** The call path over one handler of the test's own. */
function serving<N extends ChannelName>(name: N, handler: Handlers[N], checksOutput = false) {
  const log = join(folder(), 'log', 'juesuan.log')
  const handlers = { [name]: handler } as unknown as Handlers
  return {
    serve: makeServe(
      handlers,
      incidentLog(log, () => 0),
      checksOutput,
    ),
    log,
  }
}

describe('the channels', () => {
  it('are these, each with its handler', () => {
    expect(Object.keys(channels).sort()).toEqual(doors)
    const { host } = startProgram()
    const { handlers } = createHandlers(host, incidentLog(join(folder(), 'log'), host.clock), new FileTokens())
    expect(Object.keys(handlers).sort()).toEqual(doors)
  })
})

describe('a call', () => {
  it('runs the handler on what the schema let through, for the client that called', async () => {
    const seen: unknown[] = []
    const { serve } = serving('app.closed', (input, client) => {
      seen.push(input, client)
      return ok({})
    })
    expect(await serve('app.closed', { saved: true }, trusted)).toEqual(ok({}))
    expect(seen).toEqual([{ saved: true }, 'one'])
  })

  it.each([
    ['from another page', 'app.closed', { saved: true }, false],
    ['of no channel', 'app.quit', {}, true],
    ['of a name that every object has', 'constructor', {}, true],
    ['of no name', { toString: 'app.closed' }, {}, true],
    ['without its input', 'app.closed', undefined, true],
    ['with more than its input', 'app.closed', { saved: true, path: '/etc/passwd' }, true],
    ['with input of another type', 'app.closed', { saved: 'yes' }, true],
  ])('%s is refused before anything runs', async (_, name, input, isTrusted) => {
    const { serve } = serving('app.closed', () => {
      throw new Error('ran')
    })
    const result = await serve(name, input, { client: 'one', isTrusted })
    expect(refused(result).kind).toBe('request-rejected')
  })

  it('with a list longer than any call takes is refused before its members are looked at', async () => {
    const { services } = startProgram()
    const changes = new Array<unknown>(120_001).fill(null)
    const cycle: Record<string, unknown> = { changes: [] }
    cycle['changes'] = [cycle]
    const ask = (input: unknown) => services.serve('book.commit', input, { client: 'one', isTrusted: true })
    const tooMuch = expect.stringContaining('内容过多') as unknown
    expect(await ask({ book: 1, base: 1, label: '录入', place: null, changes })).toMatchObject({
      fault: { reason: tooMuch },
    })
    expect(await ask(cycle)).toMatchObject({ ok: false, fault: { kind: 'request-rejected' } })
  })

  it('that throws becomes a fault whose number leads to the log, which quotes nothing', async () => {
    const { serve, log } = serving('app.closed', () => {
      throw new TypeError('工资 12345.67')
    })
    const fault = refused(await serve('app.closed', { saved: true }, trusted))
    expect(fault).toMatchObject({ kind: 'unexpected', incident: expect.stringMatching(/^[0-9A-F]{8}$/) as unknown })
    const text = readFileSync(log, 'utf8')
    expect(text).toContain(fault.kind === 'unexpected' ? fault.incident : '')
    expect(text).toContain('serve.test.ts')
    expect(text).not.toMatch(/工资|12345/)
  })

  it('that answers what the schema does not know is a mistake of ours, seen in tests', async () => {
    const { serve } = serving('app.closed', () => ok({ more: 1 } as never), true)
    expect(refused(await serve('app.closed', { saved: true }, trusted)).kind).toBe('unexpected')
  })
})
