import { cellKey } from '../../shared/address/cell.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { Block, Figure, NarrativeDocument, Run } from '../../shared/narrative/document.ts'
import { narrativeFindings } from '../../shared/narrative/findings.ts'
import { blockText, narrate, runText } from '../../shared/narrative/narrate.ts'
import { askText } from '../../shared/words/narrative.ts'
import type { OpenBook } from './open-book.ts'

/** A number of the text, and where it comes from. */
export type FigureReport = {
  readonly key: string
  /** as printed */
  readonly text: string
  /** printed value as a plain decimal */
  readonly value: string
  /** before rounding */
  readonly exact: string
  /** keys of the cells it is computed from */
  readonly cells: readonly string[]
  readonly rule: string
  /** printed otherwise by the user */
  readonly overridden: string | null
}
export type ParagraphReport = {
  /** key of the block, as findings name it */
  readonly key: string
  readonly kind: Block['kind']
  /** of a heading, 1 to 5 */
  readonly level: number | null
  /** as printed, number included */
  readonly text: string
  /** cells of a table by line, its head first */
  readonly rows?: readonly (readonly string[])[]
  readonly figures: readonly FigureReport[]
  /** keys of the free texts that are asked for here */
  readonly asked: readonly string[]
}
/** What stands under one heading 一、; `part` is the title above it. */
export type SectionReport = {
  readonly part: string
  readonly title: string
  readonly paragraphs: readonly ParagraphReport[]
}
export type NarrativeReport = {
  readonly department: string
  readonly year: number
  readonly sections: readonly SectionReport[]
}

type Book = Pick<OpenBook, 'engine' | 'summary'>

const occasionOf = ({ summary: { department, year } }: Book) => ({ department, year })

/** The text part (决算说明) of a book as it reads now. */
export const narrateBook = (open: Book): NarrativeDocument => narrate(open.engine, occasionOf(open))

/** What the text checks find in it, in the order of the text. */
export const textFindings = (open: Book): Finding[] =>
  narrativeFindings(open.engine, narrateBook(open), occasionOf(open))

/** The text part section by section, each paragraph with its figures. */
export function narrativeReport(open: Book): NarrativeReport {
  const sections: { part: string; title: string; paragraphs: ParagraphReport[] }[] = []
  for (const { title: part, blocks } of narrateBook(open).parts)
    for (const block of blocks) {
      const isHeading = block.kind === 'heading' && block.level === 1
      if (isHeading || sections.at(-1)?.part !== part)
        sections.push({ part, title: isHeading ? blockText(block) : '', paragraphs: [] })
      if (!isHeading) sections.at(-1)?.paragraphs.push(paragraphOf(block))
    }
  return { ...occasionOf(open), sections }
}

function paragraphOf(block: Block): ParagraphReport {
  const runs = block.kind === 'table' ? block.rows.flat(2) : block.runs
  return {
    key: block.key,
    kind: block.kind,
    level: block.kind === 'heading' ? block.level : null,
    text: blockText(block),
    ...(block.kind === 'table'
      ? { rows: [block.head, ...block.rows.map((row) => row.map((cell) => cell.map(runText).join('')))] }
      : {}),
    figures: runs.filter((run): run is Figure => run.kind === 'figure').map(figureOf),
    asked: runs.flatMap((run) => (run.kind === 'free' && run.asked ? [run.slot] : [])),
  }
}

const figureOf = ({ key, text, value, exact, cells, rule, overridden }: Figure): FigureReport => ({
  key,
  text,
  value,
  exact,
  cells: cells.map(cellKey),
  rule,
  overridden,
})

/** A run of the text as people read it; what is still to be written is named in 〔〕. */
export const shownRun =
  ({ engine }: Pick<Book, 'engine'>) =>
  (run: Run): string =>
    run.kind === 'free' && run.asked
      ? `〔${askText(engine.edition.narrative?.slots ?? new Map(), run.slot)}〕`
      : runText(run)

/** The text part as lines for people; what is still to be written is named in 〔〕. */
export function narrativeLines(open: Book): string[] {
  const shown = shownRun(open)
  return narrateBook(open).parts.flatMap(({ title, blocks }, number) => [
    ...(number === 0 ? [] : ['']),
    title,
    '',
    ...blocks.flatMap((block) => {
      if (block.kind === 'table')
        return [block.head, ...block.rows.map((row) => row.map((cell) => cell.map(shown).join('')))].map((row) =>
          row.join('\t'),
        )
      return [(block.kind === 'heading' ? block.number : '') + block.runs.map(shown).join('')]
    }),
  ])
}
