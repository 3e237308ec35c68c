import { z } from 'zod'
import { Analysis } from './analysis.ts'
import { choice } from './choice.ts'
import { Narrative } from './narrative-vocabulary.ts'
import { Succession } from './succession.ts'

/**
 * The vocabulary of editions: every property a form, check or code table may have, and nothing else (strict objects:
 * an unknown property fails the load). Each says in half a line what it concerns: data, screen, print or export.
 */

const Key = z.string().regex(/^[A-Za-z0-9_]+$/)
/** Text that may hold `{year}`, replaced by the fiscal year of the book. */
const Printed = z.string().max(400)
const FormulaText = z.string().min(1).max(2000)

/** Severity of a finding: 基本平衡 / 核实性 / 提示. */
export const Severity = z.enum(['error', 'verify', 'hint'])
export type Severity = z.infer<typeof Severity>

/** Unit of a value: fen, integer, hundredths, or text. Formulas may not mix units; text takes no part in them. */
export const ValueUnit = z.enum(['amount', 'count', 'score', 'text'])
export type ValueUnit = z.infer<typeof ValueUnit>

/** data: what a cell is – typed, following from a formula, following until stated otherwise, or no cell at all. */
export const CellDefinition = z.strictObject({
  cell: z.enum(['input', 'computed', 'default', 'none']),
  /** data: the formula of a computed or default cell */
  formula: FormulaText.optional(),
  /** data: the check that owns the cell: it fails when a stated value differs from the formula */
  check: z.string().optional(),
  /** data: a default that takes over last year's number (年初 = 上年年末): another value needs a kind of difference */
  carried: z.literal(true).optional(),
})
export type CellDefinition = z.infer<typeof CellDefinition>

export const Column = z.strictObject({
  /** data: stable key, unique in the form */
  key: Key,
  /** print: path from the top header cell to this column; neighbours share the cells their paths share */
  header: z.array(Printed).min(1).max(4),
  /** print: 栏次 */
  number: z.string().max(4).optional(),
  /** data: a label column prints what the row says; any other column holds values of one unit */
  holds: z.enum(['label', 'code', 'name', 'unitName', 'projectName', ...ValueUnit.options]),
  /** data: the cells of this column, unless the row says otherwise; parents of code forms are always sums */
  ...CellDefinition.partial().shape,
  /** data: where the 年初预算 of this column's figures stands, row by row */
  budget: FormulaText.optional(),
  /** print: the code column is printed as 类 款 项; where these words stand */
  partsOn: z.enum(['header', 'total']).optional(),
  /** print: what a label column shows in the 合计 row of a code form */
  totalText: z.string().max(10).optional(),
  /** print, screen, export: width in characters of half an em */
  width: z.number().int().min(3).max(80),
})
export type Column = z.infer<typeof Column>

export const Row = z.strictObject({
  /** data: stable key, unique in the form; the class code where the row is a functional class */
  key: Key,
  /** print: label with its printed number, inner spaces kept */
  label: Printed,
  /** print: line of the block, counted from 1; the line after the row above when not given */
  line: z.number().int().min(1).optional(),
  /** print: 0 合计 and totals, 1 类 or main line, 2 line below it */
  level: z.number().int().min(0).max(4),
  /** print: indent of the label in half ems */
  indent: z.number().int().min(0).max(12).optional(),
  /** data: row this one is part of, for `children` */
  parent: Key.optional(),
  /** data: economic classification code of the row */
  code: z
    .string()
    .regex(/^[0-9]{3,5}$/)
    .optional(),
  /** print: label column that carries the label, when the block has several */
  labelIn: Key.optional(),
  /** print: block in whose label column the label cell begins, when it spans into its own block */
  labelFrom: Key.optional(),
  /** data: unit of the row's values where it differs from the column's */
  holds: ValueUnit.optional(),
  /** data: all value cells of the row */
  ...CellDefinition.partial().shape,
  /** data: where the 年初预算 of this row's figures stands, column by column; goes before the column's */
  budget: FormulaText.optional(),
  /** data: single cells of the row, by column key */
  cells: z.record(Key, CellDefinition).optional(),
})
export type Row = z.infer<typeof Row>

export const Block = z.strictObject({
  key: Key,
  /** print: keys of the form's columns that make up this block, in printed order */
  columns: z.array(Key).min(2),
  rows: z.array(Row).min(1),
})
export type Block = z.infer<typeof Block>

/** data: the three funds of 财政拨款 */
export const Fund = z.enum(['general', 'governmentFund', 'stateCapital'])
export type Fund = z.infer<typeof Fund>

export const CodeRows = z.strictObject({
  /** data: funds whose codes the form offers for entry */
  funds: z.array(Fund).min(1),
  /** data: what a typed line is: an item, an item of one unit, or a project */
  leaf: z.enum(['item', 'unit', 'project']),
  /** print: levels that get a line; a level left out still carries its subtotal for other forms */
  prints: z.array(z.enum(['class', 'section', 'item', 'unit', 'project'])).min(1),
  /** print: the 合计 row, and the label column where its label begins; without it lines are not added up at all */
  total: z.strictObject({ label: Printed, at: Key }).optional(),
  /** data: the check that owns the subtotals and the total */
  check: z.string().optional(),
})
export type CodeRows = z.infer<typeof CodeRows>

export const Form = z.strictObject({
  /** data: GK01 … GK14, S01 … */
  form: z.string().regex(/^(GK|S)[0-9]{2}$/),
  /** print: title over the table */
  title: Printed,
  /** export: false for supplements, which are no part of the published set */
  onPaper: z.boolean(),
  /** print: page orientation */
  orientation: z.enum(['portrait', 'landscape']),
  /** print: blank cells are printed as zero, or left empty */
  blank: z.enum(['asZero', 'asBlank']),
  /** print: lines under the table */
  notes: z.array(Printed),
  /** print: further line when no cell has a value other than zero */
  emptyNote: Printed.optional(),
  /** print: label of the 栏次 line; the line is printed when a column has a number */
  numbersLabel: Printed.optional(),
  /** data: whose formula a cell follows when its row and its column both have one */
  crossing: z.enum(['row', 'column']).optional(),
  columns: z.array(Column).min(2),
  /** data: rows follow the book's codes … */
  codes: CodeRows.optional(),
  /** … or are fixed, in one block or several side by side */
  blocks: z.array(Block).min(1).optional(),
})
export type Form = z.infer<typeof Form>

// ---- checks

/** data: where a relation is tried – rows by key, or by their level in a code form. */
export const Place = z.strictObject({
  form: z.string(),
  rows: z.union([z.enum(['all', 'leaf', 'item', 'total']), z.array(Key).min(1)]),
  columns: z.array(Key).min(1),
  /** only rows whose code has this name in the code table */
  named: z.string().optional(),
})
export type Place = z.infer<typeof Place>

const Tried = {
  at: Place,
  /** severity where it differs from the check's */
  severity: Severity.optional(),
  /** the relation is tried only while this formula is not blank */
  when: FormulaText.optional(),
}

/** data: a linear formula and how it must compare with another, or with a fixed number. */
export const Comparison = z.strictObject({
  ...Tried,
  left: FormulaText,
  is: z.enum(['=', '<=', '>=']),
  /** a formula, or a fixed number in the smallest unit: fen, count, hundredths of a score */
  right: z.union([FormulaText, z.number().int()]),
})
/** data: the first may differ from the second by at most so many percent, or by less than an amount in fen. */
export const Change = z.strictObject({
  rule: z.literal('change'),
  ...Tried,
  left: FormulaText,
  right: FormulaText,
  percent: z.number().int().min(0),
  below: z.number().int().min(0).optional(),
})
/** data: the first may be at most `times` the second and no less than one part of `times`; not tried against nought. */
export const Ratio = z.strictObject({
  rule: z.literal('ratio'),
  ...Tried,
  left: FormulaText,
  right: FormulaText,
  times: z.number().int().min(2),
})
/** data: an amount and a count are both nought or both not, and the amount per one is at most `most` fen. */
export const PerCount = z.strictObject({
  rule: z.literal('perCount'),
  ...Tried,
  amount: FormulaText,
  count: FormulaText,
  most: z.number().int().min(1),
})
/** data: rules over all forms that need no formula. */
export const General = z.strictObject({
  rule: z.enum([
    'knownCode', // every code is in the year's code table
    'nameOfCode', // its printed name is the table's
    'parentOfCode', // every code has 3, 5 or 7 digits, so that the levels above it are known
    'sign', // typed amounts, and those listed, are not negative
    'emptyRow', // no typed line of a code form is nought in every column
    'duplicate', // no two units, codes or projects look the same on paper
    'samePriorScale', // a typed amount is within `times` of last year's same cell
    'codesOfPrior', // codes and names are those of last year's book
  ]),
  severity: Severity.optional(),
  also: z.array(z.string()).optional(),
  times: z.number().int().min(2).optional(),
})
/** Rules over the text part; each is said in Chinese by `words/narrative.ts`. */
export const textRules = [
  'numberWithoutCell', // a typed number that is no figure of the book
  'figureOverridden', // a figure printed otherwise than it is computed
  'direction', // 增加, 减少, 增长, 下降 against the sign of the difference
  'sameWord', // 相同 or 持平 although the printed figures differ, or the other way round
  'missingReason', // a reason (主要原因) that is asked for and not given
  'unfilled', // any other free text that is asked for, or a figure whose supplement cell is blank
  'leftover', // words of a template: XX, （增加）减少, a gap before 万元 or %
  'missingPercent', // 增长13.95 without %
  'wrongYear', // a year that is neither the book's nor the one before, or is no year at all
  'unitName', // almost the name of the department
  'itemList', // a list of items unlike the form's
  'saysNone', // 未安排 although the form has data
  'twoValues', // the same quantity with two values
  'numbering', // 1. 2. 4.
  'shares', // shares of one whole that do not add to 100.00 %
  'parts', // printed parts that do not add to their printed total
  'doubledWords',
  'codeName', // （类）（款）（项） with names that are not the code's
  'copiedTerm', // two items explained with the same words
  'percentOfNothing', // a percentage of a budget that is nought
] as const
export type TextRuleName = (typeof textRules)[number]

/** data: default cells that name this check are compared with their formula; without it `=` and the check's severity. */
export const Defaults = z.strictObject({
  rule: z.literal('default'),
  is: z.enum(['=', '>=']),
})

/** data: what the text part (决算说明) may say, tried over the finished text. */
export const TextRule = z.strictObject({
  rule: z.enum(textRules),
  severity: Severity.optional(),
  /** the form the rule is about … */
  form: z.string().optional(),
  /** … and words that may only stand in the text while that form is empty */
  words: z.string().min(2).max(60).optional(),
})
export type TextRule = z.infer<typeof TextRule>

export type Relation = Comparison | Change | Ratio | PerCount | General | Defaults | TextRule
/** data: told apart by the rule it names; a comparison of formulas names none. */
export const Relation = choice<Relation>('expected a relation of a rule there is', (value) => {
  if (typeof value !== 'object' || value === null) return undefined
  const { rule } = value as { readonly rule?: unknown }
  const of = (...rules: readonly unknown[]): boolean => rules.includes(rule)
  if (rule === undefined) return Comparison
  if (of('change')) return Change
  if (of('ratio')) return Ratio
  if (of('perCount')) return PerCount
  if (of('default')) return Defaults
  if (of(...textRules)) return TextRule
  return of(...General.shape.rule.options) ? General : undefined
})
export type Comparison = z.infer<typeof Comparison>
export type Change = z.infer<typeof Change>
export type Ratio = z.infer<typeof Ratio>
export type PerCount = z.infer<typeof PerCount>
export type General = z.infer<typeof General>
export type Defaults = z.infer<typeof Defaults>

export const Check = z.strictObject({
  /** data: the rule's published or agreed number, e.g. T1-5 */
  id: z.string().regex(/^[A-Z][A-Z0-9]*(-[0-9]+)?$/),
  severity: Severity,
  /** screen: the rule in one line, as reviewers know it */
  title: z.string().min(4).max(200),
  /** none: identities that hold by construction, owned by the cells that name this check */
  relations: z.array(Relation),
})
export type Check = z.infer<typeof Check>
export const Checks = z.array(Check).min(1)

// ---- codes

export const CodeEntry = z.strictObject({
  code: z.string().regex(/^[0-9]{3}([0-9]{2}){0,2}$/),
  name: z.string().min(1).max(60),
  /** data: printed with this name in a published document; its label only; or general knowledge, never a hard check */
  trust: z.enum(['sourced', 'labelOnly', 'unverified']),
  /** data: fund whose forms offer the code; general unless said */
  fund: Fund.optional(),
})
export type CodeEntry = z.infer<typeof CodeEntry>
export const CodeTable = z.strictObject({
  /** data: name and fiscal year of the table */
  table: z.string(),
  year: z.number().int(),
  source: z.string(),
  codes: z.array(CodeEntry).min(1),
})
export type CodeTable = z.infer<typeof CodeTable>

// ---- edition

export const EditionHead = z.strictObject({
  /** data: name, e.g. dongcheng-2024 */
  edition: z.string().regex(/^[a-z]+-[0-9]{4}$/),
  /** screen: what it is, in Chinese */
  title: z.string(),
  region: z.string(),
  year: z.number().int().min(2000).max(2100),
  /** data: counted up with each released correction */
  revision: z.number().int().min(1),
  /** data: counted up with each code table that users put in place of the released one; none as released */
  localRevision: z.number().int().min(1).optional(),
  /** screen: rows and columns taken from the published paper, or only assumed */
  trust: z.enum(['published', 'unverified']),
  source: z.string(),
  /** print: line over every table, left and right; may hold {department} and {year} */
  departmentLine: Printed,
  unitLine: Printed,
  /** print: titles of the public document, which may hold {department} and {year}: on the cover, unless the book states
   * its own; over the list of contents; over the forms, before the parts of the text */
  titles: z.strictObject({ cover: Printed, contents: Printed, forms: Printed }),
  /** data: keys of the forms in printed order, supplements last */
  forms: z.array(z.string()).min(1),
  /** screen: kinds of difference offered where a carried cell states something other than last year's book */
  differences: z.array(z.string().min(1).max(20)).min(1).optional(),
})
export type EditionHead = z.infer<typeof EditionHead>

/** A whole edition as one value: what the ledger keeps and the renderer gets. */
export const Edition = z.strictObject({
  head: EditionHead,
  forms: z.array(Form),
  checks: Checks,
  functional: CodeTable,
  economic: CodeTable,
  /** the text part; editions of before have none */
  narrative: Narrative.optional(),
  /** what became of the keys of older editions, one per older edition */
  successions: z.array(Succession).optional(),
  /** charts of the analysis page */
  analysis: Analysis.optional(),
})
export type Edition = z.infer<typeof Edition>
