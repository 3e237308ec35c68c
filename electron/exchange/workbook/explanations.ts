import type { LabelCell, PrintedRow, PrintedTable } from '../../../shared/layout/table.ts'

/** One 审核说明 as people read it. */
export type ExplanationLine = {
  /** number of the rule, e.g. `T1-5` */
  readonly check: string
  /** form, row and column in their printed words; '' where the finding has none */
  readonly form: string
  readonly row: string
  readonly column: string
  /** what was found, in words */
  readonly finding: string
  readonly text: string
}

export const explanationTitle = '审核说明'
/** Header and width (half ems) of each part of a line. */
export const explanationColumns = [
  { key: 'check', header: '审核公式', width: 10 },
  { key: 'form', header: '报表', width: 30 },
  { key: 'row', header: '行', width: 24 },
  { key: 'column', header: '栏', width: 18 },
  { key: 'finding', header: '审核结果', width: 40 },
  { key: 'text', header: '说明', width: 50 },
] as const satisfies readonly { key: keyof ExplanationLine; header: string; width: number }[]

/** The explanations as one more printed table, with so many blank lines to be filled in. */
export function explanationTable(
  lines: readonly ExplanationLine[],
  departmentLine: string,
  offeredLines: number,
): PrintedTable {
  const blank: ExplanationLine = { check: '', form: '', row: '', column: '', finding: '', text: '' }
  return {
    form: '',
    title: explanationTitle,
    departmentLine,
    unitLine: '',
    onPaper: false,
    orientation: 'landscape',
    columns: explanationColumns.map(({ key, width }) => ({ key, width, holds: 'name' })),
    header: [explanationColumns.map(({ header }, column) => label(header, column, 'center', 'label'))],
    rows: [...lines, ...Array.from({ length: offeredLines }, () => blank)].map(
      (line): PrintedRow => ({
        keys: [],
        level: 1,
        cells: explanationColumns.map(({ key }, column) => label(line[key], column, 'left', 'name')),
      }),
    ),
    notes: [],
  }
}

const label = (text: string, column: number, align: LabelCell['align'], holds: LabelCell['holds']): LabelCell => {
  return { kind: 'label', text, align, indent: 0, holds, column, colSpan: 1, rowSpan: 1 }
}
