import { readdirSync, readFileSync } from 'node:fs'

/** The published 2024 document as data: what its 14 tables print, and what its figures must satisfy. */
export type PublishedRow = {
  /** printed line; rows of side-by-side blocks with the same line stand side by side */
  readonly line: number
  readonly label: string | null
  readonly code?: string
  readonly level: number
  readonly indent?: number
  readonly unit_name?: string | null
  /** first or second label column, where a table has two */
  readonly column?: string
  /** blocks a total below all of them stands for; its value is in the last */
  readonly covers_blocks?: readonly string[]
  /** printed decimal strings by header path joined with `/`; null is blank */
  readonly values: Readonly<Record<string, string | null>>
}
type Block = { readonly columns: readonly (readonly string[])[]; readonly rows: readonly PublishedRow[] }
export type PublishedTable = {
  readonly no: number
  readonly title: string
  readonly unit: string
  readonly department: string
  readonly columns: readonly (readonly string[])[]
  readonly header_lines: readonly string[]
  readonly code_subcolumns?: readonly string[]
  readonly column_numbers?: Readonly<Record<string, string>>
  readonly rows?: readonly PublishedRow[]
  readonly blocks?: Readonly<Record<string, Block>>
  readonly totals?: readonly PublishedRow[]
  readonly notes: readonly string[]
}

export type PublishedCheck = {
  readonly id: string
  readonly left: string
  readonly right: string
  readonly operator: '=' | '<=' | '>='
  readonly left_value: string
  readonly right_value: string
  readonly holds: boolean
  readonly kind: string
}

const folder = new URL('../../shared/sample/published/', import.meta.url)
const json = (file: string): unknown => JSON.parse(readFileSync(new URL(encodeURIComponent(file), folder), 'utf8'))

/** The 14 tables in order. */
export const publishedTables = (): PublishedTable[] =>
  readdirSync(folder)
    .filter((file) => /^\d\d-.*\.json$/.test(file))
    .sort()
    .map((file) => json(file) as PublishedTable)

export const publishedChecks = (): PublishedCheck[] => json('checks.json') as PublishedCheck[]
