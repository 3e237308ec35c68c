import { type CellAddress, cellKey, parseCellKey } from '../../../shared/address/cell.ts'
import type { LinkedEdition } from '../../../shared/catalogue/link.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { Book } from '../../../shared/engine/book.ts'
import type { Prior } from '../../../shared/engine/compile.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import type { Fact, FactChange, FactValue } from '../../../shared/engine/facts.ts'
import { explanationColumns, explanationTitle } from './explanations.ts'
import { cellName, type SheetGrid } from './grid.ts'
import { differences, tooMany } from './intake-changes.ts'
import { misshapenFact } from './intake-facts.ts'
import { type Added, BookNames } from './intake-names.ts'
import { manifestOf, type Source, sourceOf } from './intake-source.ts'
import { type Edited, type Given, type GivenValue, GivenValues } from './intake-values.ts'
import { type Manifest, manifestSheetName } from './manifest.ts'
import { type FoundBook, type FoundForm, matchBook } from './match.ts'
import { plainText, type Trouble, textOf } from './sheet-view.ts'

export type IntakeRequest = {
  readonly edition: LinkedEdition
  /** SHA-256 of the edition as manifests state it, when known */
  readonly editionHash: string | null
  readonly department: string
  readonly year: number
  /** the book as it stands */
  readonly facts: readonly Fact[]
  readonly prior: Prior | null
  readonly sheets: readonly SheetGrid[]
  /** what was found in the file besides its forms, or could not be found */
  readonly beside?: Beside
}

/** What a document says outside its forms. */
export type Beside = {
  /** what the file is called in refusals that are about the whole of it */
  readonly name: string
  /** forms that should be there and are not told by the forms that are */
  readonly troubles: readonly Trouble[]
  readonly remarks: readonly Trouble[]
  /** texts and counts of its text part, for the book as its forms make it; none are stored when this is left out */
  readonly text?: (engine: Engine) => TextIntake
}
export type TextIntake = {
  /** free texts by slot, and typed cells of supplements */
  readonly facts: readonly (Fact & { readonly kind: 'text' | 'cell' })[]
  readonly texts: readonly TakenText[]
  readonly troubles: readonly Trouble[]
  readonly remarks: readonly Trouble[]
}
/** A free text that was taken, and where it stands. */
export type TakenText = { readonly slot: string; readonly text: string; readonly place: string }

/** A figure of the file beside a cell that the book computes; both in the unit of the cell. */
export type Conflict = CellAddress & {
  readonly computed: number | null
  readonly given: number
  readonly sheet: string
  /** `B7` */
  readonly cell: string
}

/** What an import would do: nothing is stored before somebody has seen it. */
export type IntakePreview = {
  readonly source: Source
  /** with the number of figures read on each, and where it stands in a document */
  readonly forms: readonly {
    readonly form: string
    readonly sheet: string
    readonly values: number
    readonly place: string
  }[]
  /** free texts of a document's text part that the changes include */
  readonly texts: readonly TakenText[]
  /** the one gesture that makes the book what the file says */
  readonly changes: readonly FactChange[]
  /** values of cells that are set */
  readonly stored: number
  /** values the file has and the book had already */
  readonly unchanged: number
  /** cells with a value in the book that are blank in the file */
  readonly cleared: readonly (CellAddress & { readonly was: number | string })[]
  /** kept as stated values: the changes include them */
  readonly conflicts: readonly Conflict[]
  readonly notUnderstood: readonly Trouble[]
  /** cells changed by a person in a file of ours */
  readonly edited: readonly Edited[]
  readonly added: Added
  /** what is odd about the file as a whole and no obstacle: another year, department or edition */
  readonly remarks: readonly Trouble[]
}

/**
 * Works out what a workbook would make of a book. Pure: the same file and book always give the same preview.
 *
 * Files of ours come back whole from their manifest, with the cells a person changed since. Any other file replaces the
 * forms it has: their typed cells become what the file says, blank ones are cleared; forms it does not have are left
 * alone. Figures beside computed cells are compared after everything else is in.
 * @returns `input-refused` when there is no form in the file, its manifest is damaged, or a total leaves the range
 */
export function previewIntake(request: IntakeRequest): Result<IntakePreview> {
  const { edition, sheets } = request
  const manifest = manifestOf(sheets)
  if (!manifest.ok) return manifest
  const source = sourceOf(manifest.value, edition, request.editionHash)
  const wrong = source === 'own' ? misshapenFact(manifest.value?.facts ?? [], edition) : null
  if (wrong !== null)
    return refuse({
      kind: 'input-refused',
      where: `隐藏工作表“${manifestSheetName}”`,
      reason: `其中“${wrong}”不合规定，文件可能被改动过，请用原文件导入，或删除此工作表后按普通表格导入`,
    })
  const found = matchBook(edition, sheets)
  if (found.forms.length > 0 || source === 'own') return new Intake(request, source, manifest.value, found).preview()
  // a department may publish its tables and its text apart
  const preview = request.beside === undefined ? null : new Intake(request, source, manifest.value, found).preview()
  return preview?.ok === true && preview.value.texts.length > 0 ? preview : nothingFound(request, found)
}

function nothingFound({ beside }: IntakeRequest, { troubles }: FoundBook): Result<never> {
  const [first] = [...troubles, ...(beside?.troubles ?? []), ...(beside?.remarks ?? [])]
  const place = first === undefined || beside !== undefined ? first?.cell : `工作表“${first.sheet}”${first.cell}`
  const detail = [place ?? '', first?.reason ?? ''].filter((part) => part !== '').join('：')
  return refuse({
    kind: 'input-refused',
    where: beside?.name ?? '工作簿',
    reason: `没有可以读入的报表${detail === '' ? '' : `（${detail}）`}，请用本套报表的模板、正式报表或公开的决算导入`,
  })
}

class Intake {
  private readonly request: IntakeRequest
  private readonly source: Source
  private readonly manifest: Manifest | null
  private readonly found: FoundBook
  /** the book before, and as it becomes */
  private readonly before: Book
  private readonly book: Book
  private readonly conflicts: Conflict[] = []
  private text: TextIntake = { facts: [], texts: [], troubles: [], remarks: [] }

  constructor(request: IntakeRequest, source: Source, manifest: Manifest | null, found: FoundBook) {
    this.request = request
    this.source = source
    this.manifest = manifest
    this.found = found
    this.before = new Book(request.facts)
    this.book = new Book(source === 'own' ? (manifest?.facts ?? []) : request.facts)
  }

  preview(): Result<IntakePreview> {
    const { edition, prior, department } = this.request
    const names = new BookNames(edition, this.book, department)
    const given = new GivenValues(this.source, this.manifest, this.book, names).collect(this.found)
    names.finish()
    const crowd = tooMany(this.book)
    if (crowd !== null) return refuse({ kind: 'input-refused', where: '工作簿', reason: crowd })
    if (this.source !== 'own') this.clearForms(given)
    const typed = given.values.filter(({ definition }) => definition.kind !== 'computed')
    for (const { address, value } of typed) this.set('cell', address, value)

    const engine = Engine.create(edition, this.book.list(), prior)
    if (engine === null)
      return refuse({
        kind: 'input-refused',
        where: '工作簿',
        reason: '读入后有合计超出可填范围，请核对位数和金额单位',
      })
    this.dropFollowing(engine, typed)
    this.compare(engine, given)
    this.takeText(engine)
    return ok(this.result(given, names))
  }

  private set(kind: 'cell' | 'stated', address: CellAddress, after: FactValue | null): void {
    this.book.apply([{ kind, key: cellKey(address), after }])
  }

  /** A form in the file replaces the book's, but for columns it does not have and cells that could not be read. */
  private clearForms({ unclear }: Given): void {
    const forms = new Map(this.found.forms.map((form) => [form.form.key, form]))
    for (const kind of ['cell', 'stated'] as const) {
      for (const key of [...this.book.facts[kind].keys()]) {
        const address = parseCellKey(key)
        const form = forms.get(address?.form ?? '')
        if (address === null || form === undefined || unclear.has(key)) continue
        if (form.hasColumn(blockOf(form, address.row), address.column)) this.set(kind, address, null)
      }
    }
  }

  /** A default cell is stated only where the file differs from what its formula gives after the whole gesture. */
  private dropFollowing(engine: Engine, typed: readonly GivenValue[]): void {
    const drops = typed
      .filter(
        ({ address, definition, value }) =>
          definition.kind === 'default' && value !== null && this.follows(engine, address, value),
      )
      .map(({ address }): FactChange => ({ kind: 'cell', key: cellKey(address), after: null }))
    this.book.apply(drops)
    engine.apply(drops)
  }

  private follows(engine: Engine, address: CellAddress, value: number | string): boolean {
    const formula = engine.formulaValue(address)
    const form = this.request.edition.forms[this.request.edition.formIndex.get(address.form) ?? -1]
    return form?.form.blank === 'asZero' ? (formula ?? 0) === value : formula === value
  }

  /** Figures of the file beside computed cells: the differing ones are kept as stated, the others are not. */
  private compare(engine: Engine, given: Given): void {
    for (const { address, definition, value, sheet, cell } of given.values) {
      if (definition.kind !== 'computed') continue
      const computed = engine.number(address)
      const differs = typeof value === 'number' && value !== (computed ?? 0)
      this.set('stated', address, differs ? value : null)
      if (differs) this.conflicts.push({ ...address, computed, given: value, sheet, cell })
    }
    if (this.source === 'own') return
    for (const [key, value] of [...this.book.facts.stated]) {
      const address = parseCellKey(key)
      if (address !== null && engine.number(address) === value) this.set('stated', address, null)
    }
  }

  /** The text part is read last: its sentences follow from the figures. */
  private takeText(engine: Engine): void {
    const { beside } = this.request
    if (beside?.text === undefined) return
    this.text = beside.text(engine)
    this.book.apply(this.text.facts.map(({ kind, key, value }): FactChange => ({ kind, key, after: value })))
  }

  private result(given: Given, names: BookNames): IntakePreview {
    const changes = differences(this.before, this.book)
    const cells = changes.filter(({ kind }) => kind === 'cell' || kind === 'stated')
    return {
      source: this.source,
      forms: this.found.forms.map(({ form, sheet, place, lines }) => ({
        form: form.key,
        sheet,
        values: lines.reduce((sum, { values }) => sum + values.filter(({ value }) => value !== null).length, 0),
        place,
      })),
      texts: this.text.texts,
      changes,
      stored: cells.filter(({ after }) => after !== null).length,
      unchanged: this.unchanged(),
      cleared: changes.flatMap(({ kind, key, after }) => {
        const address = parseCellKey(key)
        const was = this.before.get(kind, key)
        const isCleared =
          kind === 'cell' && after === null && address !== null && was !== null && typeof was !== 'object'
        return isCleared ? [{ ...address, was }] : []
      }),
      conflicts: this.conflicts,
      notUnderstood: shortened([
        ...this.found.troubles,
        ...(this.request.beside?.troubles ?? []),
        ...given.troubles,
        ...this.explanationsLeft(),
        ...this.text.troubles,
      ]),
      edited: given.edited,
      added: names.added,
      remarks: [...(this.request.beside?.remarks ?? []), ...this.remarks(), ...namesKept(names), ...this.text.remarks],
    }
  }

  /** 审核说明 stands for the values of a finding, which the book has yet to make; only a manifest brings it along. */
  private explanationsLeft(): Trouble[] {
    const sheet = this.source === 'own' ? undefined : this.request.sheets.find(({ name }) => name === explanationTitle)
    const column = explanationColumns.findIndex(({ key }) => key === 'text') + 1
    const isHeader = (text: string): boolean => text === explanationColumns[column - 1]?.header
    return (sheet?.cells ?? [])
      .filter((cell) => cell.column === column && !isHeader(textOf(cell)) && textOf(cell) !== explanationTitle)
      .map((cell) => ({
        sheet: explanationTitle,
        cell: cellName(cell.row, cell.column),
        text: textOf(cell).slice(0, 200),
        reason: '审核说明不随表读入，请导入后在审核结果中填写',
      }))
  }

  private unchanged(): number {
    const forms = new Set(this.found.forms.map(({ form }) => form.key))
    let unchanged = 0
    for (const kind of ['cell', 'stated'] as const) {
      for (const [key, value] of this.book.facts[kind]) {
        const isRead = this.source === 'own' || forms.has(key.split('!')[0] ?? '')
        if (isRead && this.before.get(kind, key) === value) unchanged++
      }
    }
    return unchanged
  }

  private remarks(): Trouble[] {
    const { department, year, edition } = this.request
    const remarks: Trouble[] = []
    const remark = (sheet: string, text: string, reason: string): void => {
      remarks.push({ sheet, cell: '', text, reason })
    }
    const { manifest } = this
    if (manifest !== null && this.source === 'foreign') {
      const theirs = `${manifest.edition.edition} 第 ${manifest.edition.revision} 版`
      remark(
        '',
        theirs,
        `文件按另一套报表（${theirs}）编制，本账套用 ${edition.edition.head.edition} 第 ${edition.edition.head.revision} 版，只按表名、栏目和编码读入`,
      )
    }
    if (manifest?.kind === 'book') {
      if (manifest.year !== year)
        remark(
          '',
          String(manifest.year),
          `文件是 ${manifest.year} 年度的决算，本账套是 ${year} 年度，请确认没有选错文件`,
        )
      if (manifest.department !== department)
        remark(
          '',
          manifest.department,
          `文件属于“${manifest.department}”，本账套属于“${department}”，请确认没有选错文件`,
        )
      return remarks
    }
    for (const form of this.found.forms) {
      const other = form.years.filter((one) => one !== year)
      if (other.length > 0)
        remark(
          form.sheet,
          other.join('、'),
          `表中写的是 ${other.join('、')} 年，本账套是 ${year} 年度，请确认没有选错文件`,
        )
      const isOther = form.department !== '' && plainText(form.department) !== plainText(department)
      if (isOther)
        remark(
          form.sheet,
          form.department,
          `表中部门是“${form.department}”，本账套属于“${department}”，请确认没有选错文件`,
        )
    }
    return remarks
  }
}

/** Troubles told per sheet; who has more has one trouble. */
const MOST_TROUBLES = 500

function shortened(troubles: readonly Trouble[]): Trouble[] {
  const bySheet = new Map<string, Trouble[]>()
  for (const trouble of troubles) {
    const known = bySheet.get(trouble.sheet)
    if (known === undefined) bySheet.set(trouble.sheet, [trouble])
    else known.push(trouble)
  }
  return [...bySheet].flatMap(([sheet, all]) =>
    all.length <= MOST_TROUBLES
      ? all
      : [
          ...all.slice(0, MOST_TROUBLES),
          {
            sheet,
            cell: '',
            text: '',
            reason: `另有 ${all.length - MOST_TROUBLES} 处未读入，不再逐一列出，请先改正以上各处`,
          },
        ],
  )
}

const namesKept = (names: BookNames): Trouble[] =>
  [...names.renamed].map(([code, { sheet, theirs, ours }]) => ({
    sheet,
    cell: '',
    text: theirs.slice(0, 200),
    reason: `编码 ${code} 在账套中的名称是“${ours}”，保留不变，如需改名请在账套中修改`,
  }))

const blockOf = (form: FoundForm, row: string): number =>
  form.form.rows?.[form.form.rowIndex.get(row) ?? -1]?.block ?? 0
