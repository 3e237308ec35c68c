import { describe, expect, it } from 'vitest'
import { Fault } from '../channels/faults.ts'
import { faultText } from './faults.ts'

/** A value for every property a fault may have. */
const filled = {
  path: '/账/2024.juesuan',
  who: 'li@pc (juesuan 0.1.0), pid 5',
  since: '2025-03-01T08:00:00.000Z',
  theirs: 9,
  ours: 1,
  detail: 'database disk image\nis malformed',
  name: '0002_x.sql',
  department: '某局',
  year: 2024,
  base: 3,
  current: 5,
  edition: 'dongcheng-2031',
  file: 'GK05.json',
  property: 'columns',
  reason: '请改正',
  where: 'GK05 2080501·income',
  errors: 2,
  unexplained: 1,
  incident: '7F3A',
  cell: { form: 'GK05', row: '2080501', column: 'opening' },
  carried: '24.500000',
  kinds: ['会计差错更正', '其他'],
}
const kinds = Fault.options.map((option) => [...option.shape.kind.values][0] as Fault['kind'])

describe('faultText', () => {
  it.each(kinds)('%s is one Chinese line without full stop', (kind) => {
    const option = Fault.options.find((one) => one.shape.kind.values.has(kind as never))
    const properties = Object.keys(option?.shape ?? {}).filter((name) => name !== 'kind')
    const fault = Fault.parse({
      kind,
      ...Object.fromEntries(properties.map((name) => [name, filled[name as keyof typeof filled]])),
    })
    const text = faultText(fault)
    expect(text).toMatch(/\p{Script=Han}{2}/u)
    expect(text).not.toMatch(/[\n\r\t]|undefined|。$/)
    for (const name of properties) {
      if (name === 'detail' || name === 'cell' || (name === 'edition' && kind !== 'edition-missing')) continue
      for (const said of [filled[name as Exclude<keyof typeof filled, 'cell'>]].flat())
        expect(text).toContain(String(said))
    }
  })

  it('says which of the two stands in the way of sealing', () => {
    expect(faultText({ kind: 'seal-refused', errors: 0, unexplained: 2 })).toBe(
      '不能上报：核实性不符且没有审核说明 2 处（须改正或用 explain 说明）',
    )
    expect(faultText({ kind: 'seal-refused', errors: 3, unexplained: 0 })).toBe('不能上报：基本平衡不符 3 处（须改正）')
  })

  it('leaves out a lock holder that is not known', () => {
    expect(faultText({ kind: 'ledger-locked', path: 'a', who: '', since: '' })).toBe(
      '账套 a 正在被另一处修改，请关闭那一处后重试',
    )
  })
})
