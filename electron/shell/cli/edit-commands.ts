import { ok, type Result } from '../../../shared/channels/result.ts'
import { cellName, plainValue, valueText } from '../../../shared/words/cells.ts'
import type { Difference } from '../../../shared/years/carried.ts'
import { setCell } from '../../services/cell-gestures.ts'
import { failingCounts } from '../../services/check.ts'
import * as explanations from '../../services/explanation-gestures.ts'
import { cellsTaken, type Gesture, perform } from '../../services/gesture.ts'
import { textFindings } from '../../services/narrative.ts'
import type { OpenBook } from '../../services/open-book.ts'
import * as projects from '../../services/project-gestures.ts'
import * as rows from '../../services/row-gestures.ts'
import * as units from '../../services/unit-gestures.ts'
import { type Arguments, badRequest, wholeNumber } from './arguments.ts'
import { type Handler, type Outcome, withBook } from './context.ts'

/** What a gesture adds to the outcome that all gestures have. */
type Detail = { readonly json?: Readonly<Record<string, unknown>>; readonly words?: string }

function done<G extends Gesture>(open: OpenBook, made: Result<G>, detail: (gesture: G) => Detail): Result<Outcome> {
  if (!made.ok) return made
  const receipt = perform(open, made.value, 'cli')
  if (!receipt.ok) return receipt
  const { label } = made.value
  const { revision, seq, time, changed } = receipt.value
  const counts = failingCounts(open)
  const { json = {}, words = '' } = detail(made.value)
  const state = `第 ${revision} 版；不符：基本平衡 ${counts.errors}，核实性 ${counts.verify}，提示 ${counts.hints}`
  const line = changed === 0 ? `${label}${words}：与原来相同，没有改动` : `${label}${words}（${state}）`
  return ok({ json: { label, changed, revision, seq, time, ...counts, ...json }, lines: [line] })
}

/** A handler that makes one gesture on the book and does it. */
const gesture =
  (
    make: (open: OpenBook, args: Arguments) => Result<Gesture>,
    detail: (gesture: Gesture) => Detail = () => ({}),
  ): Handler =>
  (context) =>
    withBook(context, 'write', (open) => done(open, make(open, context.args), detail))

/** What `--difference` and `--note` say about another 年初数 than last year's book gives. */
function differenceOf(args: Arguments): Result<Difference | undefined> {
  const [kind, note] = [args.text('difference'), args.text('note')]
  if (kind !== undefined) return ok({ kind, note: note?.trim() ?? '' })
  return note === undefined ? ok(undefined) : badRequest('--note', '说明须与 --difference 一起写')
}

/** `set` */
export const set: Handler = (context) =>
  withBook(context, 'write', (open) => {
    const { args } = context
    const { engine, names } = open
    const name = args.text('name')
    const request = {
      form: args.need('form'),
      row: args.need('row'),
      column: args.need('column'),
      text: args.positional(0),
      ...(name === undefined ? {} : { name }),
    }
    const difference = differenceOf(args)
    if (!difference.ok) return difference
    const made = setCell(engine, names, request)
    if (!made.ok) return made
    return done(open, ok({ ...made.value, difference: difference.value }), ({ cell, changes }) => {
      const unit = engine.unitOf(cell) ?? 'text'
      const value = engine.value(cell)
      const added = changes.filter(({ kind }) => kind === 'row').map(({ key }) => key)
      const words = added.length === 0 ? '' : `，新增科目 ${added.join('、')}`
      return {
        json: { ...cell, name: cellName(names, cell), value: plainValue(value, unit), added },
        words: `：${valueText(value, unit)}${words}`,
      }
    })
  })

const keyOf =
  (kind: string) =>
  ({ changes }: Gesture): Detail => {
    const key = changes.find((change) => change.kind === kind)?.key
    return { json: { [kind]: key }, words: `（${key ?? ''}）` }
  }
const taken = (gesture: Gesture): Detail => {
  const cells = cellsTaken(gesture)
  return { json: { cells }, words: cells === 0 ? '' : `，连同 ${cells} 个数` }
}

export const addRow = gesture(
  ({ engine }, args) => rows.addRow(engine, { code: args.need('code'), name: args.text('name') }),
  ({ changes }) => ({ json: { added: changes.map(({ key }) => key) } }),
)
export const removeRow = gesture(({ engine }, args) => rows.removeRow(engine, { code: args.need('code') }), taken)

export const addUnit = gesture(({ engine }, args) => units.addUnit(engine, { name: args.need('name') }), keyOf('unit'))
export const renameUnit = gesture(({ engine }, args) =>
  units.renameUnit(engine, { unit: args.need('unit'), name: args.need('name') }),
)
export const moveUnit = gesture(({ engine }, args) => {
  const to = wholeNumber('to', args.need('to'))
  return to.ok ? units.moveUnit(engine, { unit: args.need('unit'), to: to.value }) : to
})
export const removeUnit = gesture(({ engine }, args) => units.removeUnit(engine, { unit: args.need('unit') }), taken)

export const addProject = gesture(
  ({ engine }, args) =>
    projects.addProject(engine, { code: args.need('code'), unit: args.text('unit'), name: args.need('name') }),
  keyOf('project'),
)
export const renameProject = gesture(({ engine }, args) =>
  projects.renameProject(engine, { project: args.need('project'), name: args.need('name') }),
)
export const moveProject = gesture(({ engine }, args) => {
  const to = args.text('to') === undefined ? ok(undefined) : wholeNumber('to', args.need('to'))
  if (!to.ok) return to
  const [code, unit] = [args.text('code'), args.text('unit')]
  return projects.moveProject(engine, { project: args.need('project'), code, unit, to: to.value })
})
export const removeProject = gesture(
  ({ engine }, args) => projects.removeProject(engine, { project: args.need('project') }),
  taken,
)

/** `explain` */
export const explain = gesture((open, args) =>
  explanations.explain(
    open.engine,
    open.names,
    {
      check: args.need('check'),
      form: args.text('form'),
      row: args.text('row'),
      column: args.text('column'),
      text: args.positional(0),
    },
    textFindings(open),
  ),
)
