import { describe, expect, it } from 'vitest'
import { builtInEdition } from '../../build/testing/edition.ts'
import type { PublishedCheck } from '../../build/testing/published.ts'
import { publishedChecks } from '../../build/testing/published.ts'
import { parseAmount } from '../amount/parse.ts'
import type { LinkedForm } from '../catalogue/link.ts'
import { layOut } from '../layout/layout.ts'
import { sampleBook, sampleFacts } from '../sample/sample.ts'
import { Engine } from './engine.ts'
import type { FindingState } from './finding.ts'

/**
 * The checks that were made of the published document, against our engine over the published book. Each is one of ours
 * (a check at a place), or, where it only holds in this very document, a sum over our cells.
 */

const edition = builtInEdition()
const created = Engine.create(edition, sampleFacts(edition))
if (created === null) throw new Error('the sample is out of range')
const engine = created
const findings = engine.findings(true)

const formOf = (key: string): LinkedForm => {
  const form = edition.forms[edition.formIndex.get(key) ?? -1]
  if (form === undefined) throw new Error(`no form ${key}`)
  return form
}
/** Number of a cell in its unit; blank counts as nought. */
const at = (form: string, row: string, column: string): number => {
  const address = { form, row, column }
  if (engine.cell(address) === null) throw new Error(`no cell ${form}!${row}!${column}`)
  return engine.number(address) ?? 0
}
const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** Printed words to keys. */
const form = (table: string): string => `GK${table.padStart(2, '0')}`
const row = (words: string): string => (words === '总' || words === '合计' ? 'total' : words)
const column = (key: string, words: string): string => {
  const found = formOf(key).columns.find(({ header }) => header.join('/') === words || header.at(-1) === words)
  if (found === undefined) throw new Error(`${key} has no column ${words}`)
  return found.key
}
const labelled = (key: string, words: string): string => {
  const found = (formOf(key).rows ?? []).filter(({ row: { label } }) => label === words)
  // 其他支出 is a 类 and a 款 of GK07; the checks speak of the 类
  const chosen = found.find(({ row: { level } }) => level < 2) ?? found[0]
  if (chosen === undefined) throw new Error(`${key} has no row ${words}`)
  return chosen.row.key
}
const funds: Readonly<Record<string, { readonly row: string; readonly column: string }>> = {
  一般公共预算财政拨款: { row: 'general', column: 'general' },
  政府性基金预算财政拨款: { row: 'governmentFund', column: 'fund' },
  国有资本经营预算财政拨款: { row: 'stateCapital', column: 'state' },
}
const amountKind = (words: string): 'Budget' | 'Final' => (words === '决算数' ? 'Final' : 'Budget')
const allFunds = (code: string, kind: 'Budget' | 'Final'): number =>
  total(['general', 'fund', 'state'].map((fund) => at('GK04', code, `${fund}${kind}`)))
const classes = (formOf('GK01').rows ?? []).map((one) => one.row.key).filter((key) => /^\d{3}$/.test(key))

type Outcome = { readonly state: FindingState; readonly left: number; readonly right: number }
const compared = (left: number, is: PublishedCheck['operator'], right: number): Outcome => {
  const holds = is === '=' ? left === right : is === '<=' ? left <= right : left >= right
  return { state: holds ? 'holds' : 'fails', left, right }
}

/** An identity that holds by construction: what the cell shows, and the sum of what its trace names. */
function owned(key: string, line: string, name: string): Outcome {
  const address = { form: key, row: line, column: name }
  const trace = engine.trace(address)
  if (trace?.check === null || trace === null) throw new Error(`no check owns ${key}!${line}!${name}`)
  const finding = findings.find(
    (one) => one.form === key && one.row === line && one.column === name && one.kind === 'stated',
  )
  const right = total(trace.terms.map(({ factor, value }) => factor * (value ?? 0)))
  const left = typeof trace.value === 'number' ? trace.value : 0
  // a blank cell and a default that follows its formula have nothing to fail
  return { state: finding?.state ?? 'not-applicable', left, right }
}

/** One of our comparisons at its place. */
function instance(check: string, key: string, line: string, name: string): Outcome {
  const found = findings.filter(
    (one) =>
      one.check === check &&
      one.form === key &&
      one.row === line &&
      one.column === name &&
      one.kind !== 'stated' &&
      one.kind !== 'default',
  )
  const [finding] = found
  if (finding === undefined || found.length > 1) throw new Error(`${check} is not tried once at ${key}!${line}!${name}`)
  return { state: finding.state, left: finding.left ?? 0, right: finding.right ?? 0 }
}

/** A row's total column against the columns it is made of; in subtotals that is no formula, but must hold too. */
function across(key: string, line: string, name: string): Outcome {
  const linked = formOf(key)
  const terms = linked.leaf[linked.columnIndex.get(name) ?? -1]?.terms ?? []
  const sum = total(terms.map((term) => term.factor * at(key, line, linked.columns[term.column]?.key ?? '')))
  const isLeaf = engine.row(key, line)?.leaf === true
  return isLeaf ? owned(key, line, name) : compared(at(key, line, name), '=', sum)
}

const printed = (key: string) => layOut(engine, key, sampleBook)
const printedValues = (key: string): number[] =>
  printed(key).rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell.kind === 'value' && typeof cell.value === 'number' ? [cell.value] : [])),
  )
const labels = (key: string): string[] =>
  printed(key).rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.kind === 'label' ? [cell.text] : [])))
/** Counts stand beside amounts in the list of checks, with six decimals too. */
const count = (number: number): number => number * 1_000_000
const equal = (is: boolean): Outcome => compared(count(Number(is)), '=', count(1))
const hundredths = ({ state, left, right }: Outcome): Outcome => ({ state, left: left * 10_000, right: right * 10_000 })

type Rule = readonly [pattern: RegExp, outcome: (...words: string[]) => Outcome]
const rules: readonly Rule[] = [
  // within one table
  [/^T1-income-sum-(.*)$/, (kind) => owned('GK01', 'income', `income${amountKind(kind)}`)],
  [/^T1-expenditure-sum-(.*)$/, (kind) => owned('GK01', 'expenditure', `expenditure${amountKind(kind)}`)],
  [/^T1-income-total-(.*)$/, (kind) => owned('GK01', 'incomeGrand', `income${amountKind(kind)}`)],
  [/^T1-expenditure-total-(.*)$/, (kind) => owned('GK01', 'expenditureGrand', `expenditure${amountKind(kind)}`)],
  [/^T1-balance-(.*)$/, (kind) => instance('T1-5', 'GK01', 'incomeGrand', `income${amountKind(kind)}`)],
  [/^T([2356])-row-(合计|\d+)$/, (table, line) => across(form(table), row(line), 'total')],
  [/^T5-row-(expenditure|closing)-(.*)$/, (name, line) => across('GK05', row(line), name)],
  [/^T5-flow-(.*)$/, (line) => instance('T5-1', 'GK05', row(line), 'opening')],
  [/^T14-row-(\d+)$/, (line) => across('GK14', printed('GK14').rows[Number(line) - 1]?.keys[0] ?? '', 'total')],
  [
    /^T14-count$/,
    () => compared(count(printed('GK14').rows.filter(({ level }) => level === 4).length), '=', count(25)),
  ],
  [/^T(2|3|5|6)-(总|\d+)-(.*)$/, (table, line, words) => owned(form(table), row(line), column(form(table), words))],
  [/^T14-(总|212)-(.*)$/, (line, words) => owned('GK14', row(line), column('GK14', words))],
  // projects stand below their 款 on paper, below their 项 with us
  [
    /^T14-21201-(.*)$/,
    (words) => {
      const name = column('GK14', words)
      const projects = engine.rows('GK14').filter(({ leaf, code }) => leaf && code?.startsWith('21201') === true)
      return compared(at('GK14', '21201', name), '=', total(projects.map(({ key }) => at('GK14', key, name))))
    },
  ],
  [/^T4-income-sum-(.*)$/, (kind) => owned('GK04', 'income', `income${amountKind(kind)}`)],
  [/^T4-opening-sum-(.*)$/, (kind) => owned('GK04', 'opening', `income${amountKind(kind)}`)],
  [/^T4-income-total-(.*)$/, (kind) => owned('GK04', 'incomeGrand', `income${amountKind(kind)}`)],
  [
    /^T4-expenditure-(sum|total)-(.*)-(.*)$/,
    (what, fund, kind) =>
      owned('GK04', what === 'sum' ? 'expenditure' : 'expenditureGrand', `${funds[fund]?.column}${amountKind(kind)}`),
  ],
  [
    /^T4-fund-balance-(.*)-(.*)$/,
    (fund, kind) => instance('T4-3', 'GK04', 'expenditureGrand', `${funds[fund]?.column}${amountKind(kind)}`),
  ],
  [/^T4-balance-(.*)$/, (kind) => instance('T4-3', 'GK04', 'incomeGrand', `income${amountKind(kind)}`)],
  [/^T7=T6-基本支出$/, () => instance('X7', 'GK07', 'public', 'final')],
  [/^T9=T4-政府性基金$/, () => instance('X8', 'GK09', 'public', 'final')],
  [/^T([79])-(.*)$/, (table, words) => owned(form(table), labelled(form(table), words), 'final')],
  [/^T11-2024年(预算|决算)$/, (what) => owned('GK11', what === '预算' ? 'budget' : 'final', 'total')],
  [/^T12-sum$/, () => owned('GK12', 'total', 'amount')],
  [/^T12-中小<=合计$/, () => instance('T12-3', 'GK12', 'sme', 'amount')],
  [/^T12-小微<=中小$/, () => instance('T12-2', 'GK12', 'micro', 'amount')],
  [/^T13-合计$/, () => owned('GK13', 'total', 'amount')],
  [/^T13-公共服务$/, () => owned('GK13', 'public', 'amount')],
  [/^T13-政府履职辅助性服务$/, () => owned('GK13', 'auxiliary', 'amount')],
  // between tables
  [/^X-T1=T2-本年收入合计$/, () => instance('X1', 'GK01', 'income', 'incomeFinal')],
  [/^X-T1=T2-财政拨款收入$/, () => instance('X1', 'GK02', 'total', 'fiscal')],
  [/^X-T1=T2-(.*)$/, (words) => owned('GK01', column('GK02', words), 'incomeFinal')],
  [/^X-T1=T3-本年支出合计$/, () => instance('X2', 'GK01', 'expenditure', 'expenditureFinal')],
  [/^X-T1=T3-none-(.*)$/, (words) => owned('GK01', labelled('GK01', words), 'expenditureFinal')],
  [/^X-T1=T3-(\d+)$/, (code) => owned('GK01', code, 'expenditureFinal')],
  [/^X-T1-flow$/, () => instance('T1-5', 'GK01', 'incomeGrand', 'incomeFinal')],
  [/^X-T2=T3-(.*)$/, (line) => compared(at('GK02', row(line), 'total'), '=', at('GK03', row(line), 'total'))],
  [/^X-T1=T4-(.*财政拨款)-(.*)$/, (fund, kind) => owned('GK01', funds[fund]?.row ?? '', `income${amountKind(kind)}`)],
  [
    /^X-T1-T4-城乡社区=其他收入$/,
    () =>
      compared(
        at('GK01', '212', 'expenditureFinal') - allFunds('212', 'Final'),
        '=',
        at('GK01', 'other', 'incomeFinal'),
      ),
  ],
  [
    /^X-T1-T4-总计=其他收入$/,
    () =>
      compared(
        at('GK01', 'incomeGrand', 'incomeFinal') - at('GK04', 'incomeGrand', 'incomeFinal'),
        '=',
        at('GK01', 'other', 'incomeFinal'),
      ),
  ],
  [/^X-T1=T4-城乡社区-naive$/, () => compared(at('GK01', '212', 'expenditureFinal'), '=', allFunds('212', 'Final'))],
  [
    /^X-T1=T4-总计-naive$/,
    () => compared(at('GK01', 'incomeGrand', 'incomeFinal'), '=', at('GK04', 'incomeGrand', 'incomeFinal')),
  ],
  [
    /^X-T1=T4-总计-年初预算$/,
    () => compared(at('GK01', 'incomeGrand', 'incomeBudget'), '=', at('GK04', 'incomeGrand', 'incomeBudget')),
  ],
  [/^X-T1=T4-(.*)-年初预算数$/, (words) => owned('GK01', labelled('GK01', words), 'expenditureBudget')],
  [
    /^X-T1=T4-(.*)-决算数$/,
    (words) => {
      const code = labelled('GK01', words)
      return compared(at('GK01', code, 'expenditureFinal'), '=', allFunds(code, 'Final'))
    },
  ],
  [
    /^X-T1-总-budget-by-class$/,
    () =>
      compared(
        total(classes.map((code) => at('GK01', code, 'expenditureBudget'))),
        '=',
        at('GK01', 'expenditureGrand', 'expenditureBudget'),
      ),
  ],
  [/^X-T4=T5-本年收入$/, () => owned('GK04', 'general', 'incomeFinal')],
  [/^X-T4=T5-年初$/, () => owned('GK04', 'openingGeneral', 'incomeFinal')],
  [/^X-T4=T5-年末$/, () => owned('GK04', 'closing', 'generalFinal')],
  [
    /^X-T4=T5-支出$/,
    () => compared(at('GK04', 'expenditure', 'generalFinal'), '=', at('GK05', 'total', 'expenditure')),
  ],
  [/^X-T4=T5-(\d+)$/, (code) => owned('GK04', code, 'generalFinal')],
  [/^X-T4=T6-(\d+)$/, (code) => compared(at('GK04', code, 'generalFinal'), '=', at('GK06', code, 'total'))],
  [/^X-T2=T5-本年收入$/, () => compared(at('GK02', 'total', 'fiscal'), '=', at('GK05', 'total', 'income'))],
  [/^X-T2=T5-(\d{7})$/, (code) => owned('GK02', code, 'fiscal')],
  [/^X-T2=T5-(\d+)$/, (code) => compared(at('GK02', code, 'fiscal'), '=', at('GK05', code, 'income'))],
  [
    /^X-T5=T6-(.*)-合计$/,
    (line) => compared(at('GK05', row(line), 'expenditure'), '=', at('GK06', row(line), 'total')),
  ],
  [/^X-T5=T6-(\d{7})-(.*)$/, (code, words) => owned('GK05', code, column('GK06', words))],
  [
    /^X-T5=T6-(.*)-(.*)$/,
    (line, words) => {
      const name = column('GK06', words)
      return compared(at('GK05', row(line), name), '=', at('GK06', row(line), name))
    },
  ],
  [
    /^X-T3-T6-(.*)-基本支出$/,
    (line) =>
      compared(
        at('GK03', row(line), 'basic') - (engine.number({ form: 'GK06', row: row(line), column: 'basic' }) ?? 0),
        '=',
        at('GK02', row(line), 'other'),
      ),
  ],
  [
    /^X-T3=T6-(.*)-项目支出$/,
    (line) => compared(at('GK03', row(line), 'project'), '=', at('GK06', row(line), 'project')),
  ],
  [/^X-T3-2120199$/, () => compared(at('GK03', '2120199', 'total'), '=', at('GK01', 'other', 'incomeFinal'))],
  [/^X-T14=T3-项目支出$/, () => instance('X11', 'GK14', 'total', 'total')],
  [/^X-T14=T6-项目支出$/, () => instance('X11', 'GK14', 'total', 'fiscal')],
  [/^X-T14=T6-(\d+)$/, (code) => instance('X11', 'GK14', code, 'fiscal')],
  [
    /^X-T14-其他资金$/,
    () => compared(at('GK14', 'total', 'other'), '=', at('GK03', 'total', 'project') - at('GK06', 'total', 'project')),
  ],
  [/^X-T11=T7-公务用车购置$/, () => owned('GK11', 'final', 'purchase')],
  [/^X-T11=T7-(.*)$/, (words) => owned('GK11', 'final', column('GK11', words))],
  [/^X-T11<=budget$/, () => instance('Y7', 'GK11', 'final', 'total')],
  [
    /^X-T7=T6-(\d+)$/,
    (code) => {
      const items: Record<string, string> = { 2080505: '30108', 2080506: '30109', 2210201: '30113', 2101101: '30110' }
      return instance('X14', 'GK07', items[code] ?? '', 'final')
    },
  ],
  [/^X-T7>=T6-2210203$/, () => compared(at('GK07', '30102', 'final'), '>=', at('GK06', '2210203', 'total'))],
  [/^X-T7<=T6-2080501$/, () => compared(at('GK07', '30302', 'final'), '<=', at('GK06', '2080501', 'total'))],
  [
    /^X-T8-blank$/,
    () => compared(count(printedValues('GK08').length), '=', at('GK04', 'expenditureGrand', 'fundFinal')),
  ],
  [
    /^X-T10-blank$/,
    () => compared(count(printedValues('GK10').length), '=', at('GK04', 'expenditureGrand', 'stateFinal')),
  ],
  [/^X-T(9|13)-zero$/, (table) => compared(total(printedValues(form(table))), '=', 0)],
  [/^X-T7~T9-form$/, () => equal(labels('GK07').join() === labels('GK09').join())],
  [/^X-T5~T8-form$/, () => equal(JSON.stringify(printed('GK05').header) === JSON.stringify(printed('GK08').header))],
  [
    /^X-T1~T4-form$/,
    () => {
      const classLabels = (key: string) => (formOf(key).rows ?? []).filter((one) => classes.includes(one.row.key))
      return equal(
        classLabels('GK01')
          .map((one) => one.row.label)
          .join() ===
          classLabels('GK04')
            .map((one) => one.row.label)
            .join(),
      )
    },
  ],
  // the performance report, as far as S05 and S06 have its figures
  [/^X-P-score$/, () => hundredths(owned('S06', 'p14', 'totalScore'))],
  [/^X-P-weight$/, () => hundredths(owned('S06', 'p14', 'totalWeight'))],
  [
    /^X-P-projects$/,
    () =>
      compared(
        count(at('S05', 'simple', 'value') + at('S05', 'normal', 'value')),
        '=',
        count(at('S05', 'projects', 'value')),
      ),
  ],
]

/** Checks of figures that stand only in the text, with why no table knows them. */
const ofTheText: Readonly<Record<string, string>> = {
  'X-N七-工资福利支出': 'enumeration in the text',
  'X-N七-商品和服务支出': 'enumeration in the text',
  'X-N七-对个人和家庭的补助': 'enumeration in the text',
  'X-N七-资本性支出': 'enumeration in the text',
  'X-N-三公-车均': 'quotient; ratios exist only in the text',
  'X-P-fee': 'parts of a project, told in the performance report',
  'X-P-fee2': 'parts of a project, told in the performance report',
  'X-P-contract': 'parts of a contract, told in the performance report',
  'X-P-pay': 'shares of payment, told in the performance report',
  'X-P-sat1': 'shares of a survey, told in the performance report',
  'X-P-sat2': 'shares of a survey, told in the performance report',
  'X-P=T14': 'a figure of the performance report against GK14',
  'X-P-orders': 'counts of the performance report that do not fit each other; marked so',
}

const checks = publishedChecks()
const ofTables = checks.filter(({ id }) => !(id in ofTheText))

function outcomeOf(id: string): Outcome {
  for (const [pattern, outcome] of rules) {
    const match = pattern.exec(id)
    if (match !== null) return outcome(...match.slice(1))
  }
  throw new Error(`nothing of ours answers for ${id}`)
}

const fen = (text: string): number => {
  const parsed = parseAmount(text, '万元')
  if (!parsed.ok || parsed.fen === null) throw new Error(text)
  return parsed.fen
}

describe('checks of the published document', () => {
  it('has all 693, of which 680 are about tables', () => {
    expect(checks).toHaveLength(693)
    expect(ofTables).toHaveLength(680)
    expect(Object.keys(ofTheText).filter((id) => !checks.some((check) => check.id === id))).toEqual([])
    expect(ofTables.filter(({ holds }) => !holds).map(({ id }) => id)).toEqual([
      'X-T1=T4-城乡社区-naive',
      'X-T1=T4-总计-naive',
    ])
  })

  it.each(ofTables.map((check) => [check.id, check] as const))('%s', (id, check) => {
    const { state, left, right } = outcomeOf(id)
    expect([left, right]).toEqual([fen(check.left_value), fen(check.right_value)])
    if (state === 'not-applicable') {
      // nothing was stated, or a default follows its formula: there is no pass, and nothing that differs
      expect([check.holds, left]).toEqual([true, right])
    } else expect(state).toBe(check.holds ? 'holds' : 'fails')
  })

  it('leaves only the two findings that the document explains', () => {
    expect(engine.counts).toEqual({ error: 0, verify: 2, hint: 0 })
    expect(engine.findings().map(({ check, row: line }) => `${check} ${String(line)}`)).toEqual([
      'Y5 2120107',
      'Y5 2210203',
    ])
  })
})
