import { basename } from 'node:path'
import type { LinkedCell, LinkedEdition } from '../../../shared/catalogue/link.ts'
import type { Handlers } from '../../../shared/channels/channels.ts'
import type { EditionInfo, RevisionShown } from '../../../shared/channels/edition-values.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { columnName } from '../../../shared/words/cells.ts'
import { comparedLabel } from '../../../shared/words/compare.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { type EditionImport, importCodeTable, importEdition } from '../edition-import.ts'
import { type EditionReport, listEditions } from '../edition-list.ts'
import { storedEdition } from '../editions.ts'
import { rejected } from '../gesture.ts'
import type { OpenBook } from '../open-book.ts'
import {
  newerRevision,
  type Revision,
  type RevisionOffer,
  revisionOf,
  revisionOffer,
  takeRevision,
} from '../revision-offer.ts'
import { staleness, tellOthers } from './book-handlers.ts'
import type { FileTokens } from './file-tokens.ts'
import { shownBook } from './open-books.ts'
import type { Workspace } from './workspace.ts'

type EditionChannel =
  | 'editions.all'
  | 'editions.choose'
  | 'editions.import'
  | 'editions.chooseCodes'
  | 'editions.importCodes'
  | 'book.newerRevision'
  | 'book.revisionPreview'
  | 'book.takeRevision'

/** Handlers of editions: what there are, files of editions and code tables, and newer revisions of a book's own. */
export function editionHandlers(workspace: Workspace, files: FileTokens): Pick<Handlers, EditionChannel> {
  const { host } = workspace

  const choose = async (client: string, wanted: 'edition' | 'codes') => {
    const path = await host.chooseOpen(client, wanted)
    return ok(path === null ? null : files.keep(path))
  }

  /** Looks at a file, and keeps what it says only if that is what the person has looked at. */
  const brought = <T extends EditionImport>(
    file: string,
    hash: string | null,
    bring: (ledger: Ledger, path: string, dryRun: boolean) => Promise<Result<T>>,
  ): Promise<Result<T>> =>
    workspace.during(async ({ ledger }) => {
      const path = files.find(file)
      if (!path.ok) return path
      const looked = await bring(ledger, path.value, true)
      if (!looked.ok || hash === null) return looked
      if (hash !== looked.value.edition.hash) {
        return rejected(basename(path.value), '文件在查看之后有改动，请重新选择')
      }
      return bring(ledger, path.value, false)
    })

  return {
    'editions.all': () => {
      const listed = listEditions(workspace.current.ok ? workspace.current.value.ledger : null)
      return listed.ok ? ok(listed.value.map(info)) : listed
    },

    'editions.choose': (_, client) => choose(client, 'edition'),
    'editions.import': async ({ file, hash }) => {
      const done = await brought(file, hash, (ledger, path, dryRun) => importEdition(ledger, { path, dryRun }))
      return done.ok ? ok({ edition: info(done.value.edition), isKnown: done.value.isKnown }) : done
    },

    'editions.chooseCodes': (_, client) => choose(client, 'codes'),
    'editions.importCodes': async ({ file, edition, table, hash }) => {
      const done = await brought(file, hash, (ledger, path, dryRun) =>
        importCodeTable(ledger, { path, edition, table, dryRun }),
      )
      if (!done.ok) return done
      const { added, dropped, renamed, isKnown } = done.value
      return ok({
        edition: info(done.value.edition),
        isKnown,
        added: [...added],
        dropped: [...dropped],
        renamed: [...renamed],
      })
    },

    'book.newerRevision': ({ book }) =>
      workspace.withBook(book, (open) => {
        const newer = newerRevision(open)
        if (!newer.ok) return newer
        if (newer.value === null) return ok(null)
        const { stored, linked } = newer.value
        return ok({
          edition: stored.name,
          from: shownRevision(revisionOf(open.edition, open.summary.edition.hash)),
          to: shownRevision(revisionOf(linked, stored.hash)),
        })
      }),

    'book.revisionPreview': ({ book }) =>
      workspace.withBook(book, (open) => {
        const plan = revisionOffer(open)
        if (!plan.ok) return plan
        if (plan.value === null) return ok(null)
        const linked = storedEdition(plan.value.edition)
        return linked.ok ? ok(shownOffer(open, linked.value, plan.value.offer)) : linked
      }),

    'book.takeRevision': ({ book, base, hash }, client) =>
      workspace.during(async (at) => {
        const open = at.books.get(book)
        if (!open.ok) return open
        const stale = staleness(open.value, base)
        if (!stale.ok) return stale
        // undo does not cross it: this is the way back
        const backedUp = await at.ledger.autoBackup('edition')
        if (!backedUp.ok) return backedUp
        const staleNow = staleness(open.value, base)
        if (!staleNow.ok) return staleNow
        const taken = takeRevision(open.value, hash)
        if (!taken.ok) return taken
        at.books.forget(book)
        const again = at.books.get(book)
        if (!again.ok) return again
        tellOthers(host, at, again.value, client)
        return ok(shownBook(again.value.summary))
      }),
  }
}

const info = ({ follows, functional, economic, ...report }: EditionReport): EditionInfo => ({
  ...report,
  follows: [...follows],
  functional: { ...functional },
  economic: { ...economic },
})

const shownRevision = ({ revision, localRevision, hash }: Revision) => ({ revision, localRevision, hash })

const kindWords: Readonly<Record<LinkedCell['kind'], string>> = {
  input: '填列',
  computed: '计算',
  default: '自动取数，可改',
  none: '无',
}

function shownOffer(open: OpenBook, made: LinkedEdition, offer: RevisionOffer): RevisionShown {
  const { year } = open.summary
  type Defined = RevisionOffer['cells']['added'][number]
  const cell =
    (edition: LinkedEdition) =>
    ({ form, row, column, kind }: Defined) => ({
      form,
      name: `${form} ${rowLabel(edition, form, row, year)}·${columnName({ edition, year }, form, column)}`,
      kind: kindWords[kind],
    })
  const { from, to, cells, checks, codes } = offer
  return {
    edition: to.name,
    title: made.edition.head.title,
    from: shownRevision(from),
    to: shownRevision(to),
    cells: {
      added: cells.added.map(cell(made)),
      dropped: cells.dropped.map(cell(open.edition)),
      changed: cells.changed.map((one) => ({ ...cell(made)(one), was: kindWords[one.was] })),
    },
    lost: offer.lost.map(({ name, value }) => ({ name, value })),
    beside: offer.beside.map(({ name, value }) => ({ name, value })),
    moved: offer.moved.map(({ name, from: before, to: after }) => ({ name, from: before, to: after })),
    checks: { added: [...checks.added], dropped: [...checks.dropped], changed: [...checks.changed] },
    codes: { dropped: [...codes.dropped], renamed: [...codes.renamed] },
    before: offer.before,
    after: offer.after,
  }
}

/** Label of a row of an edition; `.` stands for all lines of a form whose rows are codes. */
function rowLabel({ forms, formIndex }: LinkedEdition, form: string, row: string, year: number): string {
  if (row === '.') return '各行'
  const label = forms[formIndex.get(form) ?? -1]?.rows?.find((one) => one.row.key === row)?.row.label
  return comparedLabel({ label: label ?? row }, year)
}
