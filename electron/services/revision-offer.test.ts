import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { amend, amendsFile } from '../../shared/catalogue/amend.ts'
import { readEdition } from '../../shared/catalogue/load.ts'
import { folder, freshLedger } from '../ledger/fixtures/ledgers.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { readEditionFolder } from './edition-files.ts'
import { importEdition } from './edition-import.ts'
import { catalogueFolder, loadedEdition } from './editions.ts'
import { must, refusal } from './fixtures/books.ts'
import { writeEdition } from './fixtures/editions.ts'
import { perform } from './gesture.ts'
import { type OpenBook, openBook } from './open-book.ts'
import { revisionOffer, takeRevision } from './revision-offer.ts'
import { makeSampleBook } from './sample.ts'

/** Revision 2 of the sample's edition: a row comes, a row goes, an input is computed, two checks differ, one goes. */
const changes = [
  { in: 'edition.json', at: 'revision', set: 2 },
  {
    in: 'GK12.json',
    at: 'blocks/rows/rows',
    insert: [{ key: 'welfare', label: '残疾人福利性单位', level: 1 }],
    after: 'micro',
  },
  { in: 'GK13.json', at: 'blocks/rows/rows/public01', remove: true },
  {
    in: 'GK12.json',
    at: 'blocks/rows/rows/sme',
    set: { key: 'sme', label: '中小企业', level: 1, cell: 'computed', formula: 'goods!. + services!.', check: 'T12-1' },
  },
  {
    in: 'GK12.json',
    at: 'blocks/rows/rows/works',
    set: { key: 'works', label: '工程', level: 2, parent: 'total', cell: 'default', formula: '0', check: 'T12-1' },
  },
  { in: 'checks.json', at: 'T12-3/severity', set: 'hint' },
  { in: 'checks.json', at: 'Y5', remove: true },
]

async function book(): Promise<{ ledger: Ledger; open: () => OpenBook }> {
  const { ledger } = await freshLedger()
  const open = must(makeSampleBook(ledger))
  const typed = [
    { kind: 'cell', key: 'GK13!public01!amount', after: 5_000_000 },
    { kind: 'text', key: 'duties', after: '职责' },
  ] as const
  must(perform(open, { changes: typed, label: '填列', place: null }, 'typed'))
  const { department, year } = open.summary
  return { ledger, open: () => must(openBook(ledger, { department, year })) }
}

async function bringRevision(ledger: Ledger, more: readonly object[] = []): Promise<string> {
  const base = readEditionFolder(join(catalogueFolder(), 'editions/dongcheng-2024'), catalogueFolder())
  const files = amend(base, {
    [amendsFile]: { edition: 'dongcheng-2024', revision: 1, changes: [...changes, ...more] },
  })
  const edition = loadedEdition(readEdition(files))
  must(await importEdition(ledger, { path: writeEdition(join(folder(), '二.json'), edition) }))
  return edition.stored.hash
}

describe('a newer revision of a book’s edition', () => {
  it('is offered only when there is one, and never to a sealed book', async () => {
    const { ledger, open } = await book()
    expect(must(revisionOffer(open()))).toBeNull()
    expect(refusal(takeRevision(open()))).toMatch(/dongcheng-2024：已是最新的版次/)
    await bringRevision(ledger)
    expect(must(revisionOffer(open()))).not.toBeNull()
    const { summary } = open()
    must(ledger.seal(summary.id, { base: summary.revision, files: [], findings: [], label: '上报' }))
    expect(must(revisionOffer(open()))).toBeNull()
    expect(takeRevision(open())).toMatchObject({ ok: false, fault: { kind: 'book-sealed' } })
  })

  it('is shown with everything it does', async () => {
    const { ledger, open } = await book()
    const hash = await bringRevision(ledger)
    const offer = must(revisionOffer(open()))?.offer
    expect(offer?.from).toMatchObject({ name: 'dongcheng-2024', revision: 1 })
    expect(offer?.to).toEqual({ name: 'dongcheng-2024', revision: 2, localRevision: 0, hash })
    expect(offer?.cells).toEqual({
      added: [{ form: 'GK12', row: 'welfare', column: 'amount', kind: 'input' }],
      dropped: [{ form: 'GK13', row: 'public01', column: 'amount', kind: 'input' }],
      changed: [
        { form: 'GK12', row: 'works', column: 'amount', kind: 'default', was: 'input' },
        { form: 'GK12', row: 'sme', column: 'amount', kind: 'computed', was: 'input' },
      ],
    })
    expect(offer?.checks).toMatchObject({ added: [], dropped: [{ check: 'Y5' }], changed: [{ check: 'T12-3' }] })
    const explained = offer?.lost.filter(({ kind }) => kind === 'explanation') ?? []
    expect(offer?.lost.filter(({ kind }) => kind !== 'explanation')).toEqual([
      { kind: 'cell', key: 'GK13!public01!amount', name: 'GK13 公共安全服务·金额', value: '5.000000' },
    ])
    expect(explained.length).toBeGreaterThan(0)
    expect(explained.every(({ key, value }) => key.startsWith('Y5!') && value !== '')).toBe(true)
    expect(offer?.beside).toMatchObject([{ form: 'GK12', row: 'sme', column: 'amount', value: '830.721050' }])
    expect(offer?.moved).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ form: 'GK12', row: 'sme', from: '830.721050', to: '916.473580' }),
        expect.objectContaining({ form: 'GK13', row: 'total', from: '5.000000' }),
      ]),
    )
    expect(offer?.after.errors).toBe((offer?.before.errors ?? 0) + 1)
    expect(offer?.after.verify).toBeLessThan(offer?.before.verify ?? 0)
  })

  it('names a text that loses its place by what it is about', async () => {
    const { ledger, open } = await book()
    await bringRevision(ledger, [
      { in: 'narrative/accounts.json', at: 'blocks/duties', remove: true },
      { in: 'narrative/document.json', at: 'slots/duties', remove: true },
    ])
    expect(must(revisionOffer(open()))?.offer.lost).toContainEqual({
      kind: 'text',
      key: 'duties',
      name: '决算说明的文字 机构职责',
      value: '职责',
    })
  })

  it('looking changes nothing; taking it is one journaled gesture that undo does not cross', async () => {
    const { ledger, open } = await book()
    const hash = await bringRevision(ledger)
    const before = open()
    const { offer } = must(revisionOffer(before)) ?? {}
    expect(open().summary).toEqual(before.summary)
    const taken = must(takeRevision(open()))
    expect(taken.offer).toEqual(offer)
    const after = open()
    expect(after.summary.edition).toEqual({ name: 'dongcheng-2024', revision: 2, hash })
    expect(after.summary.revision).toBe(before.summary.revision + 1)
    expect(after.engine.stated({ form: 'GK12', row: 'sme', column: 'amount' })).toBe(830_721_050)
    expect(after.engine.book.get('cell', 'GK12!sme!amount')).toBeNull()
    expect(after.engine.book.get('text', 'duties')).toBe('职责')
    expect(after.engine.book.facts.explanation.size).toBeLessThan(before.engine.book.facts.explanation.size)
    const [entry] = must(ledger.history(after.summary.id, { limit: 1 }))
    expect(entry).toMatchObject({ kind: 'edition', label: '套表 dongcheng-2024 由第 1 版改为第 2 版' })
    expect(ledger.undo(after.summary.id)).toMatchObject({ ok: false, fault: { kind: 'nothing-to-undo' } })
    expect(must(revisionOffer(after))).toBeNull()
    expect(must(ledger.verify())).toEqual([])
  })

  it('is not taken on top of a change that was not seen', async () => {
    const { ledger, open } = await book()
    await bringRevision(ledger)
    const stale = open()
    const elsewhere = open()
    const typed = [{ kind: 'cell', key: 'GK12!goods!amount', after: 1 }] as const
    must(perform(elsewhere, { changes: typed, label: '录入', place: null }, 'typed'))
    expect(takeRevision(stale)).toMatchObject({ ok: false, fault: { kind: 'stale-revision' } })
    expect(open().summary.edition.revision).toBe(1)
  })
})
