import { cellKey, unitRowKey } from '../../shared/address/cell.ts'
import type { Fact } from '../../shared/engine/facts.ts'

/** How large a made-up book is: items of the code list, units, projects; the same seed gives the same book. */
export type BookSize = {
  readonly items: number
  readonly units: number
  readonly projects: number
  readonly seed: number
}

type Fund = 'general' | 'governmentFund' | 'stateCapital'
const funds: readonly Fund[] = ['general', 'governmentFund', 'stateCapital']
/** Expenditure of one item by fund, in fen. */
type Spent = { readonly basic: Record<Fund, number>; readonly project: Record<Fund, number>; other: number }

/** Classes that have a row of their own in the two summary forms. */
const classes =
  '201 202 203 204 205 206 207 208 210 211 212 213 214 215 216 217 219 220 221 222 223 224 229 231 232 234'.split(' ')
/** Sections that no code table uses, so that no made-up name contradicts one. */
const sections = Array.from({ length: 58 }, (_, number) => 41 + number).filter((section) => section !== 60)
const economic = '30101 30102 30103 30107 30113 30302 30201 30207 30211 30212 30217 30231 30239 31002 31013'.split(' ')

/**
 * Makes a balanced book for the forms of `dongcheng-2024`: every item has money of all three funds, carried over at both
 * ends, some have other funds, and no check of severity error fails. For tests and measurements of any size.
 * @throws RangeError when there are more items than codes to give them
 */
export function generateBook(size: BookSize): Fact[] {
  return new Generator(size).facts
}

class Generator {
  readonly facts: Fact[] = []
  private readonly size: BookSize
  private readonly codes: readonly string[]
  private readonly spent: ReadonlyMap<string, Spent>
  private state: number
  /** carried over at the beginning of the year, by fund */
  private readonly opening: Record<Fund, number> = { general: 0, governmentFund: 0, stateCapital: 0 }
  private readonly closing: Record<Fund, number> = { general: 0, governmentFund: 0, stateCapital: 0 }
  private readonly basic: Record<Fund, number> = { general: 0, governmentFund: 0, stateCapital: 0 }
  private readonly budget: Record<Fund, number> = { general: 0, governmentFund: 0, stateCapital: 0 }

  constructor(size: BookSize) {
    this.size = size
    this.state = size.seed
    this.codes = this.makeCodes()
    const none = (): Record<Fund, number> => ({ general: 0, governmentFund: 0, stateCapital: 0 })
    this.spent = new Map(this.codes.map((code) => [code, { basic: none(), project: none(), other: 0 }]))
    for (let unit = 1; unit <= size.units; unit++) this.unit(unit)
    // projects come first: what an item spends on them is their sum
    const byUnit = this.projects()
    this.codes.forEach((code, place) => this.item(code, place, byUnit))
    this.summary()
    this.economicForm('GK07', this.basic.general)
    this.economicForm('GK09', this.basic.governmentFund)
    this.supplements()
  }

  /** mulberry32: small, and the same on every machine. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** An amount from 1 fen up to `most`. */
  private amount(most = 500_000_000): number {
    return 1 + Math.floor(this.random() * most)
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T
  }

  /** A typed amount; nought is left blank. */
  private type(form: string, row: string, column: string, value: number): void {
    if (value !== 0) this.facts.push({ kind: 'cell', key: cellKey({ form, row, column }), value })
  }

  private makeCodes(): string[] {
    const perSection = Math.min(98, Math.max(3, Math.ceil(this.size.items / 60)))
    const codes = Array.from({ length: this.size.items }, (_, place) => {
      const section = Math.floor(place / perSection)
      const number = sections[Math.floor(section / classes.length)]
      if (number === undefined) throw new RangeError(`there are no codes for ${this.size.items} items`)
      const two = String((place % perSection) + 1).padStart(2, '0')
      return `${classes[section % classes.length] as string}${number}${two}`
    })
    for (const section of new Set(codes.map((code) => code.slice(0, 5))))
      this.facts.push({ kind: 'row', key: section, value: { name: `款${section}` } })
    for (const code of codes) this.facts.push({ kind: 'row', key: code, value: { name: `项${code}` } })
    return codes
  }

  private unit(unit: number): void {
    this.facts.push({ kind: 'unit', key: `u${unit}`, value: { name: `第${unit}单位`, order: unit } })
  }

  /** Makes the projects; returns what each unit spends on them from the general budget, by row of GK06. */
  private projects(): Map<string, number> {
    const byUnit = new Map<string, number>()
    const { units, projects } = this.size
    for (let number = 1; number <= projects && units > 0 && this.codes.length > 0; number++) {
      const key = `p${number}`
      const code = this.pick(this.codes)
      const unit = `u${1 + Math.floor(this.random() * units)}`
      this.facts.push({ kind: 'project', key, value: { code, unit, name: `项目${number}`, order: number } })
      const spent = this.spent.get(code) as Spent
      const fund = this.random() < 0.8 ? 'general' : this.pick(funds)
      const fiscal = this.amount()
      this.type('GK14', key, 'fiscal', fiscal)
      spent.project[fund] += fiscal
      if (fund === 'general') {
        const row = unitRowKey(code, unit)
        byUnit.set(row, (byUnit.get(row) ?? 0) + fiscal)
      }
      if (this.random() < 0.2) {
        const other = this.amount()
        this.type('GK14', key, 'other', other)
        spent.other += other
      }
    }
    return byUnit
  }

  private item(code: string, place: number, byUnit: ReadonlyMap<string, number>): void {
    const spent = this.spent.get(code) as Spent
    const { units } = this.size
    for (let unit = 0; unit < units; unit++) {
      const row = unitRowKey(code, `u${unit + 1}`)
      // an item is mostly spent by one unit or two
      const spends = unit === place % units || unit === (place * 7 + 3) % units
      const basic = spends ? this.amount() : 0
      this.type('GK06', row, 'basic', basic)
      this.type('GK06', row, 'project', byUnit.get(row) ?? 0)
      spent.basic.general += basic
    }
    this.account('GK05', code, 'general', spent)
    spent.basic.governmentFund = this.amount()
    this.type('GK08', code, 'basic', spent.basic.governmentFund)
    this.type('GK08', code, 'project', spent.project.governmentFund)
    this.account('GK08', code, 'governmentFund', spent)
    spent.basic.stateCapital = this.amount()
    this.type('GK10', code, 'basic', spent.basic.stateCapital)
    this.type('GK10', code, 'project', spent.project.stateCapital)
    if (place % 4 === 1 || spent.other > 0) this.otherFunds(code, spent)
    for (const fund of funds) {
      this.basic[fund] += spent.basic[fund]
      this.plan(code, fund, spent.basic[fund] + spent.project[fund])
    }
  }

  /** Opening + income = expenditure + closing of one item under one fund. */
  private account(form: string, code: string, fund: Fund, spent: Spent): void {
    const expenditure = spent.basic[fund] + spent.project[fund]
    const opening = this.random() < 0.5 ? Math.floor(expenditure * this.random()) : 0
    const closingBasic = this.random() < 0.3 ? this.amount() : 0
    const closingProject = this.random() < 0.3 ? this.amount() : 0
    this.type(form, code, 'opening', opening)
    this.type(form, code, 'income', expenditure + closingBasic + closingProject - opening)
    this.type(form, code, 'closingBasic', closingBasic)
    this.type(form, code, 'closingProject', closingProject)
    this.opening[fund] += opening
    this.closing[fund] += closingBasic + closingProject
  }

  /** Money of other sources comes in and goes out in the same item. */
  private otherFunds(code: string, spent: Spent): void {
    const extra = this.amount()
    const fiscal = funds.reduce((sum, fund) => sum + spent.basic[fund], 0)
    this.type('GK03', code, 'basic', fiscal + extra)
    this.type('GK02', code, 'other', extra + spent.other)
    for (const [income, expenditure] of [
      ['operating', 'operating'],
      ['superior', 'toSubsidiary'],
      ['business', 'toSuperior'],
    ] as const) {
      const both = this.random() < 0.2 ? this.amount() : 0
      this.type('GK02', code, income, both)
      this.type('GK03', code, expenditure, both)
    }
  }

  /** The budget lies within 5 % of what was spent, mostly. */
  private plan(code: string, fund: Fund, expenditure: number): void {
    const planned = Math.floor(expenditure * (this.random() < 0.9 ? 0.95 + this.random() / 10 : this.random()))
    this.type('S01', code, fund, planned)
    this.budget[fund] += planned
  }

  private summary(): void {
    this.opening.stateCapital = this.closing.stateCapital = this.amount()
    this.type('GK04', 'openingStateCapital', 'incomeFinal', this.opening.stateCapital)
    const carried = Math.floor(this.budget.general / 20)
    this.type('GK04', 'general', 'incomeBudget', this.budget.general - carried)
    this.type('GK04', 'openingGeneral', 'incomeBudget', carried)
    this.type('GK04', 'governmentFund', 'incomeBudget', this.budget.governmentFund)
    this.type('GK04', 'stateCapital', 'incomeBudget', this.budget.stateCapital)
    // other money that was carried over and partly distributed, and stands beside the formulas of GK01
    const [distributed, kept] = [this.amount(), this.amount()]
    const fiscal = (by: Record<Fund, number>): number => funds.reduce((sum, fund) => sum + by[fund], 0)
    this.type('GK01', 'opening', 'incomeFinal', fiscal(this.opening) + distributed + kept)
    this.type('GK01', 'distribution', 'expenditureFinal', distributed)
    this.type('GK01', 'closing', 'expenditureFinal', fiscal(this.closing) + kept)
  }

  /** Spreads a total over some economic items. */
  private economicForm(form: string, total: number): void {
    let rest = total
    economic.forEach((code, place) => {
      const part = place === economic.length - 1 ? rest : Math.floor(rest * 0.3 * this.random())
      this.type(form, code, 'final', part)
      rest -= part
    })
  }

  private supplements(): void {
    const bought = this.amount()
    this.type('GK11', 'budget', 'operation', this.amount())
    this.type('GK12', 'goods', 'amount', bought)
    this.type('GK12', 'services', 'amount', bought)
    this.type('GK12', 'sme', 'amount', bought)
    this.type('GK12', 'micro', 'amount', Math.floor(bought / 2))
    this.type('GK13', 'public10', 'amount', Math.floor(bought / 3))
    this.type('GK13', 'auxiliary10', 'amount', Math.floor(bought / 4))
    this.type('S02', 'income', 'prior', this.amount())
    this.type('S03', 'vehiclesKept', 'count', 3)
    if (this.size.projects > 0) {
      this.type('S06', 'p1', 'outputWeight', 4000)
      this.type('S06', 'p1', 'outputScore', 3950)
    }
    this.facts.push({ kind: 'cell', key: 'S05!result!value', value: '良' })
  }
}
