import { Button, Segmented } from 'antd'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type ChartData, type ChartNumber, chartsOf, type YearPoints } from '../../shared/compare/charts.ts'
import { chartFigure, chartLines, chartUnit, emptyChartWord, percentWord } from '../../shared/words/compare.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import type { Session } from '../app/session.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { exportedFile } from '../exchange/export.ts'
import { printOnPaper } from '../kit/paper.ts'
import type { Caption } from './chart-options.ts'
import { drawChart, pictureAddress, pictureImage, picturePng } from './chart-picture.ts'
import { heading, paperTable } from './table-text.ts'
import { useGestures } from './use-comparison.ts'

/** All charts of the edition over the book as it is, and over the other years' books of the department. */
export default function ChartsTab({ book }: { readonly book: OpenedBook }) {
  const years = useYears(book)
  const gestures = useGestures(book)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engine is one and the same after a gesture
  const charts = useMemo(
    () => (years === null ? [] : chartsOf(book.engine, book.year, years.points)),
    [book, years, gestures],
  )
  if (book.engine.edition.charts.length === 0) return <p className="analysis-empty">这个套表没有分析图表。</p>
  return (
    <div className="charts">
      {years !== null && years.trouble !== null && (
        <p className="analysis-empty">其他年度的决算没有读出：{years.trouble}</p>
      )}
      {charts.map((chart) => (
        <ChartCard key={chart.key} book={book} chart={chart} />
      ))}
    </div>
  )
}

type Years = { readonly points: readonly YearPoints[]; readonly trouble: string | null }

/** What the other years' books say; asked again when one of them was changed. */
function useYears(book: OpenedBook): Years | null {
  const session = useSession()
  const [years, setYears] = useState<Years | null>(null)
  const revisions = useFrame(({ books }) =>
    books
      .filter(({ department, year }) => department === book.department && year !== book.year)
      .map(({ id, revision }) => `${id}@${revision}`)
      .join(),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: other revisions of the other books are asked for again
  useEffect(() => {
    let isOver = false
    void session.ask('analysis.years', { book: book.id }).then((answer) => {
      if (isOver) return
      setYears(
        answer.ok ? { points: answer.value, trouble: null } : { points: [], trouble: windowFaultText(answer.fault) },
      )
    })
    return () => {
      isOver = true
    }
  }, [session, book, revisions])
  return years
}

/** Whose the chart is, and of when. */
function captionOf(book: OpenedBook, { title, rows, kind, unit }: ChartData): Caption {
  const [first, last] = [rows[0]?.key, rows.at(-1)?.key]
  const years = kind === 'years' && first !== undefined && first !== last ? `${first}—${last}年度` : `${book.year}年度`
  const measure = chartUnit(unit) === '' ? '' : `　单位：${chartUnit(unit)}`
  return { title, under: `${book.department}　${years}${measure}` }
}

/** px a chart is drawn for when it leaves the window */
const paperWidth = 960

function ChartCard({ book, chart }: { readonly book: OpenedBook; readonly chart: ChartData }) {
  const session = useSession()
  const id = useId()
  const [shows, setShows] = useState<'chart' | 'table'>('chart')
  const caption = captionOf(book, chart)
  const exportPicture = (): void =>
    void exportedFile(session, '正在导出图片', async (open) => {
      const picture = await picturePng(drawChart(chart, paperWidth, caption))
      return session.ask('export.chartPicture', { book: open, chart: chart.key, picture })
    })
  const exportTable = (): void =>
    void exportedFile(session, '正在导出', (open) => session.ask('export.chartTable', { book: open, chart: chart.key }))
  return (
    <section className="chart-card" aria-labelledby={id} data-chart={chart.key}>
      <header>
        <div>
          <h3 id={id}>{chart.title}</h3>
          <p className="hint">{caption.under}</p>
        </div>
        <div className="chart-tools" role="group" aria-label={chart.title}>
          <Segmented
            aria-label="图或表"
            size="small"
            value={shows}
            options={[
              { value: 'chart', label: '图' },
              { value: 'table', label: '表' },
            ]}
            onChange={(value) => setShows(value as 'chart' | 'table')}
          />
          <Button disabled={chart.isEmpty} onClick={() => void printChart(session, chart, caption)}>
            打印…
          </Button>
          <Button disabled={chart.isEmpty} onClick={exportPicture}>
            图片…
          </Button>
          <Button disabled={chart.isEmpty} onClick={exportTable}>
            CSV…
          </Button>
        </div>
      </header>
      {chart.isEmpty ? (
        <p className="analysis-empty">{emptyChartWord(chart)}。</p>
      ) : shows === 'chart' ? (
        <Drawing chart={chart} />
      ) : (
        <ChartTable book={book} chart={chart} />
      )}
      {chart.note !== null && <p className="hint">{chart.note}</p>}
      {hasGaps(chart) && <p className="hint">空着的年度：账套中没有那一年的决算。</p>}
    </section>
  )
}

const hasGaps = ({ kind, rows, isEmpty }: ChartData): boolean =>
  kind === 'years' && !isEmpty && rows.some(({ numbers }) => numbers.every(({ value }) => value === null))

/** The drawing, as wide as its card; drawn anew when the card is. */
function Drawing({ chart }: { readonly chart: ChartData }) {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [address, setAddress] = useState<string | null>(null)
  useLayoutEffect(() => {
    const host = place.current
    if (host === null) return
    const measure = (): void => setWidth(Math.floor(host.clientWidth / 20) * 20)
    const observer = new ResizeObserver(measure)
    observer.observe(host)
    measure()
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (width < 200) return
    const made = pictureAddress(drawChart(chart, width, null))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [chart, width])
  return (
    <div className="chart-drawing" ref={place}>
      {address !== null && <img src={address} alt={spoken(chart)} />}
    </div>
  )
}

/** The chart in a sentence, for who cannot see it; the table says the same. */
function spoken({ title, drawn, series, unit }: ChartData): string {
  const rows = drawn.slice(0, 12).map(({ label, numbers, share }) => {
    const figures = numbers.map(
      ({ value }, at) => `${series.length > 1 ? `${series[at] ?? ''} ` : ''}${chartFigure(value, unit) || '没有数'}`,
    )
    return `${label} ${figures.join('，')}${share === null ? '' : `，占${percentWord(share)}`}`
  })
  return `${title}：${rows.join('；')}${drawn.length > rows.length ? '；其余见表' : ''}`
}

/** The table of a chart; a number goes to the cell it comes from, also in another year's book. */
function ChartTable({ book, chart }: { readonly book: OpenedBook; readonly chart: ChartData }) {
  const session = useSession()
  const [head = [], ...lines] = chartLines(chart, chartFigure)
  const hasCodes = chart.rows.some(({ code }) => code !== null)
  const texts = hasCodes ? 2 : 1
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={`${chart.title}：表`}>
      <table>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((cells, number) => {
            const row = chart.rows[number]
            return (
              <tr key={row?.key ?? 'total'} className={row === undefined ? 'is-total' : ''}>
                {cells.map((text, at) => {
                  const number_ = row?.numbers[at - texts]
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: places of the table
                    <td key={at} className={at < texts ? '' : 'is-number'}>
                      {number_ === undefined || number_.cells.length === 0 || text === '' ? (
                        text
                      ) : (
                        <button
                          type="button"
                          className="link"
                          title="转到这个数所在的单元格"
                          onClick={() => void visit(session, book, number_)}
                        >
                          {text}
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** Shows the cells behind a number; those of another year in that year's book. */
async function visit(session: Session, book: OpenedBook, { cells, book: year }: ChartNumber): Promise<void> {
  const [first, ...others] = cells
  if (first === undefined) return
  if (year !== book.year) {
    const other = session.state.books.find((one) => one.department === book.department && one.year === year)
    if (other === undefined) {
      session.notice(`账套中没有${year}年度决算`)
      return
    }
    await session.openBook(other.id)
    if (session.state.book?.id !== other.id) return
  }
  session.goTo(first, others)
}

async function printChart(session: Session, chart: ChartData, caption: Caption): Promise<void> {
  const { image, release } = await pictureImage(drawChart(chart, paperWidth, null))
  try {
    const lines = chartLines(chart, chartFigure)
    const hasCodes = chart.rows.some(({ code }) => code !== null)
    printOnPaper([heading(caption.title, caption.under), image, paperTable(lines, 1, hasCodes ? 2 : 1)], 'upright')
  } catch (error) {
    session.notice(`没有打印：${String(error)}`, 'error')
  } finally {
    release()
  }
}
