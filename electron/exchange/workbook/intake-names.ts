import { unitRowKey } from '../../../shared/address/cell.ts'
import { parentOfCode } from '../../../shared/address/code.ts'
import type { LinkedEdition } from '../../../shared/catalogue/link.ts'
import type { Book } from '../../../shared/engine/book.ts'
import type { RowFact } from '../../../shared/engine/facts.ts'
import type { FoundForm } from './match.ts'
import type { FoundLine } from './match-rows.ts'
import { plainText } from './sheet-view.ts'

/** Codes, units and projects that the file brings and the book did not have. */
export type Added = { readonly codes: string[]; readonly units: string[]; readonly projects: string[] }

/** Row of the book a line goes to, or the reason why there is none. */
export type Placed = { readonly row: string } | { readonly reason: string }

/**
 * Finds the rows of a book that the lines of a workbook stand for, by code and name, and adds the codes, units and
 * projects that are not there yet.
 */
export class BookNames {
  readonly added: Added = { codes: [], units: [], projects: [] }
  private readonly edition: LinkedEdition
  private readonly book: Book
  private readonly department: string
  private readonly units = new Map<string, string>()
  /** key of the unit while there is only one */
  private onlyUnit: string | null
  private unitCount: number
  private lastUnitOrder: number
  /** projects by code, unit and name; more than one where they look alike */
  private readonly projects = new Map<string, string[]>()
  /** `FORM!project` of the lines placed so far: every form has a line of its own for a project */
  private readonly takenProjects = new Set<string>()
  /** codes of the book before, implied ones included */
  private readonly present: ReadonlySet<string>
  private readonly parents = new Map<string, { readonly sheet: string; readonly name: string }>()
  private readonly lastKeys = new Map<string, number>()
  private lastOrder: number

  constructor(edition: LinkedEdition, book: Book, department: string) {
    this.edition = edition
    this.book = book
    this.department = department
    this.present = new Set(book.codes().keys())
    const units = book.units()
    for (const unit of units) if (!this.units.has(plainText(unit.name))) this.units.set(plainText(unit.name), unit.key)
    this.onlyUnit = units.length === 1 ? (units[0]?.key ?? null) : null
    this.unitCount = units.length
    this.lastUnitOrder = units.reduce((last, { order }) => Math.max(last, order), 0)
    const projects = book.projects()
    for (const project of projects) this.know(project.code, project.unit, project.name, project.key)
    this.lastOrder = projects.reduce((last, { order }) => Math.max(last, order), 0)
  }

  /** Places a line; `adds` says whether it holds something, so that codes, units and projects may be added for it. */
  place(form: FoundForm, { subject }: FoundLine, adds: boolean): Placed {
    const long = Object.values(subject).find((text) => text.length > longestName)
    if (long !== undefined) return { reason: `名称“${long.slice(0, 20)}…”过长，最多 ${longestName} 个字` }
    switch (subject.kind) {
      case 'fixed':
        return { row: subject.key }
      case 'total':
        return { row: 'total' }
      case 'parent':
        if (adds) this.parents.set(subject.code, { sheet: form.sheet, name: subject.name })
        return { row: subject.code }
      case 'item':
        if (adds) this.code(form.sheet, subject.code, subject.name)
        return { row: subject.code }
      case 'unit': {
        const unit = this.unit(subject.unit, adds)
        if (unit === null) return { reason: `编码 ${subject.code} 这一行缺少单位名称，部门有多个单位，不知道是哪一个` }
        if (adds) this.code(form.sheet, subject.code, subject.name)
        return { row: unitRowKey(subject.code, unit) }
      }
      case 'project': {
        const unit = this.unit(subject.unit, adds)
        if (unit === null)
          return { reason: `项目“${subject.project.slice(0, 30)}”缺少单位名称，部门有多个单位，不知道是哪一个` }
        if (adds) this.code(form.sheet, subject.code, '')
        const project = this.project(form.form.key, subject.code, unit, subject.project, adds)
        return project === null
          ? { reason: `与“${form.sheet}”中前面的一行重复（编码、单位和项目名称都相同），只读入前一行` }
          : { row: project }
      }
    }
  }

  /** Codes whose name in the file is another than the book prints; the book's stays. */
  readonly renamed = new Map<string, { readonly sheet: string; readonly theirs: string; readonly ours: string }>()

  /** Name printed for a code now: the book's own, else the code table's. */
  private printedName(code: string): string {
    const own = this.book.get('row', code) as RowFact | null
    return own !== null && own.name !== '' ? own.name : (this.edition.codes.get(code)?.name ?? '')
  }

  /**
   * Adds 类 and 款, once all items are in: those above a new item, and those the file names otherwise. What an item of
   * the book implies is there without being stated.
   */
  finish(): void {
    const wanted = new Map(this.parents)
    for (const code of [...this.added.codes]) {
      for (let parent = parentOfCode(code); parent !== null; parent = parentOfCode(parent)) {
        if (!wanted.has(parent)) wanted.set(parent, { sheet: '', name: '' })
      }
    }
    for (const [code, { sheet, name }] of wanted) {
      const isStated = this.book.get('row', code) !== null
      if (isStated || !this.present.has(code) || !this.isTableName(code, name)) this.code(sheet, code, name)
    }
  }

  private isTableName(code: string, name: string): boolean {
    return name === '' || plainText(this.edition.codes.get(code)?.name ?? '') === plainText(name)
  }

  private code(sheet: string, code: string, written: string): void {
    const name = oneLine(written)
    if (this.book.get('row', code) !== null) {
      const ours = this.printedName(code)
      const isOther = name !== '' && ours !== '' && plainText(ours) !== plainText(name)
      if (isOther && !this.renamed.has(code)) this.renamed.set(code, { sheet, theirs: name, ours })
      return
    }
    const tableName = this.edition.codes.get(code)?.name ?? ''
    this.book.apply([{ kind: 'row', key: code, after: { name: this.isTableName(code, name) ? tableName : name } }])
    this.added.codes.push(code)
  }

  /** Key of a unit by name; without a name the only one. Null when it cannot be told. */
  private unit(name: string, adds: boolean): string | null {
    if (name === '' && this.unitCount > 0) return this.onlyUnit
    const wanted = name === '' ? this.department : oneLine(name)
    const known = this.units.get(plainText(wanted))
    if (known !== undefined) return known
    const key = this.freeKey('u', this.book.facts.unit)
    if (!adds) return key
    this.book.apply([{ kind: 'unit', key, after: { name: wanted, order: ++this.lastUnitOrder } }])
    this.units.set(plainText(wanted), key)
    this.onlyUnit = this.unitCount === 0 ? key : null
    this.unitCount++
    this.added.units.push(wanted)
    return key
  }

  /** Key of a project; null when the sheet has more lines that look alike than the book has projects. */
  private project(form: string, code: string, unit: string, name: string, adds: boolean): string | null {
    const alike = this.projects.get(projectLook(code, unit, name)) ?? []
    const open = alike.filter((key) => !this.takenProjects.has(`${form}!${key}`))
    // a form that lists only some of the projects goes first to those it has something for
    const free = open.length < 2 ? open[0] : (open.find((key) => this.hasLine(form, key)) ?? open[0])
    if (free === undefined && alike.length > 0) return null
    if (free === undefined && !adds) return this.freeKey('p', this.book.facts.project)
    const key = free ?? this.freeKey('p', this.book.facts.project)
    if (free === undefined) {
      this.book.apply([{ kind: 'project', key, after: { code, unit, name: oneLine(name), order: ++this.lastOrder } }])
      this.know(code, unit, name, key)
      this.added.projects.push(name)
    }
    this.takenProjects.add(`${form}!${key}`)
    return key
  }

  private hasLine(form: string, project: string): boolean {
    const columns = this.edition.forms[this.edition.formIndex.get(form) ?? -1]?.columns ?? []
    return columns.some((column) => this.book.get('cell', `${form}!${project}!${column.key}`) !== null)
  }

  private know(code: string, unit: string, name: string, key: string): void {
    const look = projectLook(code, unit, name)
    const alike = this.projects.get(look)
    if (alike === undefined) this.projects.set(look, [key])
    else alike.push(key)
  }

  /** One more than the largest key, as everywhere in the book. */
  private freeKey(letter: 'u' | 'p', taken: ReadonlyMap<string, unknown>): string {
    let last = this.lastKeys.get(letter)
    if (last === undefined) {
      last = 0
      for (const key of taken.keys()) if (/^[a-z][0-9]{1,9}$/.test(key)) last = Math.max(last, Number(key.slice(1)))
    }
    while (taken.has(`${letter}${last + 1}`)) last++
    this.lastKeys.set(letter, last)
    return `${letter}${last + 1}`
  }
}

/** A name as it is kept: one line, however the cell was wrapped, without marks that turn the direction of writing. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+|[\u202a-\u202e\u2066-\u2069]/gu, '').trim()
/** Characters of a name. */
const longestName = 120

const projectLook = (code: string, unit: string, name: string): string => `${code} ${unit} ${plainText(name)}`
