import { ConfigProvider } from 'antd'
import type { ReactElement } from 'react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { CodePicker } from '../../renderer/grid/code-picker.tsx'
import type { FormGridHandle, PastePolicy } from '../../renderer/grid/form-grid.tsx'
import { FormGrid } from '../../renderer/grid/form-grid.tsx'
import { Sheet } from '../../renderer/grid/sheet.ts'
import type { GridStatus } from '../../renderer/grid/status.ts'
import type { CellAddress } from '../../shared/address/cell.ts'
import { cellKey } from '../../shared/address/cell.ts'
import type { AmountUnit } from '../../shared/amount/fen.ts'
import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'
import type { FactChange } from '../../shared/engine/facts.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { sampleBook, sampleFacts } from '../../shared/sample/sample.ts'
import { namesOf } from '../../shared/words/cells.ts'
import { findingText } from '../../shared/words/findings.ts'
import { generateBook } from '../bench/generate.ts'
import { MemoryBook } from './memory-book.ts'
import './page.css'

/**
 * The grid on a book in memory, for tests in a browser. `?form=GK05&book=sample|large|empty&unit=万元&policy=skip`.
 * What the tests read and do from outside is `globalThis.harness`.
 */
const catalogue = import.meta.glob('../../shared/catalogue/editions/dongcheng-2024/*.json', {
  eager: true,
  import: 'default',
})
const codes = import.meta.glob('../../shared/catalogue/codes/*-2024.json', { eager: true, import: 'default' })
const files: Record<string, unknown> = {}
for (const [path, content] of Object.entries({ ...catalogue, ...codes }))
  files[(path.split('/').at(-1) ?? '').replace('-2024', '')] = content

const query = new URLSearchParams(location.search)
const edition = loadEdition(readEdition(files))
const sizes = { small: 300, large: 5000 } as const
const which = query.get('book') ?? 'sample'

const facts =
  which === 'sample'
    ? sampleFacts(edition)
    : which === 'empty'
      ? [{ kind: 'unit' as const, key: 'u1', value: { name: '示例单位', order: 1 } }]
      : generateBook({ items: sizes[which as 'large'], units: 1, projects: 200, seed: 1 })
const book = new MemoryBook(edition, facts, sampleBook.department, sampleBook.year)

export type Harness = {
  readonly book: MemoryBook
  status: GridStatus | null
  handle: FormGridHandle | null
  readonly calls: string[]
  value: (key: string) => number | string | null
  set: (changes: FactChange[]) => void
  show: (properties: Partial<Shown>) => void
  readonly openedAt: { started: number }
  /** where a cell stands in the page: row and column ids of the grid */
  place: (key: string) => { readonly row: string; readonly column: string } | null
}
type Shown = {
  form: string
  unit: AmountUnit
  focus: CellAddress | null
  policy: PastePolicy
  mounted: boolean
  picker: boolean
}

const address = (key: string): CellAddress => {
  const [form = '', row = '', column = ''] = key.split('!')
  return { form, row, column }
}
const harness: Harness = {
  book,
  status: null,
  handle: null,
  calls: [],
  openedAt: { started: 0 },
  value: (key) => book.engine.value(address(key)),
  set: (changes) => void book.commit({ label: 'test', changes, place: null }),
  show: () => undefined,
  place: (key) => {
    const cell = address(key)
    const options = { department: book.department, year: book.year, offered: true, blankLines: 1 }
    const sheet = new Sheet(layOut(book.engine, cell.form, options))
    const spot = sheet.find(cell)
    const row = spot?.row ?? sheet.rowOf(cell.row)
    const column = spot?.column ?? sheet.columns.findIndex((one) => one.key === cell.column)
    const [line, place] = [sheet.rows[row], sheet.columns[column]]
    return line === undefined || place === undefined ? null : { row: line.id, column: place.id }
  },
}
;(globalThis as unknown as { harness: Harness }).harness = harness

const reasonOf = (cell: CellAddress): string | null => {
  const key = cellKey(cell)
  const texts = book
    .findings()
    .filter((finding) => finding.cells.some((one) => cellKey(one) === key))
    .map((finding) => findingText(namesOf(book.engine, book.year), finding))
  return texts.length === 0 ? null : texts.join('\n')
}

function Page(): ReactElement {
  const [shown, setShown] = useState<Shown>({
    form: query.get('form') ?? 'GK05',
    unit: (query.get('unit') ?? '万元') as AmountUnit,
    focus: null,
    policy: (query.get('policy') ?? 'skip') as PastePolicy,
    mounted: query.get('mounted') !== 'no',
    picker: query.has('picker'),
  })
  const [status, setStatus] = useState<GridStatus | null>(null)
  harness.show = (properties) => {
    harness.openedAt.started = performance.now()
    setShown((before) => ({ ...before, ...properties }))
  }
  const { selection } = status ?? {}
  return (
    <main>
      {shown.picker && (
        <CodePicker
          codes={edition.codes}
          isThere={(code) => book.engine.book.codes().has(code)}
          onPick={({ code, name }) => harness.calls.push(`pick ${code} ${name}`)}
          autoFocus
        />
      )}
      <div className="grid">
        {shown.mounted && (
          <FormGrid
            key={shown.form}
            ref={(handle) => {
              harness.handle = handle
            }}
            book={book}
            form={shown.form}
            unit={shown.unit}
            focus={shown.focus}
            pastePolicy={shown.policy}
            reasonOf={reasonOf}
            onStatus={(next) => {
              harness.status = next
              setStatus(next)
            }}
            onWhy={(cell) => harness.calls.push(`why ${cellKey(cell)}`)}
            onInsertCode={(code) => harness.calls.push(`insert ${code ?? ''}`.trim())}
          />
        )}
      </div>
      <div className="status" role="status">
        <span>{status?.place}</span>
        <span>
          计数 {selection?.filled}　数值 {selection?.numbers}　合计 {selection?.sum}
        </span>
        <span>{status?.message?.text ?? status?.reason?.split('\n')[0]}</span>
      </div>
    </main>
  )
}

const root = document.querySelector('#root')
if (root !== null)
  createRoot(root).render(
    <ConfigProvider
      componentSize="small"
      theme={{ token: { fontSize: 13, borderRadius: 2, colorPrimary: '#1677ff' } }}
      button={{ autoInsertSpace: false }}
    >
      <Page />
    </ConfigProvider>,
  )
