import type { OpenedBook } from '../book/opened-book.ts'
import { loaded } from '../kit/loaded.ts'
import { useRemembered } from '../kit/remembered.ts'
import './analysis.css'
import { CompareTab } from './compare-tab.tsx'

const ChartsTab = loaded(() => import('./charts-tab.tsx'))

const tabs = [
  { name: 'compare', title: '对比' },
  { name: 'charts', title: '图表' },
] as const
type TabName = (typeof tabs)[number]['name']

/** The book beside last year's and its budget, and its charts. */
export default function AnalysisScreen({ book }: { readonly book: OpenedBook }) {
  const [tab, setTab] = useRemembered<TabName>('analysis.tab', 'compare')
  return (
    <section className="analysis" aria-label="对比分析">
      <div className="analysis-tabs" role="tablist" aria-label="对比分析">
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`analysis-${name}`}
            aria-selected={name === tab}
            aria-controls="analysis-content"
            tabIndex={name === tab ? 0 : -1}
            className={name === tab ? 'is-open' : ''}
            onClick={() => setTab(name)}
            onKeyDown={({ key, currentTarget }) => {
              if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
              const other = currentTarget.parentElement?.querySelector<HTMLElement>('[aria-selected=false]')
              other?.click()
              other?.focus()
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div className="analysis-content" id="analysis-content" role="tabpanel" aria-labelledby={`analysis-${tab}`}>
        {tab === 'compare' ? <CompareTab book={book} /> : <ChartsTab book={book} />}
      </div>
    </section>
  )
}
