import type { Block, Run } from '../../shared/narrative/document.ts'
import { askText } from '../../shared/words/narrative.ts'
import { freeContent, freeTextOf, wordsContent, wordsTextOf } from './entry-content.ts'
import { Runs, TextEntry, type TextView, useCommit } from './runs.tsx'
import { partedNumber, type Section } from './sections.ts'
import { restoreBlock, reuseSlot, rewordBlock, writeSlot } from './text-gestures.ts'

type TextSectionProps = {
  readonly view: TextView
  readonly section: Section
  readonly numbered: ReadonlySet<string>
  /** the block a finding pointed to */
  readonly shown: string | null
}

/** A block of the pattern, or a free text of the book, with what can be done to it. */
export const TextSection = ({ section, ...props }: TextSectionProps) =>
  section.kind === 'block' ? (
    <PatternBlock {...props} block={section.block} />
  ) : (
    <FreeText {...props} slot={section.slot} blocks={section.blocks} />
  )

type PatternBlockProps = Omit<TextSectionProps, 'section'> & { readonly block: Block }

function PatternBlock({ view, block, numbered, shown }: PatternBlockProps) {
  const commit = useCommit(view.book)
  const place = `words:${block.key}`
  const className = block.key === shown ? 'is-shown' : ''
  if (block.kind === 'table') return <TableBlock view={view} block={block} shown={shown} />
  const { number, runs } = partedNumber(block.key, block.runs, block.kind === 'paragraph' ? numbered : new Set())
  const isEditing = view.editing === place
  const words = isEditing ? (
    <WordsEntry view={view} block={block.key} runs={runs} />
  ) : (
    <Runs view={view} runs={runs} block={block.key} />
  )
  const isReworded = block.grounds?.reworded === true
  const tools = !view.book.readOnly && !isEditing && (
    <span className="block-tools">
      <button type="button" className="link" onClick={() => view.edit(place)}>
        改写语句
      </button>
      {isReworded && (
        <button type="button" className="link" onClick={() => commit(restoreBlock(block.key))}>
          恢复原文
        </button>
      )}
    </span>
  )
  const content = (
    <>
      {block.kind === 'heading' ? block.number : number}
      {words}
      {isReworded && !isEditing && <span className="reworded-mark">已改写</span>}
      {tools}
    </>
  )
  if (block.kind === 'paragraph')
    return (
      <p data-block={block.key} className={`text-paragraph ${className}`}>
        {content}
      </p>
    )
  return (
    <Heading block={block} className={className}>
      {content}
    </Heading>
  )
}

/** The words around the figures of a block, worded anew; figures stay what they are. */
function WordsEntry({
  view,
  block,
  runs,
}: {
  readonly view: TextView
  readonly block: string
  readonly runs: readonly Run[]
}) {
  const commit = useCommit(view.book)
  const before = wordsTextOf(wordsContent(runs, block), runs, block)
  return (
    <TextEntry
      view={view}
      mode="words"
      label="改写语句"
      content={wordsContent(runs, block)}
      onCommit={(content) => {
        const text = wordsTextOf(content, runs, block)
        return text === before || commit(rewordBlock(block, text))
      }}
    />
  )
}

type HeadingProps = {
  readonly block: Extract<Block, { kind: 'heading' }>
  readonly className: string
  readonly children: React.ReactNode
}

function Heading({ block, className, children }: HeadingProps) {
  const Tag = `h${Math.min(6, block.level + 1)}` as 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
  return (
    <Tag data-block={block.key} className={`text-heading text-heading-${block.level} ${className}`}>
      {children}
    </Tag>
  )
}

type TableBlockProps = {
  readonly view: TextView
  readonly block: Extract<Block, { kind: 'table' }>
  readonly shown: string | null
}

function TableBlock({ view, block, shown }: TableBlockProps) {
  const columns = block.head.length
  return (
    <table data-block={block.key} className={`text-table ${block.key === shown ? 'is-shown' : ''}`}>
      <thead>
        <tr>
          {block.head.map((head, at) => (
            <th key={`${at} ${head}`} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((cells, line) => (
          <tr key={`${line + 1}`}>
            {cells.map((runs, at) => (
              // the last cell of a short row spans what is left
              <td key={`${at + 1}`} colSpan={at === cells.length - 1 ? Math.max(1, columns - at) : 1}>
                <Runs view={view} runs={runs} block={block.key} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type FreeTextProps = Pick<TextSectionProps, 'view' | 'shown'> & {
  readonly slot: string
  readonly blocks: readonly Block[]
}

/** A text of the book: paragraphs, headings and tables, written and pasted in one editor. */
function FreeText({ view, slot, blocks, shown }: FreeTextProps) {
  const commit = useCommit(view.book)
  const { engine, readOnly } = view.book
  const ask = askText(engine.edition.narrative?.slots ?? new Map(), slot)
  const stored = engine.book.get('text', slot)
  const text = typeof stored === 'string' ? stored : ''
  const place = `free:${slot}`
  if (view.editing === place)
    return (
      <div data-block={blocks[0]?.key} className="free-text is-editing">
        <TextEntry
          view={view}
          mode="free"
          label={ask}
          content={freeContent(text === '' ? givenText(blocks) : text)}
          onCommit={(content) => commit(writeSlot(slot, freeTextOf(content)))}
        />
        <p className="hint">Ctrl+Enter 完成，Esc 放弃未保存的文字；可以从 Word 粘贴段落和表格，格式会去掉。</p>
      </div>
    )
  const isAsked = blocks.some((block) => block.kind !== 'table' && block.runs.some(isAskedRun))
  const lastYear = isAsked && !readOnly ? view.lastYear(slot) : null
  return (
    <div className="free-text" data-slot={slot}>
      {isAsked ? (
        <p data-block={blocks[0]?.key} className={`text-paragraph ${blocks[0]?.key === shown ? 'is-shown' : ''}`}>
          <button type="button" className="slot is-empty is-asked" disabled={readOnly} onClick={() => view.edit(place)}>
            〔{ask}〕
          </button>
          {lastYear !== null && (
            <button
              type="button"
              className="slot-reuse"
              title={lastYear}
              onClick={() => commit(reuseSlot(slot, lastYear))}
            >
              沿用上年
            </button>
          )}
        </p>
      ) : (
        <>
          {blocks.map((block) => (
            <FreeBlock key={block.key} view={view} block={block} shown={shown} />
          ))}
          {!readOnly && (
            <button type="button" className="link free-edit" onClick={() => view.edit(place)}>
              编辑
            </button>
          )}
        </>
      )}
    </div>
  )
}

const isAskedRun = (run: Run): boolean => run.kind === 'free' && run.asked

/** A free text the edition gives while the book has none. */
const givenText = (blocks: readonly Block[]): string =>
  blocks.flatMap((block) => (block.kind === 'table' ? [] : block.runs.map((run) => run.text))).join('\n')

function FreeBlock({ view, block, shown }: { view: TextView; block: Block; shown: string | null }) {
  if (block.kind === 'table') return <TableBlock view={view} block={block} shown={shown} />
  const text = block.runs.map((run) => run.text).join('')
  const className = block.key === shown ? 'is-shown' : ''
  if (block.kind === 'paragraph')
    return (
      <p data-block={block.key} className={`text-paragraph ${className}`}>
        {text}
      </p>
    )
  return (
    <Heading block={block} className={className}>
      {text}
    </Heading>
  )
}
