/**
 * Addresses of cells. A cell is form + row + column; its key in facts, journal, manifest and messages is
 * `FORM!row!column`. Keys of forms, rows and columns are ours and stable: printed labels and 栏次 are properties.
 */
export type CellAddress = { readonly form: string; readonly row: string; readonly column: string }

/** What a form, row or column key may consist of: no white space, no `!`, no `=`. */
export const keyPattern = /^[A-Za-z0-9_@]+$/

/** Key of a cell as stored in facts: `GK05!2080501!income`. */
export const cellKey = (cell: CellAddress): string => `${cell.form}!${cell.row}!${cell.column}`

/** The address a key stands for, or null when the text is not such a key. */
export function parseCellKey(key: string): CellAddress | null {
  const [form, row, column, ...rest] = key.split('!')
  if (form === undefined || row === undefined || column === undefined || rest.length > 0) return null
  return [form, row, column].every((part) => keyPattern.test(part)) ? { form, row, column } : null
}

/** Row key of an item spent by one unit: `2080501@u1` (design §3, GK06). */
export const unitRowKey = (code: string, unit: string): string => `${code}@${unit}`
