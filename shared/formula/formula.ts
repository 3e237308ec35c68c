/**
 * Formulas of an edition: linear sums of references, nothing else (design §4).
 *
 *   expression  = [ "-" ] part { ("+" | "-") part }
 *   part        = reference | "sum(" range ")" | "children" | "prior(" reference ")" | "(" expression ")" | "0"
 *   reference   = column | row "!" column | FORM "!" row "!" column
 *   range       = [ FORM "!" ] row ".." row "!" column
 *
 * `.` for a row or column means "the same as here": in another form, the row of the same code.
 * `children` is the sum of the rows one level below in the same column.
 */
export type CellReference = {
  readonly kind: 'cell'
  /** the same cell in last year's book */
  readonly prior: boolean
  /** null: this form, this row, this column */
  readonly form: string | null
  readonly row: string | null
  readonly column: string | null
}
export type RangeReference = {
  readonly kind: 'range'
  readonly form: string | null
  readonly from: string
  readonly to: string
  readonly column: string | null
}
export type ChildrenReference = { readonly kind: 'children' }
export type Reference = CellReference | RangeReference | ChildrenReference

/** One term of a linear sum; the factor counts how often the reference is added (negative: taken off). */
export type Term = { readonly factor: number; readonly reference: Reference }

/** A parsed formula. No terms: the constant nought, as right side of a check. */
export type Formula = { readonly text: string; readonly terms: readonly Term[] }

/** A formula that does not follow the grammar: what was expected, and where in the text (0-based). */
export class FormulaError extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.name = 'FormulaError'
    this.at = at
  }
}

/** Characters and levels of parentheses of a formula: an official rule needs some hundred, and three. */
const longest = 5_000
const deepest = 50

type Token = { readonly text: string; readonly at: number }

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const pattern = /\s+|[A-Za-z0-9_@]+|\.\.|[.!+()-]/gy
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(text)
    if (match === null) throw new FormulaError(`unexpected character ${JSON.stringify(text[at])}`, at)
    if (match[0].trim() !== '') tokens.push({ text: match[0], at })
  }
  return tokens
}

const isName = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z0-9_@]+$/.test(text)

/**
 * Parses a formula of an edition.
 * @throws FormulaError when the text does not follow the grammar above, is too long, or nested too deep
 */
export function parseFormula(text: string): Formula {
  if (text.length > longest) throw new FormulaError(`longer than ${longest} characters`, longest)
  const tokens = tokensOf(text)
  let next = 0
  const peek = (): string | undefined => tokens[next]?.text
  const fail = (expected: string): never => {
    const token = tokens[next]
    throw new FormulaError(
      `expected ${expected}, found ${token ? JSON.stringify(token.text.slice(0, 60)) : 'the end'}`,
      token?.at ?? text.length,
    )
  }
  const take = (wanted: string): void => {
    if (peek() !== wanted) fail(JSON.stringify(wanted))
    next++
  }
  const place = (): string => {
    const token = peek()
    if (token !== '.' && !isName(token)) return fail('a key or "."')
    next++
    return token
  }
  const here = (key: string): string | null => (key === '.' ? null : key)

  const reference = (prior: boolean): CellReference => {
    const keys = [place()]
    while (peek() === '!' && keys.length < 3) {
      next++
      keys.push(place())
    }
    const column = here(keys.at(-1) ?? '.')
    const row = keys.length > 1 ? here(keys.at(-2) ?? '.') : null
    const form = keys.length > 2 ? here(keys[0] ?? '.') : null
    return { kind: 'cell', prior, form, row, column }
  }
  const range = (): RangeReference => {
    let form: string | null = null
    let from = place()
    if (peek() === '!') {
      next++
      form = here(from)
      from = place()
    }
    take('..')
    const to = place()
    take('!')
    return { kind: 'range', form, from, to, column: here(place()) }
  }

  const terms: Term[] = []
  let depth = 0
  const part = (sign: number): void => {
    const token = peek()
    const called = tokens[next + 1]?.text === '('
    if (token === '(') {
      if (++depth > deepest) fail(`at most ${deepest} levels of parentheses`)
      next++
      expression(sign)
      take(')')
      depth--
    } else if (token === 'sum' && called) {
      next += 2
      terms.push({ factor: sign, reference: range() })
      take(')')
    } else if (token === 'prior' && called) {
      next += 2
      terms.push({ factor: sign, reference: reference(true) })
      take(')')
    } else if (token === 'children' && tokens[next + 1]?.text !== '!') {
      next++
      terms.push({ factor: sign, reference: { kind: 'children' } })
    } else if (token === '0' && tokens[next + 1]?.text !== '!') {
      next++
    } else {
      terms.push({ factor: sign, reference: reference(false) })
    }
  }
  const expression = (sign: number): void => {
    let turn = 1
    if (peek() === '-') {
      next++
      turn = -1
    }
    part(sign * turn)
    for (let operator = peek(); operator === '+' || operator === '-'; operator = peek()) {
      next++
      part(operator === '+' ? sign : -sign)
    }
  }

  expression(1)
  if (next < tokens.length) fail('"+", "-" or the end')
  return { text, terms }
}
