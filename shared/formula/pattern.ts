import type { Formula } from './formula.ts'
import { FormulaError, parseFormula } from './formula.ts'

/**
 * Patterns of the text part (design §9): words with places in braces, and conditions over the same operands.
 *
 *   place      = name                                year, lastYear, nextYear, department, class, item, project, label …
 *              | rule operand [ ("/" | "~") operand ]  a figure
 *              | "grade" operand | "text" operand      the word for a score; the words of a text cell
 *              | "slot" key                            free text of the book
 *              | "say" phrase [ ":" argument { ";" argument } ]
 *   operand    = formula | "lines(" FORM ")"         how many typed lines of a form have a figure
 *   condition  = all { "or" all } ; all = one { "and" one } ; one = [ "not" ] ( test | "(" condition ")" )
 *   test       = name "(" argument { ("~" | ",") argument } ")"
 *
 * `/` stands between a part and its whole, `~` between a figure and what it is compared with.
 */
export const figureRules = ['amount', 'count', 'score', 'share', 'difference', 'percent', 'average'] as const
export type FigureRule = (typeof figureRules)[number]

export type Operand =
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'lines'; readonly form: string }

export type PatternPiece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'figure'; readonly rule: FigureRule; readonly operands: readonly Operand[] }
  | { readonly kind: 'grade' | 'text'; readonly operand: Operand }
  | { readonly kind: 'slot'; readonly slot: string }
  | { readonly kind: 'say'; readonly phrase: string; readonly given: readonly string[] }

/** Tests of conditions, by what they take. */
export const tests = {
  zero: 'one', // nought or blank, exactly
  nil: 'one', // printed as nought
  blank: 'one', // nothing known
  plural: 'one', // a count of more than one
  listed: 'one', // not nought, or the book lists noughts too
  same: 'two', // printed alike
  up: 'two',
  down: 'two',
  slight: 'two', // no percentage to speak of: it would be printed as nought, or there is nothing to divide by
  steady: 'two', // 基本持平: printed otherwise, but within the band of the book
  empty: 'form', // no cell of the form other than nought
  filled: 'slot', // the free text is there
  is: 'words', // a text cell holds one of these words
} as const
export type TestName = keyof typeof tests

export type Condition =
  | { readonly kind: 'any' | 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'test'
      readonly name: TestName
      readonly operands: readonly Operand[]
      readonly words: readonly string[]
    }

/** A pattern that does not follow the grammar: what was expected. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PatternError'
  }
}

/** Characters of a pattern or a condition, and levels of conditions in each other: far more than a sentence needs. */
const longest = 20_000
const deepest = 50

/** A text as refusals quote it. */
const quoted = (text: string): string => `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`

function parseOperand(text: string): Operand {
  const lines = /^\s*lines\((\w+)\)\s*$/.exec(text)
  if (lines !== null) return { kind: 'lines', form: lines[1] as string }
  try {
    return { kind: 'formula', formula: parseFormula(text.trim()) }
  } catch (error) {
    if (error instanceof FormulaError) throw new PatternError(`${quoted(text.trim())}: ${error.message}`)
    throw error
  }
}

const between: Readonly<Record<FigureRule, '/' | '~' | null>> = {
  amount: null,
  count: null,
  score: null,
  share: '/',
  average: '/',
  difference: '~',
  percent: '~',
}

function parsePlace(text: string): PatternPiece {
  const [, word = '', rest = ''] = /^(\w+)\s*([^]*)$/.exec(text) ?? []
  if (word === '') throw new PatternError(`${quoted(`{${text}}`)} begins with no word`)
  if (rest === '') return { kind: 'name', name: word }
  if (word === 'slot') return { kind: 'slot', slot: rest.trim() }
  if (word === 'grade' || word === 'text') return { kind: word, operand: parseOperand(rest) }
  if (word === 'say') {
    const [phrase, given] = splitOnce(rest, ':')
    return {
      kind: 'say',
      phrase: phrase.trim(),
      given: given === undefined ? [] : given.split(';').map((one) => one.trim()),
    }
  }
  const rule = figureRules.find((one) => one === word)
  if (rule === undefined) throw new PatternError(`${quoted(`{${text}}`)}: no display rule ${word.slice(0, 100)}`)
  const separator = between[rule]
  const operands = separator === null ? [rest] : rest.split(separator)
  if (operands.length !== (separator === null ? 1 : 2))
    throw new PatternError(
      `${quoted(`{${text}}`)}: ${rule} takes ${separator === null ? 'one operand' : `two operands with ${separator} between`}`,
    )
  return { kind: 'figure', rule, operands: operands.map(parseOperand) }
}

function splitOnce(text: string, by: string): [string, string?] {
  const at = text.indexOf(by)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)]
}

/**
 * Parses words with places in braces.
 * @throws PatternError when a place does not follow the grammar above, or there is too much of them
 */
export function parsePattern(text: string): PatternPiece[] {
  checkLength(text)
  const pieces: PatternPiece[] = []
  let rest = text
  while (rest !== '') {
    const open = rest.search(/[{}]/)
    if (open < 0) {
      pieces.push({ kind: 'words', text: rest })
      break
    }
    if (open > 0) pieces.push({ kind: 'words', text: rest.slice(0, open) })
    const close = rest.indexOf('}', open)
    if (rest.charAt(open) === '}' || close < 0) throw new PatternError(`${quoted(text)}: a brace without its pair`)
    pieces.push(parsePlace(rest.slice(open + 1, close)))
    rest = rest.slice(close + 1)
  }
  return pieces
}

/**
 * Parses a condition.
 * @throws PatternError when the text does not follow the grammar above, is too long, or nested too deep
 */
export function parseCondition(text: string): Condition {
  checkLength(text)
  return conditionIn(text, 0)
}

function checkLength(text: string): void {
  if (text.length > longest) throw new PatternError(`${quoted(text)} is longer than ${longest} characters`)
}

/** @param above how many conditions this one stands in */
function conditionIn(text: string, above: number): Condition {
  let at = 0
  let depth = above
  const space = (): void => {
    while (/\s/.test(text.charAt(at))) at++
  }
  const word = (wanted: string): boolean => {
    space()
    if (!text.startsWith(wanted, at) || /\w/.test(text.charAt(at + wanted.length))) return false
    at += wanted.length
    return true
  }
  const fail = (expected: string): never => {
    throw new PatternError(`${quoted(text)}: expected ${expected} at ${quoted(text.slice(at))}`)
  }
  /** What stands inside the parentheses that open here. */
  const inside = (): string => {
    const from = at + 1
    for (let depth = 0; at < text.length; at++) {
      if (text.charAt(at) === '(') depth++
      else if (text.charAt(at) === ')' && --depth === 0) return text.slice(from, at++)
    }
    return fail('")"')
  }
  const one = (): Condition => {
    if (depth > deepest) fail(`at most ${deepest} conditions in each other`)
    if (word('not')) {
      depth++
      const negated: Condition = { kind: 'not', of: one() }
      depth--
      return negated
    }
    space()
    if (text.charAt(at) === '(') return conditionIn(inside(), depth + 1)
    const name = /^\w+/.exec(text.slice(at))?.[0] ?? ''
    if (!Object.hasOwn(tests, name)) return fail('a test')
    at += name.length
    if (text.charAt(at) !== '(') return fail('"("')
    return testOf(name as TestName, inside())
  }
  const chain = (joint: string, kind: 'any' | 'all', part: () => Condition): Condition => {
    const first = part()
    const of = [first]
    while (word(joint)) of.push(part())
    return of.length === 1 ? first : { kind, of }
  }
  const condition = chain('or', 'any', () => chain('and', 'all', one))
  space()
  return at < text.length ? fail('"and", "or" or the end') : condition
}

function testOf(name: TestName, given: string): Condition {
  const takes = tests[name]
  if (takes === 'form' || takes === 'slot') return { kind: 'test', name, operands: [], words: [given.trim()] }
  if (takes === 'words') {
    const [cell = '', ...words] = given.split(',').map((part) => part.trim())
    return { kind: 'test', name, operands: [parseOperand(cell)], words }
  }
  const operands = given.split('~')
  if (operands.length !== (takes === 'one' ? 1 : 2))
    throw new PatternError(
      `${quoted(`${name}(${given})`)} takes ${takes === 'one' ? 'one operand' : 'two operands with ~ between'}`,
    )
  return { kind: 'test', name, operands: operands.map(parseOperand), words: [] }
}
