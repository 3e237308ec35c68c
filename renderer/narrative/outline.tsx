import type { NarrativeDocument } from '../../shared/narrative/document.ts'
import { blockText } from '../../shared/narrative/narrate.ts'
import { askedPlaces } from './reading-place.ts'

type OutlineProps = { readonly document: NarrativeDocument; readonly onGo: (key: string) => void }

/** Headings of the first two levels, and how much is still asked for under each part. */
export const Outline = ({ document, onGo }: OutlineProps) => (
  <nav className="text-outline" aria-label="决算说明的目录">
    {document.parts.map((part) => (
      <section key={part.key}>
        <button type="button" className="text-outline-part" onClick={() => onGo(part.key)}>
          {part.title}
          <Asked count={askedPlaces({ parts: [part] }).length} />
        </button>
        <ul>
          {part.blocks.map(
            (block) =>
              block.kind === 'heading' &&
              block.level <= 2 && (
                <li key={block.key} className={`text-outline-${block.level}`}>
                  <button type="button" onClick={() => onGo(block.key)}>
                    {blockText(block)}
                  </button>
                </li>
              ),
          )}
        </ul>
      </section>
    ))}
  </nav>
)

const Asked = ({ count }: { readonly count: number }) =>
  count === 0 ? null : <span className="text-outline-asked">待填 {count}</span>
