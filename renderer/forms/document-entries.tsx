import type { Screen } from '../app/state.ts'
import { useFrame, useSession } from '../app/use-session.ts'

type Entry = { readonly screen: Screen; readonly title: string }

const ofDocument: readonly Entry[] = [
  { screen: 'text', title: '决算说明' },
  { screen: 'cover', title: '封面和行文习惯' },
]
const ofAnalysis: readonly Entry[] = [{ screen: 'analysis', title: '对比分析' }]

/** Below the forms: the parts of the public document that are no forms, and what is read from the book. */
export const DocumentEntries = () => (
  <>
    <Entries label="决算公开文件" title="公开文件" entries={ofDocument} />
    <Entries label="对比和图表" title="分析" entries={ofAnalysis} />
  </>
)

type EntriesProps = { readonly label: string; readonly title: string; readonly entries: readonly Entry[] }

function Entries({ label, title: heading, entries }: EntriesProps) {
  const session = useSession()
  const screen = useFrame((state) => state.screen)
  return (
    <nav className="document-entries" aria-label={label}>
      <h2 className="side-title">{heading}</h2>
      <ul>
        {entries.map(({ screen: one, title }) => (
          <li key={one}>
            <button
              type="button"
              data-screen={one}
              className={`form-entry${one === screen ? ' is-open' : ''}`}
              aria-current={one === screen ? 'page' : undefined}
              onClick={() => session.showScreen(one)}
            >
              <span className="form-number" />
              <span className="form-title">{title}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
