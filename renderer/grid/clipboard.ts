import { z } from 'zod'
import { ValueUnit } from '../../shared/catalogue/vocabulary.ts'
import { copiedBlock, isPartial, planPaste } from './block-gestures.ts'
import { blockHtml, blockText, parseBlock } from './block-text.ts'
import type { Controller } from './controller.ts'
import { carryOut, clear } from './key-commands.ts'
import type { Offer } from './plan.ts'

/** Our own cells on the clipboard: exact values, so that a switch between 元 and 万元 in between moves no point. */
const ownType = 'application/x-juesuan-cells'
const OwnCells = z.array(
  z.array(
    z.union([
      z.strictObject({ kind: z.literal('text'), text: z.string() }),
      z.strictObject({ kind: z.literal('value'), value: z.union([z.int(), z.string(), z.null()]), holds: ValueUnit }),
    ]),
  ),
)

/** Larger pastes are refused: no form is that large, and reading them would freeze the window. */
const mostCells = 200_000

/** Copy, cut and paste by the events of the browser, which need no permission. */
export function attachClipboard(grid: Controller): () => void {
  const { input } = grid.entry.field
  const isIdle = (event: ClipboardEvent): event is ClipboardEvent & { clipboardData: DataTransfer } =>
    grid.mode === 'idle' && event.clipboardData !== null
  const onCopy = (event: ClipboardEvent): void => {
    if (isIdle(event)) copy(grid, event)
  }
  const onCut = (event: ClipboardEvent): void => {
    if (!isIdle(event)) return
    copy(grid, event)
    clear(grid)
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (!isIdle(event)) return
    event.preventDefault()
    void paste(grid, blockOf(event.clipboardData))
  }
  input.addEventListener('copy', onCopy)
  input.addEventListener('cut', onCut)
  input.addEventListener('paste', onPaste)
  return () => {
    input.removeEventListener('copy', onCopy)
    input.removeEventListener('cut', onCut)
    input.removeEventListener('paste', onPaste)
  }
}

function copy(grid: Controller, event: ClipboardEvent & { clipboardData: DataTransfer }): void {
  event.preventDefault()
  const { cells, offers } = copiedBlock(grid.block, grid.range)
  event.clipboardData.setData('text/plain', blockText(cells))
  event.clipboardData.setData('text/html', blockHtml(cells))
  event.clipboardData.setData(ownType, JSON.stringify(offers))
  grid.overlay.draw('copied', grid.range)
  grid.say(`已复制 ${cells.length} 行 ${cells[0]?.length ?? 0} 列`, 'info')
}

/** The block on the clipboard: our own cells if there are any, else the text as other programs write it. */
export function blockOf(data: Pick<DataTransfer, 'getData'>): Offer[][] {
  const own = data.getData(ownType)
  const offers = own === '' ? null : ownCells(own)
  if (offers !== null) return offers
  return parseBlock(data.getData('text/plain')).map((row) => row.map((text): Offer => ({ kind: 'text', text })))
}

/** What says it is ours may come from anywhere: null unless it is. */
function ownCells(text: string): Offer[][] | null {
  try {
    return OwnCells.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Pastes a block; what cannot be taken is left out and counted, or nothing is pasted, as the surroundings decide. */
export async function paste(grid: Controller, block: readonly (readonly Offer[])[]): Promise<void> {
  const cells = block.reduce((sum, row) => sum + row.length, 0)
  if (cells === 0) return
  if (cells > mostCells) {
    grid.say(`要粘贴的内容有 ${cells} 个单元格，超过 ${mostCells} 个，没有粘贴`, 'error')
    return
  }
  if (grid.book.readOnly) {
    grid.sayLocked(grid.selection.active)
    return
  }
  const { plan, range } = planPaste(grid.block, grid.range, block)
  if (isPartial(plan)) {
    const answer = grid.hooks.onPartialPaste(plan)
    const goesOn = typeof answer === 'boolean' ? answer : await answer
    if (!goesOn) {
      grid.say('没有粘贴：有单元格不能写入，已整体取消', 'warning')
      grid.focus()
      return
    }
  }
  grid.overlay.draw('copied', null)
  const { rows, columns } = grid
  carryOut(grid, '粘贴', plan, {
    ...range,
    bottom: Math.min(range.bottom, rows - 1),
    right: Math.min(range.right, columns - 1),
  })
  grid.focus()
}
