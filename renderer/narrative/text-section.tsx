import type { Block, Run } from '../../shared/narrative/document.ts'
import { askText } from '../../shared/words/narrative.ts'
import { useFrame } from '../app/use-session.ts'
import { useCommit } from './commit.ts'
import { InlineButton } from './inline-button.tsx'
import { Reuse, Runs, TextEntry, type TextView } from './runs.tsx'
import { partedNumber, type Section } from './sections.ts'
import { restoreBlock } from './text-gestures.ts'
import { freePlace, wordsPlace } from './text-place.ts'

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

/** Marks of a block: a finding pointed to it, the reader is in it. */
function useMarks(key: string, shown: string | null): string {
  const isRead = useFrame((state) => state.reading === key)
  return `${key === shown ? 'is-shown' : ''}${isRead ? ' is-read' : ''}`
}

type PatternBlockProps = Omit<TextSectionProps, 'section'> & { readonly block: Block }

function PatternBlock({ view, block, numbered, shown }: PatternBlockProps) {
  const commit = useCommit(view.book)
  const place = wordsPlace(block.key, numbered)
  const className = useMarks(block.key, shown)
  if (block.kind === 'table') return <TableBlock view={view} block={block} shown={shown} />
  const { number, runs } = partedNumber(block.key, block.runs, block.kind === 'paragraph' ? numbered : new Set())
  const isEditing = view.editing === place.key
  const words = isEditing ? <TextEntry view={view} place={place} /> : <Runs view={view} runs={runs} block={block.key} />
  const isReworded = block.grounds?.reworded === true
  const tools = !view.book.readOnly && !isEditing && (
    <span className="block-tools">
      <button type="button" className="link" onClick={() => view.edit(place.key)}>
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
  const marks = useMarks(block.key, shown)
  return (
    <table data-block={block.key} className={`text-table ${marks}`}>
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
  const { engine, readOnly } = view.book
  const ask = askText(engine.edition.narrative?.slots ?? new Map(), slot)
  const place = freePlace(slot, ask)
  const first = blocks[0]?.key ?? ''
  const marks = useMarks(first, shown)
  if (view.editing === place.key)
    return (
      <div data-block={first} className="free-text is-editing">
        <TextEntry view={view} place={place} />
        <p className="hint">Ctrl+Enter 完成，Esc 放弃未保存的文字；可以从 Word 粘贴段落和表格，格式会去掉。</p>
      </div>
    )
  const isAsked = blocks.some((block) => block.kind !== 'table' && block.runs.some(isAskedRun))
  return (
    <div className="free-text" data-slot={slot}>
      {isAsked ? (
        <p data-block={first} className={`text-paragraph ${marks}`}>
          <InlineButton className="slot is-empty is-asked" isOff={readOnly} onClick={() => view.edit(place.key)}>
            〔{ask}〕
          </InlineButton>
          <Reuse view={view} slot={slot} />
        </p>
      ) : (
        <>
          {blocks.map((block) => (
            <FreeBlock key={block.key} view={view} block={block} shown={shown} />
          ))}
          {!readOnly && (
            <span className="block-tools">
              <button type="button" className="link" onClick={() => view.edit(place.key)}>
                编辑
              </button>
            </span>
          )}
        </>
      )}
    </div>
  )
}

const isAskedRun = (run: Run): boolean => run.kind === 'free' && run.asked

function FreeBlock({ view, block, shown }: { view: TextView; block: Block; shown: string | null }) {
  const className = useMarks(block.key, shown)
  if (block.kind === 'table') return <TableBlock view={view} block={block} shown={shown} />
  const text = block.runs.map((run) => run.text).join('')
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
