import { describe, expect, it } from 'vitest'
import { editionFiles } from '../../build/testing/edition.ts'
import { loadEdition, readEdition } from './load.ts'
import { EditionProblem } from './problem.ts'

/** What is wrong with the built-in edition when one narrative file is changed; the change gets its parsed JSON. */
function problemAfter(file: string, change: (json: never) => unknown): string {
  const files = structuredClone(editionFiles('dongcheng-2024'))
  const changed = change(files[file] as never)
  const left = changed === null ? Object.fromEntries(Object.entries(files).filter(([name]) => name !== file)) : files
  try {
    loadEdition(readEdition(left))
  } catch (error) {
    if (error instanceof EditionProblem) return `${error.file}: ${error.property}: ${error.reason}`
    throw error
  }
  return 'accepted'
}

type Block = Record<string, unknown>
const accounts = 'narrative/accounts.json'
const head = 'narrative/document.json'

/** Puts a block behind the others of the first part. */
const withBlock = (block: Block) => problemAfter(accounts, (json: { blocks: Block[] }) => json.blocks.push(block))
const withText = (text: unknown) => withBlock({ paragraph: 'tried', text })

describe('a text part that does not fit its edition is refused with file, property and reason', () => {
  it.each<[what: string, text: unknown, reason: RegExp]>([
    ['a reference to no form', '{amount GK99!total!total}', /unknown form GK99/],
    ['a reference to no row', '{amount GK01!gift!incomeFinal}', /form GK01 has no row gift/],
    ['a reference to no column', '{amount GK01!general!income}', /form GK01 has no value column income/],
    ['a cell that holds nothing', '{amount GK01!general!expenditureFinal}', /holds nothing there/],
    ['a row without its list', '{amount GK06!.!total}', /"\." needs rows around it/],
    ['last year', '{amount prior(GK01!income!incomeFinal)}', /cells of this book/],
    ['a count as amount', '{amount S03!vehiclesKept!count}', /amount of count/],
    ['an amount per amount', '{average GK11!final!total / GK11!budget!total}', /average of amount and amount/],
    ['a share of another unit', '{share GK11!final!total / S03!vehiclesKept!count}', /share of amount and count/],
    ['mixed units', '{amount GK11!final!total + S03!vehiclesKept!count}', /mixes units/],
    ['a name there is not', '{capital}', /no name capital/],
    ['a code without rows of codes', '{class}（类）', /needs rows of codes/],
    ['a project without rows of projects', '“{project}”', /needs rows of projects/],
    ['a sum of a form that adds nothing up', '{score S06!total!totalScore}', /S06 adds nothing up/],
    [
      'items of a form that adds nothing up',
      [
        {
          list: { form: 'GK06', level: 'item', nonZero: ['GK06!.!total'] },
          text: '{score S06!.!totalScore}',
          between: '、',
        },
      ],
      /form S06 has no such rows/,
    ],
    ['an amount as plural', [{ choose: [{ if: 'plural(GK12!total!amount)', text: '均' }, { text: '' }] }], /of amount/],
    ['a slot there is not', '{slot reason.weather}', /unknown slot reason\.weather/],
    ['a slot per row without rows', '{slot reason.general}', /needs rows around it/],
    ['a phrase there is not', '{say since: GK01!income!incomeFinal}', /unknown phrase since/],
    ['a phrase with too little', '{say sinceLastYear: GK01!income!incomeFinal}', /takes now; before, given 1/],
    ['a place that is none', '{amount}', /no name amount/],
    [
      'a choice without the rest',
      [
        {
          choose: [
            { if: 'empty(GK08)', text: '无' },
            { if: 'empty(GK10)', text: '无' },
          ],
        },
      ],
      /the last is for the rest/,
    ],
    [
      'a choice with the rest too early',
      [{ choose: [{ text: '无' }, { if: 'empty(GK10)', text: '无' }] }],
      /every branch but the last has an "if"/,
    ],
    ['a condition that is none', [{ choose: [{ if: 'nought(GK08)', text: '无' }, { text: '' }] }], /expected a test/],
    [
      'a list of a form with fixed rows by level',
      [{ list: { form: 'GK07', level: 'item', nonZero: ['GK07!.!final'] }, text: '{label}', between: '、' }],
      /has fixed rows/,
    ],
    [
      'a list of rows that are not there',
      [{ list: { form: 'GK07', under: '398', nonZero: ['GK07!.!final'] }, text: '{label}', between: '、' }],
      /has no rows below it/,
    ],
    [
      'a list of codes without a level',
      [{ list: { form: 'GK06', nonZero: ['GK06!.!total'] }, text: '{label}', between: '、' }],
      /state "level"/,
    ],
    [
      'rows of codes in a form with fixed rows',
      [
        {
          list: { form: 'GK06', level: 'class', nonZero: ['GK06!.!total'] },
          text: '{amount GK01!.!incomeFinal}',
          between: '、',
        },
      ],
      /has no such rows/,
    ],
  ])('%s', (_, text, reason) => {
    const problem = withText(text)
    expect(problem).toMatch(/^narrative\/accounts\.json: tried: /)
    expect(problem).toMatch(reason)
  })

  it('a key that occurs twice', () => {
    expect(withBlock({ paragraph: 'totals.grand', text: '无' })).toMatch(
      /^narrative\/accounts\.json: blocks\[22\]: totals\.grand occurs twice$/,
    )
  })

  it('a table with a row longer than its head', () => {
    expect(withBlock({ table: 'tried', head: ['甲'], rows: [['1', '2']] })).toMatch(/longer than the head/)
  })

  it.each<[what: string, block: Block, problem: RegExp]>([
    ['an unknown property', { paragraph: 'tried', text: '无', colour: 'red' }, /blocks\.22: .*colour/],
    ['a block of no kind', { picture: 'tried' }, /blocks\.22: expected an object with one of the keys heading, para/],
    ['a heading too deep', { heading: 'tried', level: 6, text: '无' }, /blocks\.22\.level: /],
    ['a piece of no kind', { paragraph: 'tried', text: [{ any: [] }] }, /blocks\.22\.text\.0: expected an object with/],
    ['a text that is none', { paragraph: 'tried', text: 5 }, /blocks\.22\.text: /],
    [
      'a branch without text',
      { paragraph: 'tried', text: ['无', { choose: [{ if: 'empty(GK08)' }, { text: '' }] }] },
      /blocks\.22\.text\.1\.choose\.0\.text: /,
    ],
  ])('%s', (_, block, problem) => {
    expect(withBlock(block)).toMatch(/^narrative\/accounts\.json: /)
    expect(withBlock(block)).toMatch(problem)
  })

  it.each<[what: string, file: string, change: (json: never) => unknown, problem: RegExp]>([
    ['a missing file', 'narrative/matters.json', () => null, /^narrative\/matters\.json: \(whole file\): is missing/],
    [
      'another part in the file',
      accounts,
      (json: { part: string }) => (json.part = 'other'),
      /^narrative\/accounts\.json: part: says other/,
    ],
    [
      'a slot nobody uses',
      head,
      (json: { slots: Block }) => (json.slots['weather'] = { ask: '天气' }),
      /slots\.weather: is used nowhere/,
    ],
    [
      'a phrase nobody says',
      head,
      (json: { phrases: Block }) => (json.phrases['rain'] = { parameters: [], text: '雨' }),
      /phrases\.rain: is used nowhere/,
    ],
    [
      'a parameter there is not',
      head,
      (json: { phrases: Record<string, Block> }) =>
        (json.phrases['sinceLastYear'] = { parameters: ['now', 'before'], text: '{amount $then}' }),
      /no parameter then/,
    ],
    [
      'grades that do not fall',
      head,
      (json: { grades: Block[] }) => json.grades.push({ grade: '优', from: 95 }),
      /grades\[4\]: not below/,
    ],
    [
      'grades that leave a gap',
      head,
      (json: { grades: Block[] }) => json.grades.pop(),
      /grades: the last one is not from 0/,
    ],
    [
      'a tree of a form with fixed rows',
      head,
      (json: { rounding: { trees: Block[] } }) => json.rounding.trees.push({ form: 'GK07', columns: ['final'] }),
      /rounding\.trees\[5\]: GK07 is no form with rows of codes/,
    ],
    [
      'a sum of a cell there is not',
      head,
      (json: { rounding: { sums: Block[] } }) =>
        json.rounding.sums.push({ total: 'GK12!all!amount', parts: ['GK12!goods!amount', 'GK12!works!amount'] }),
      /has no row all/,
    ],
    [
      'a term for nothing',
      'narrative/glossary.json',
      (json: { terms: Block[] }) => json.terms.push({ text: '反映其他支出。' }),
      /either "code" or "name"/,
    ],
    [
      'a term twice',
      'narrative/glossary.json',
      (json: { terms: Block[] }) => json.terms.push({ code: '2080501', text: '反映其他支出。' }),
      /2080501 occurs twice/,
    ],
    [
      'a rule over a form there is not',
      'checks.json',
      (json: { id: string; relations: Block[] }[]) =>
        json.find(({ id }) => id === 'N12')?.relations.push({ rule: 'saysNone', form: 'GK99', words: '未安排' }),
      /N12\.relations\[3\]: unknown form GK99/,
    ],
  ])('%s', (_, file, change, problem) => {
    expect(problemAfter(file, change)).toMatch(problem)
  })
})
