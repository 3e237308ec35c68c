import { isFen, type ReadUnit } from '../../../shared/amount/fen.ts'
import { formatAmount } from '../../../shared/amount/format.ts'
import { parseAmount, parseNumberText } from '../../../shared/amount/parse.ts'
import { amountRefusals } from '../../../shared/amount/refusal.ts'
import { amountRefusalText } from '../../../shared/words/amount.ts'
import type { Chance } from '../../testing/chance.ts'
import { claim, type Family } from '../family.ts'
import { mutateText } from '../mutate.ts'
import { hostileText, megabyte } from '../texts.ts'

const units: readonly ReadUnit[] = ['元', '万元', '亿元', 'count', 'score']
const written = [
  '1,234.56',
  '（300万元）',
  '=1/3*3',
  '-￥45.00',
  '12.5万',
  '=((1+2)*3)/4',
  '0.02',
  '１２３．４５',
  '90071992547409.91',
]
const pieces = [
  '=',
  '(',
  ')',
  '+',
  '-',
  '*',
  '/',
  '.',
  ',',
  '，',
  '万',
  '亿元',
  '¥',
  'e9',
  '0x',
  '∞',
  '٣',
  '９',
  ' ',
  '\u00a0',
  '0',
]

function text(chance: Chance): string {
  switch (chance.below(8)) {
    case 0:
      return hostileText(chance)
    case 1:
      return chance.once(10) ? megabyte(chance) : chance.oneOf(pieces).repeat(chance.between(1, 400))
    case 2:
      return `=${'('.repeat(chance.below(260))}1${')'.repeat(chance.below(260))}`
    case 3:
      return `=${chance.list(chance.between(1, 120), () => chance.oneOf(['1', '9999', '0', '0.01', '-', '+', '*', '/', '(', ')'])).join('')}`
    case 4:
      return `=1${'/3'.repeat(chance.below(240))}`
    default:
      return mutateText(chance.oneOf(written), chance, pieces)
  }
}

/** Texts typed, pasted or imported as amounts, counts and scores. */
export const amounts: Family = {
  name: 'amounts',
  cases: 3_000,
  begin: () =>
    Promise.resolve({
      attempt: (chance) => {
        const given = text(chance)
        const unit = chance.oneOf(units)
        const taken = parseNumberText(given, unit)
        if (!taken.ok) {
          claim(amountRefusals.includes(taken.reason), `a reason that there is not: ${taken.reason}`)
          claim(amountRefusalText(taken).length > 0, 'a refusal without words')
          return 'refused'
        }
        const { value } = taken
        claim(value === null || isFen(value), `not a safe integer: ${String(value)}`)
        if (value === null) return 'blank'
        if (unit !== '元' && unit !== '万元') return 'number'
        const again = parseAmount(formatAmount(value, unit), unit)
        claim(again.ok && again.fen === value, `${value} is read back as something else`)
        return 'number'
      },
    }),
}
