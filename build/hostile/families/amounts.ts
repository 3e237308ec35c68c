import { isFen, type ReadUnit } from '../../../shared/amount/fen.ts'
import { formatAmount } from '../../../shared/amount/format.ts'
import { parseAmount, parseNumberText } from '../../../shared/amount/parse.ts'
import { amountRefusals } from '../../../shared/amount/refusal.ts'
import { amountRefusalText } from '../../../shared/words/amount.ts'
import { claim, type Family } from '../family.ts'
import { mutateText } from '../mutate.ts'
import type { Random } from '../random.ts'
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

function text(random: Random): string {
  switch (random.below(8)) {
    case 0:
      return hostileText(random)
    case 1:
      return random.once(10) ? megabyte(random) : random.pick(pieces).repeat(random.between(1, 400))
    case 2:
      return `=${'('.repeat(random.below(260))}1${')'.repeat(random.below(260))}`
    case 3:
      return `=${random.list(random.between(1, 120), () => random.pick(['1', '9999', '0', '0.01', '-', '+', '*', '/', '(', ')'])).join('')}`
    case 4:
      return `=1${'/3'.repeat(random.below(240))}`
    default:
      return mutateText(random.pick(written), random, pieces)
  }
}

/** Texts typed, pasted or imported as amounts, counts and scores. */
export const amounts: Family = {
  name: 'amounts',
  cases: 3_000,
  begin: () =>
    Promise.resolve({
      attempt: (random) => {
        const given = text(random)
        const unit = random.pick(units)
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
