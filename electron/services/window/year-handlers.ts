import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok, type Result } from '../../../shared/channels/result.ts'
import type { RollForwardShown } from '../../../shared/channels/year-values.ts'
import { editionDifferenceText, fateText, itemText, leftWord } from '../../../shared/words/years.ts'
import type { RollForwardItem } from '../../../shared/years/preview.ts'
import { type RolledForward, rollForwardBook } from '../roll-forward.ts'
import { tellLater } from './book-handlers.ts'
import { shownBook } from './open-books.ts'
import type { Workspace } from './workspace.ts'

type YearChannel = 'book.rollForward' | 'book.rollForwardPreview'
type Request = Parameters<Handlers[YearChannel]>[0]

/** Handlers of the new year: first what would become of everything, then the book. */
export function yearHandlers(workspace: Workspace): Pick<Handlers, YearChannel> {
  const rolled = ({ book, edition, options }: Request, dryRun: boolean) =>
    workspace.withBook(book, ({ ledger, summary }): Result<RollForwardShown> => {
      const { department, year } = summary
      const made = rollForwardBook(ledger, { department, from: year, edition: edition ?? undefined, options, dryRun })
      if (!made.ok) return made
      if (dryRun) return ok(shown(made.value, book, null))
      const next = ledger.findBook(department, year + 1)
      return next.ok ? ok(shown(made.value, book, shownBook(next.value))) : next
    })
  return {
    'book.rollForwardPreview': (request) => rolled(request, true),
    'book.rollForward': (request, client) => {
      const made = rolled(request, false)
      if (!made.ok) return made
      const { host, current } = workspace
      if (current.ok)
        tellLater(host, current.value.books, { department: made.value.department, year: made.value.to.year })
      host.push({ kind: 'ledger-changed' }, (other) => other !== client)
      return made
    },
  }
}

function shown({ report, names }: RolledForward, book: number, made: RollForwardShown['book']): RollForwardShown {
  const { from, to, options, preview, remarks } = report
  const { closings, unknownCodes, namesYears, differences, items } = preview
  return {
    department: to.department,
    from: { book, year: from.year, edition: from.edition },
    to: { year: to.year, edition: to.edition, title: names.new.edition.edition.head.title },
    book: made,
    options,
    tally: tallyOf(items),
    items: items.filter(isTold).map((item) => ({
      kind: item.kind,
      key: item.key,
      what: itemText(names.old, item),
      closing: item.isClosing ? (item.value as number) : null,
      fate: item.fate.kind,
      course: item.fate.kind === 'left' ? null : item.fate.course,
      reason: item.fate.kind === 'left' ? item.fate.reason : null,
      text: fateText(names.new, item),
    })),
    closings,
    differences: differences.map(editionDifferenceText),
    namesYears: namesYears.map(({ years, ...fact }) => ({
      kind: fact.kind,
      key: fact.key,
      what: itemText(names.new, fact),
      years: [...years],
    })),
    unknownCodes: [...unknownCodes],
    remarks: [...remarks],
  }
}

/** Amounts of the year are only counted: there are tens of thousands, and none is a surprise. */
const isTold = ({ fate }: RollForwardItem): boolean => fate.kind !== 'left' || fate.reason !== 'ofYear'

function tallyOf(items: readonly RollForwardItem[]): RollForwardShown['tally'] {
  const counts = new Map<string, RollForwardShown['tally'][number]>()
  for (const { kind, fate } of items) {
    const reason = fate.kind === 'left' ? fate.reason : null
    const key = `${kind} ${fate.kind} ${reason}`
    const word = fate.kind === 'left' ? leftWord(fate.reason) : ''
    counts.set(key, { kind, fate: fate.kind, reason, word, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}
