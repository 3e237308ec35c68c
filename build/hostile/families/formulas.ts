import { FormulaError, parseFormula } from '../../../shared/formula/formula.ts'
import { PatternError, parseCondition, parsePattern } from '../../../shared/formula/pattern.ts'
import { claim, type Family } from '../family.ts'
import { mutateText } from '../mutate.ts'
import type { Random } from '../random.ts'
import { hostileText } from '../texts.ts'

const formulas = [
  'GK05!.!income + GK08!.!income',
  'sum(a01..a09!final) - b02!budget',
  '-(children - prior(opening)) + (a + (b - (c + d)))',
  '0',
  'prior(GK04!total!closing)',
]
const patterns = [
  '{year}年度{amount GK01!a01!final}万元，{percent GK01!a01!final ~ prior(GK01!a01!final)}',
  '{say compared: total; GK05!total!income}{slot reason.income}',
  '{share a!b / c!d}{grade S05!r1!score}',
]
const conditions = [
  'not zero(GK10!total!final) and (up(a ~ b) or nil(c))',
  'empty(GK08)',
  'is(S05!r1!grade, 优, 良)',
  'filled(duty)',
]
const pieces = [
  '(',
  ')',
  '!',
  '.',
  '..',
  '+',
  '-',
  'sum(',
  'prior(',
  'children',
  '{',
  '}',
  '~',
  '/',
  ' and ',
  ' or ',
  'not ',
  'a',
  '0',
  ' ',
]

const deep = (random: Random): string => {
  const depth = random.pick([3, 200, 2_000, 20_000, 100_000])
  const [open, close] = random.pick([
    ['(', ')'],
    ['-(', ')'],
    ['(a+', ')'],
    ['not ', ''],
    ['not (', ')'],
    ['zero(', ')'],
    ['{', '}'],
    ['{say ', '}'],
    ['prior(', ')'],
  ] as const)
  return `${open.repeat(depth)}a${close.repeat(random.once(3) ? depth - 1 : depth)}`
}
const long = (random: Random): string =>
  random
    .pick(['a+', 'a!b!c - ', ' ', '(a)+', 'zero(a) and ', '{year}', '词'])
    .repeat(random.pick([100, 5_000, 50_000])) + random.pick(['a', 'zero(a)', '', '('])

/** Formulas, patterns and conditions of an edition that somebody else wrote. */
export const grammar: Family = {
  name: 'grammar',
  cases: 2_000,
  begin: () =>
    Promise.resolve({
      attempt: (random) => {
        const [name, parse, from] = random.pick([
          ['formula', parseFormula, formulas],
          ['pattern', parsePattern, patterns],
          ['condition', parseCondition, conditions],
        ] as const)
        const text = random.pick<() => string>([
          () => deep(random),
          () => long(random),
          () => hostileText(random),
          () => mutateText(random.pick(from), random, pieces),
          () => mutateText(random.pick(from), random, pieces),
          () => random.list(random.between(1, 60), () => random.pick(pieces)).join(''),
        ])()
        try {
          claim(typeof parse(text) === 'object', 'nothing was parsed')
          return `${name} parsed`
        } catch (error) {
          if (error instanceof FormulaError || error instanceof PatternError) {
            claim(error.message.length < 2_000, `a message of ${error.message.length} characters`)
            return `${name} refused`
          }
          throw error
        }
      },
    }),
}
