import { parseAmount } from '../../shared/amount/parse.ts'
import type { Fact, FactValue } from '../../shared/engine/facts.ts'

/**
 * A made-up book with everything the published one lacks: three units, all funds, income of its own, carry-overs, new
 * and vanished items, budgets of nought, sixty projects, vehicles bought, journeys and guests. Amounts in 万元.
 */
export const secondBook = { department: '北京市东城区综合服务管理局', year: 2024 }

const units = ['北京市东城区综合服务管理局（本级）', '北京市东城区综合执法队', '北京市东城区便民服务中心']

/** Final and initial budget of items paid from the general budget, by unit: basic and project. */
const general: Readonly<
  Record<
    string,
    { readonly spent: readonly (readonly [basic: string, project: string])[]; readonly budget: string | null }
  >
> = {
  // an ordinary item of two units, a little above its budget
  2010301: {
    spent: [
      ['1834.562817', ''],
      ['905.118640', ''],
    ],
    budget: '2690.407152',
  },
  // far below its budget
  2010302: {
    spent: [
      ['', '412.307915'],
      ['', '96.440000'],
    ],
    budget: '731.250000',
  },
  // equal to its budget
  2010350: {
    spent: [
      ['', ''],
      ['', ''],
      ['618.904277', ''],
    ],
    budget: '618.904277',
  },
  // vanished: budgeted, nothing spent
  2050803: { spent: [], budget: '12.000000' },
  2080502: {
    spent: [
      ['', ''],
      ['', ''],
      ['4.220000', ''],
    ],
    budget: '4.190000',
  },
  2080505: {
    spent: [
      ['196.204415', ''],
      ['98.331270', ''],
      ['71.004863', ''],
    ],
    budget: '365.540548',
  },
  2080506: {
    spent: [
      ['98.102207', ''],
      ['49.165635', ''],
      ['35.502431', ''],
    ],
    budget: '182.770273',
  },
  // new: a budget of nought
  2080801: { spent: [['23.417600', '']], budget: '0.000000' },
  2101101: {
    spent: [
      ['210.443398', ''],
      ['101.006124', ''],
    ],
    budget: '305.000000',
  },
  2101102: {
    spent: [
      ['', ''],
      ['', ''],
      ['66.810952', ''],
    ],
    budget: '66.810000',
  },
  // new: not in the budget at all, the largest part of its class
  2120501: {
    spent: [
      ['', ''],
      ['', '2145.338706'],
    ],
    budget: null,
  },
  2120399: { spent: [['', '0.003200']], budget: '5.000000' },
  2210201: {
    spent: [
      ['164.400512', ''],
      ['80.117433', ''],
      ['55.871220', ''],
    ],
    budget: '305.118000',
  },
}

const projectCodes = ['2010302', '2120501', '2120399', '2120803', '2230105'] as const

const fen = (text: string): number => {
  const parsed = parseAmount(text, '万元')
  if (!parsed.ok || parsed.fen === null) throw new Error(`no amount: ${text}`)
  return parsed.fen
}

/** Everything the accountant of that book typed. */
export function secondBookFacts(): Fact[] {
  const facts = new Map<string, Fact>()
  const set = (kind: Fact['kind'], key: string, value: FactValue): unknown =>
    facts.set(`${kind} ${key}`, { kind, key, value })
  const cell = (key: string, amount: string): void => {
    if (amount !== '') set('cell', key, fen(amount))
  }
  const count = (key: string, value: number): unknown => set('cell', key, value)
  const code = (key: string): unknown => set('row', key, { name: '' })

  units.forEach((name, place) => set('unit', `u${place + 1}`, { name, order: place + 1 }))
  const spentOn = new Map<string, number>()
  for (const [item, { spent, budget }] of Object.entries(general)) {
    code(item)
    if (budget !== null) cell(`S01!${item}!general`, budget)
    let total = 0
    spent.forEach(([basic, project], place) => {
      cell(`GK06!${item}@u${place + 1}!basic`, basic)
      cell(`GK06!${item}@u${place + 1}!project`, project)
      if (project !== '') spentOn.set(item, (spentOn.get(item) ?? 0) + fen(project))
      total += (basic === '' ? 0 : fen(basic)) + (project === '' ? 0 : fen(project))
    })
    if (total > 0) set('cell', `GK05!${item}!income`, total)
  }
  // carry-overs of the general budget
  cell('GK05!2010302!opening', '60.000000')
  set('cell', 'GK05!2010302!income', (spentOn.get('2010302') ?? 0) - fen('35.500000'))
  cell('GK05!2010302!closingProject', '24.500000')

  // the other funds
  for (const item of ['2120803', '2230105']) code(item)
  cell('GK08!2120803!opening', '120.500000')
  cell('GK08!2120803!income', '1500.000000')
  cell('GK08!2120803!project', '1587.263400')
  cell('GK08!2120803!closingProject', '33.236600')
  spentOn.set('2120803', fen('1587.263400'))
  cell('S01!2120803!governmentFund', '1500.000000')
  cell('GK10!2230105!project', '18.340000')
  spentOn.set('2230105', fen('18.340000'))
  cell('S01!2230105!stateCapital', '18.340000')

  // income of its own
  code('2010399')
  cell('GK02!2010350!business', '42.880000')
  cell('GK02!2010399!operating', '15.006000')
  cell('GK02!2010399!other', '3.114500')
  cell('GK03!2010350!basic', '661.784277')
  cell('GK03!2010399!operating', '11.200000')
  cell('GK03!2010399!basic', '3.000000')
  cell('GK03!2010399!toSuperior', '2.000000')

  // what is left of it goes to next year
  cell('GK01!closing!expenditureFinal', '59.657100')

  sixtyProjects(set, spentOn)
  economicItems(cell)

  cell('GK11!budget!abroad', '12.000000')
  cell('GK11!budget!reception', '3.000000')
  cell('GK11!budget!purchase', '20.000000')
  cell('GK11!budget!operation', '9.000000')
  cell('GK12!goods!amount', '120.117700')
  cell('GK12!services!amount', '1844.906500')
  cell('GK12!sme!amount', '1502.300000')
  cell('GK12!micro!amount', '0.000000')
  cell('GK13!public01!amount', '88.000000')
  cell('GK13!auxiliary10!amount', '240.500000')
  for (const [row, prior] of [
    ['grand', '8020.551300'],
    ['income', '7890.000000'],
    ['expenditure', '7841.118000'],
    ['fiscalGrand', '7960.104500'],
    ['operatingCost', '402.660000'],
    ['threePublic', '8.114000'],
    ['abroad', '0.000000'],
    ['reception', '0.514000'],
    ['purchase', '0.000000'],
    ['operation', '7.600000'],
  ] as const)
    cell(`S02!${row}!prior`, prior)
  for (const [row, value] of [
    ['administrative', 1],
    ['participating', 1],
    ['institution', 1],
    ['abroadGroups', 1],
    ['abroadPeople', 4],
    ['receptionBatches', 6],
    ['receptionPeople', 51],
    ['vehiclesBought', 1],
    ['vehiclesKept', 4],
  ] as const)
    count(`S03!${row}!count`, value)
  for (const [row, number, amount] of [
    ['newVehicles', 1, '17.980000'],
    ['newEquipment', 2, '344.200000'],
    ['vehicles', 4, '81.220000'],
    ['equipment', 5, '1203.000000'],
  ] as const) {
    count(`S04!${row}!count`, number)
    cell(`S04!${row}!amount`, amount)
  }
  count('S05!projects!value', 60)
  count('S05!simple!value', 57)
  count('S05!normal!value', 3)
  set('cell', 'S05!result!value', '优48个，良11个，中1个')
  // three projects of different items with a report each: 优, 良, and one not scored in every part
  for (const [project, scores] of [
    ['p1', [1000, 950, 2000, 1900, 4000, 3825, 3000, 2850]],
    ['p31', [1500, 1210, 2000, 1700, 3500, 3000, 3000, 2400]],
    ['p60', [2000, 1100, 2000, 1300, 3000, 1950, 3000, null]],
  ] as const)
    scores.forEach((score, place) => {
      const part = ['decision', 'process', 'output', 'benefit'][place >> 1] ?? ''
      if (score !== null) count(`S06!${project}!${part}${place % 2 === 0 ? 'Weight' : 'Score'}`, score)
    })
  set('text', 'report.output.p1', '完成巡查1200次。')
  set('text', 'report.output.p31', '清扫道路36条。\n清运垃圾按时完成。')
  set('text', 'duties', '1.负责本区综合服务管理工作。\n2.负责便民服务体系建设。')
  set('text', 'organisation', '北京市东城区综合服务管理局设8个内设机构，下属2个单位。')
  set('text', 'reason.fiscal', '年中追加环境卫生经费。')
  set('text', 'reason.general.2120501', '年中追加环境卫生项目经费。')
  return [...facts.values()]
}

type SetFact = (kind: Fact['kind'], key: string, value: FactValue) => unknown
type SetCell = (key: string, amount: string) => void

/** Sixty projects that add to the project expenditure of their items. */
function sixtyProjects(set: SetFact, spentOn: ReadonlyMap<string, number>): void {
  const shares = [30, 22, 1, 6, 1]
  let order = 0
  projectCodes.forEach((item, place) => {
    const many = shares[place] ?? 0
    const total = spentOn.get(item) ?? 0
    const part = Math.floor(total / many)
    for (let number = 1; number <= many; number++) {
      order += 1
      const key = `p${order}`
      const unit = item === '2010302' && number <= 24 ? 'u1' : item === '2120501' ? 'u2' : 'u1'
      set('project', key, { code: item, unit, name: `第${order}个项目`, order })
      set('cell', `GK14!${key}!fiscal`, number < many ? part : total - part * (many - 1))
    }
  })
}

/** Economic items that add to the basic expenditure. */
function economicItems(cell: SetCell): void {
  cell('GK07!30101!final', '1310.220415')
  cell('GK07!30102!final', '1802.338120')
  cell('GK07!30103!final', '520.000000')
  cell('GK07!30108!final', '365.540548')
  cell('GK07!30113!final', '300.389165')
  cell('GK07!30201!final', '208.911143')
  cell('GK07!30212!final', '11.203600')
  cell('GK07!30217!final', '0.611400')
  cell('GK07!30231!final', '8.904415')
  cell('GK07!30302!final', '4.220000')
  cell('GK07!30304!final', '23.417600')
  cell('GK07!31002!final', '39.447388')
  cell('GK07!31013!final', '17.980000')
}
