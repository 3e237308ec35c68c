import type {
  LinkedBlock,
  LinkedCondition,
  LinkedNarrative,
  LinkedSlot,
  LinkedText,
} from '../catalogue/linked-narrative.ts'
import type { Engine } from '../engine/engine.ts'
import { type Block, type Grounds, type Part, type Run, runText } from './document.ts'
import { splitFreeText } from './free-text.ts'
import { type Occasion, type Row, slotKey, slotText } from './names.ts'
import { Numbering } from './numbering.ts'
import { reworded } from './reworded.ts'
import { Wording, words } from './wording.ts'

/** Puts the blocks of an edition's text part together for one book. */
export class Composer {
  private readonly engine: Engine
  private readonly narrative: LinkedNarrative
  private readonly wording: Wording
  private numbering = new Numbering()

  constructor(engine: Engine, narrative: LinkedNarrative, occasion: Occasion) {
    this.engine = engine
    this.narrative = narrative
    this.wording = new Wording(engine, narrative, occasion)
  }

  parts(): Part[] {
    return this.narrative.parts.map(({ key, title, blocks }) => {
      this.numbering = new Numbering()
      const draft = this.wording.draft(`${key}.title`, null)
      this.wording.text(title, draft)
      return { key, title: draft.runs.map(runText).join(''), blocks: this.blocks(blocks, null) }
    })
  }

  private blocks(blocks: readonly LinkedBlock[], row: Row): Block[] {
    return blocks.flatMap((block) => this.block(block, row))
  }

  private block(block: LinkedBlock, row: Row): Block[] {
    switch (block.kind) {
      case 'choose': {
        const branch = block.branches.find(({ if: when }) => this.holds(when, row))
        return this.blocks(branch?.blocks ?? [], row)
      }
      case 'each': {
        const { form, rows } = this.wording.rows(block.rows)
        const groups = rows.map((info) => this.blocks(block.blocks, { info, form }))
        return block.ends === null ? groups.flat() : ended(groups, block.ends)
      }
      case 'group':
        return ended(
          block.blocks.map((one) => this.block(one, row)),
          block.ends,
        )
      case 'free':
        return this.holds(block.if, row) ? this.free(block.slot, row) : []
      case 'table': {
        if (!this.holds(block.if, row)) return []
        const key = keyed(block.key, row)
        const rows = block.rows.map((cells, line) =>
          cells.map((cell, place) => {
            const draft = this.wording.draft(`${key}.${line + 1}.${place + 1}`, row)
            this.wording.text(cell, draft)
            return draft.runs
          }),
        )
        return [{ kind: 'table', key, head: block.head, rows }]
      }
      case 'heading': {
        if (!this.holds(block.if, row)) return []
        const { level } = block
        let number = ''
        if (block.number === 'none' || level === 5) this.numbering.pass(level)
        else number = this.numbering.next(level, block.number === 'circled')
        return [{ kind: 'heading', level, number, ...this.worded(keyed(block.key, row), block.text, row) }]
      }
      case 'paragraph': {
        if (!this.holds(block.if, row)) return []
        const made = this.worded(keyed(block.key, row), block.text, row)
        if (block.numbered === null) return [{ kind: 'paragraph', ...made }]
        return [
          { kind: 'paragraph', ...made, runs: joined([words(this.numbering.next(block.numbered)), ...made.runs]) },
        ]
      }
    }
  }

  /** The runs of a block: the pattern's, or the book's own words around the pattern's figures. */
  private worded(
    key: string,
    text: LinkedText,
    row: Row,
  ): Pick<Block & { runs: unknown }, 'key'> & {
    runs: readonly Run[]
    grounds: Grounds
  } {
    const draft = this.wording.draft(key, row)
    this.wording.text(text, draft)
    const own = this.engine.book.get('text', `words:${key}`)
    const isOwn = typeof own === 'string' && own.trim() !== ''
    const runs = isOwn ? reworded(own.trim(), key, draft.runs) : draft.runs
    const grounds = { compared: [...draft.compared.values()], lists: draft.lists, reworded: isOwn }
    return { key, runs, grounds }
  }

  /** A free text as blocks of its own; one empty paragraph asks for it while there is none. */
  private free(slot: LinkedSlot, row: Row): Block[] {
    const key = slotKey(slot, row)
    const run = (text: string): Run => ({ kind: 'free', slot: key, text, asked: false })
    const blocks = splitFreeText(slotText(this.engine.book, slot, row))
    if (blocks.length === 0)
      return [{ kind: 'paragraph', key: `${key}.1`, runs: [{ kind: 'free', slot: key, text: '', asked: true }] }]
    return blocks.map((block, place): Block => {
      const at = `${key}.${place + 1}`
      if (block.kind === 'paragraph') return { kind: 'paragraph', key: at, runs: [run(block.text)] }
      if (block.kind === 'heading')
        return { kind: 'heading', key: at, level: block.level, number: '', runs: [run(block.text)] }
      const [head = [], ...rows] = block.rows
      return { kind: 'table', key: at, head, rows: rows.map((cells) => cells.map((cell) => [run(cell)])) }
    })
  }

  private holds(condition: LinkedCondition | null, row: Row): boolean {
    return condition === null || this.wording.holds(condition, row, null)
  }
}

const keyed = (key: string, row: Row): string => (row === null ? key : `${key}.${row.info.key}`)

/** Neighbouring words as one run. */
function joined(runs: readonly Run[]): Run[] {
  const list: Run[] = []
  for (const run of runs) {
    const last = list.at(-1)
    if (run.kind === 'words' && last?.kind === 'words') list[list.length - 1] = words(last.text + run.text)
    else list.push(run)
  }
  return list
}

/** Puts the words between and at the end behind the last paragraph of each group that has one. */
function ended(groups: readonly (readonly Block[])[], [between = '', last = '']: readonly string[]): Block[] {
  const filled = groups.filter((group) => group.length > 0)
  return filled.flatMap((group, place) => {
    const at = group.findLastIndex((block) => block.kind === 'paragraph')
    const end = place === filled.length - 1 ? last : between
    return group.map((block, number) =>
      number === at && block.kind === 'paragraph' && block.grounds?.reworded !== true
        ? { ...block, runs: joined([...block.runs, words(end)]) }
        : block,
    )
  })
}
