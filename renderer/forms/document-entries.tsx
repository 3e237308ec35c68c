import type { Screen } from '../app/state.ts'
import { useFrame, useSession } from '../app/use-session.ts'

const entries: readonly { readonly screen: Screen; readonly title: string }[] = [
  { screen: 'text', title: '决算说明' },
  { screen: 'cover', title: '封面和行文习惯' },
]

/** Below the forms: the parts of the public document that are no forms. */
export function DocumentEntries() {
  const session = useSession()
  const screen = useFrame((state) => state.screen)
  return (
    <nav className="document-entries" aria-label="决算公开文件">
      <h2 className="side-title">公开文件</h2>
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
