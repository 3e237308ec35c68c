import { factWords } from '../../shared/words/fact-kinds.ts'
import { filesIn, lossesIn } from './custody.ts'
import { Torn } from './file-faults.ts'
import { chainStart, decodeChanges, hashRow } from './journal.ts'
import type { BookRow, JournalRow } from './statements.ts'
import { parseRecord, type ValueText } from './values.ts'

/** Something the rows of one book contradict; `place` names the row or fact. */
export type Contradiction = {
  readonly what: 'chain' | 'journal' | 'facts' | 'undo'
  readonly place: string
  readonly detail: string
}

const factKey = (kind: string, key: string): string => `${kind}\0${key}`
const shown = (factKeyText: string): string => `fact ${factKeyText.replace('\0', ' ')}`
const contentless = new Set(['seal', 'unseal', 'close', 'arrive'])

type Told = Readonly<Record<string, unknown>>
/** A row whose hash is right may still have a detail of another shape: what is no object has no members. */
const memberOf = (told: Told, name: string): Told => {
  const member = told[name]
  return typeof member === 'object' && member !== null ? (member as Told) : {}
}
const textOf = (told: Told, name: string): string | null => {
  const member = told[name]
  return typeof member === 'string' ? member : null
}

/**
 * A book done again from its journal, row by row, with everything that has to follow: hashes, revisions, values
 * before and after, the undo stack, the state, the way from ledger to ledger. `finish` compares the outcome with what
 * the ledger says now; `now` is what the rows so far make of the book, and `found` what they contradict. `editions` are
 * the hashes of those its rows name.
 */
export function replay() {
  const found: Contradiction[] = []
  const facts = new Map<string, ValueText>()
  const rows = new Map<number, { below: number | null; target: number | null }>()
  let [hash, seq, revision] = [chainStart, 0, 0]
  let undoTop: number | null = null
  let redoTop: number | null = null
  let [state, edition] = ['open', '']
  const editions = new Set<string>()
  let home: string | null = null
  /** whose book of which year the first row began; null where it does not say */
  let begun: { readonly department: string | null; readonly year: number | null } = { department: null, year: null }
  const say = (what: Contradiction['what'], place: string, detail: string) => found.push({ what, place, detail })

  const sayTorn = (place: string, follow: () => void): void => {
    try {
      follow()
    } catch (error) {
      if (!(error instanceof Torn)) throw error
      say('journal', place, error.message)
    }
  }

  const followStack = (row: JournalRow, place: string) => {
    const { kind, target, below } = row
    const undone = redoTop === null ? undefined : rows.get(redoTop)
    const fits =
      kind === 'gesture'
        ? below === undoTop && target === null
        : kind === 'undo'
          ? target !== null && target === undoTop && below === redoTop
          : kind === 'redo'
            ? target !== null && target === undone?.target && below === null
            : target === null && below === null
    if (!fits) say('undo', place, '撤销次序不符')
    const gesture = rows.get(target ?? 0)
    ;[undoTop, redoTop] =
      kind === 'gesture'
        ? [row.seq, null]
        : kind === 'undo'
          ? [gesture?.below ?? null, row.seq]
          : kind === 'redo'
            ? [target, undone?.below ?? null]
            : [null, null]
  }

  const followFacts = (row: JournalRow, place: string) => {
    const changes = decodeChanges(row.changes)
    if (changes.length !== row.changed) say('journal', place, '变动数与内容不符')
    for (const { kind, key, before, after } of changes) {
      const name = factKey(kind, key)
      const known = facts.get(name) ?? null
      if (known !== (before === null ? null : JSON.stringify(before)))
        say('journal', place, `${factWords(kind, key)} 的原值不符`)
      if (after === null) facts.delete(name)
      else facts.set(name, JSON.stringify(after))
    }
  }

  const followDetail = ({ kind, seq, detail, prev_hash }: JournalRow, place: string) => {
    if ((kind === 'open') !== (seq === 1)) say('journal', place, '建账记录应是第一条，且只有一条')
    const told = parseRecord(detail ?? '{}')
    if (kind === 'open' || kind === 'edition') {
      edition = textOf(memberOf(told, kind === 'open' ? 'edition' : 'to'), 'hash') ?? ''
      editions.add(edition)
    }
    if (kind === 'open') {
      home = textOf(told, 'ledger') ?? ''
      begun = { department: textOf(told, 'department'), year: typeof told['year'] === 'number' ? told['year'] : null }
    }
    if (kind === 'seal') filesIn(detail === null ? { files: [] } : told)
    if (kind === 'arrive') {
      const from = memberOf(told, 'from')
      const fits = from['ledger'] === (home ?? from['ledger']) && from['seq'] === seq - 1 && from['hash'] === prev_hash
      if (!fits) say('chain', place, '转入的来源与此前的记录不符')
      home = textOf(memberOf(told, 'to'), 'ledger') ?? ''
      lossesIn(told)
    }
    if (kind === 'close' && (textOf(memberOf(told, 'to'), 'ledger') ?? home) === home) {
      say('chain', place, '没有写明转到了哪个账套')
    }
  }

  const follow = (row: JournalRow): void => {
    const place = `journal ${row.seq}`
    if (row.seq !== seq + 1) say('chain', place, `第 ${seq} 条之后缺少记录`)
    if (row.prev_hash !== hash) say('chain', place, '与上一条记录不相接')
    const isGenuine = hashRow(row) === row.hash
    if (!isGenuine) say('chain', place, '内容与校验值不符')
    ;[seq, hash] = [row.seq, row.hash]
    const expected = revision + (contentless.has(row.kind) ? 0 : 1)
    if (row.revision !== expected) say('journal', place, `版本号应为 ${expected}，记为 ${row.revision}`)
    revision = row.revision
    followStack(row, place)
    rows.set(row.seq, { below: row.below, target: row.target })
    sayTorn(place, () => followFacts(row, place))
    if (state === 'moved') say('journal', place, '转出之后还有记录')
    if (row.kind === 'seal') state = 'sealed'
    if (row.kind === 'unseal') state = 'open'
    if (row.kind === 'close') state = 'moved'
    if (isGenuine) sayTorn(place, () => followDetail(row, place))
  }

  const now = () => ({ seq, hash, revision, undoTop, redoTop, state, edition, home, facts })

  /** @param ledger id of the ledger: a book begun in another one has to have arrived */
  const finish = (
    book: BookRow,
    ledger: string,
    stored: Iterable<readonly [kind: string, key: string, text: ValueText]>,
  ): Contradiction[] => {
    if (seq !== book.seq || hash !== book.hash) say('chain', 'book', `记录止于第 ${seq} 条，账上为第 ${book.seq} 条`)
    if (revision !== book.revision) say('journal', 'book', `版本号应为 ${revision}，账上为 ${book.revision}`)
    if (undoTop !== book.undoTop || redoTop !== book.redoTop) say('undo', 'book', '撤销位置不符')
    if (state !== book.state) say('journal', 'book', `状态应为 ${state}，账上为 ${book.state}`)
    if (edition !== book.editionHash) say('journal', 'book', '套表与记录不符')
    const { department, year } = begun
    if ((department ?? book.department) !== book.department || (year ?? book.year) !== book.year)
      say(
        'journal',
        'book',
        `建账时为 ${(department ?? book.department).slice(0, 200)} ${year ?? book.year} 年，与账上不符`,
      )
    if (home !== null && home !== ledger) say('chain', 'book', '记录属于另一个账套，没有转入的记录')
    for (const [kind, key, text] of stored) {
      const name = factKey(kind, key)
      const known = facts.get(name)
      facts.delete(name)
      if (known !== text) say('facts', shown(name), `记录为 ${known ?? '空'}，账上为 ${text}`)
    }
    for (const [name, text] of facts) say('facts', shown(name), `记录为 ${text}，账上没有`)
    return found
  }

  return { follow, now, finish, editions, found: found as readonly Contradiction[] }
}
