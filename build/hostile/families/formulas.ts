import { FormulaError, parseFormula } from '../../../shared/formula/formula.ts'
import { PatternError, parseCondition, parsePattern } from '../../../shared/formula/pattern.ts'
import type { Chance } from '../../testing/chance.ts'
import { claim, type Family } from '../family.ts'
import { mutateText } from '../mutate.ts'
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

const deep = (chance: Chance): string => {
  const depth = chance.oneOf([3, 200, 2_000, 20_000, 100_000])
  const [open, close] = chance.oneOf([
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
  return `${open.repeat(depth)}a${close.repeat(chance.once(3) ? depth - 1 : depth)}`
}
const long = (chance: Chance): string =>
  chance
    .oneOf(['a+', 'a!b!c - ', ' ', '(a)+', 'zero(a) and ', '{year}', '词'])
    .repeat(chance.oneOf([100, 5_000, 50_000])) + chance.oneOf(['a', 'zero(a)', '', '('])

/** Formulas, patterns and conditions of an edition that somebody else wrote. */
export const grammar: Family = {
  name: 'grammar',
  cases: 2_000,
  begin: () =>
    Promise.resolve({
      attempt: (chance) => {
        const [name, parse, from] = chance.oneOf([
          ['formula', parseFormula, formulas],
          ['pattern', parsePattern, patterns],
          ['condition', parseCondition, conditions],
        ] as const)
        const text = chance.oneOf<() => string>([
          () => deep(chance),
          () => long(chance),
          () => hostileText(chance),
          () => mutateText(chance.oneOf(from), chance, pieces),
          () => mutateText(chance.oneOf(from), chance, pieces),
          () => chance.list(chance.between(1, 60), () => chance.oneOf(pieces)).join(''),
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
