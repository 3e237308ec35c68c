import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Rule } from './page.ts'

/** A transform of the plane as PDF writes it: a b c d e f. */
export type Matrix = readonly [number, number, number, number, number, number]

/** First `inner`, then `outer`. */
export const combined = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
]

export const placed = (matrix: Matrix, x: number, y: number): [number, number] => [
  matrix[0] * x + matrix[2] * y + matrix[4],
  matrix[1] * x + matrix[3] * y + matrix[5],
]

/** Points: a painted box no thicker is a ruled line. */
const thickest = 3
/** Points: nothing shorter rules a table. */
const shortest = 4
/** Lines of one page; a drawing has more. */
const most = 20_000

type Operators = { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] }

const strokes: ReadonlySet<number> = new Set([OPS.stroke, OPS.closeStroke])
const fills: ReadonlySet<number> = new Set([OPS.fill, OPS.eoFill])
const both: ReadonlySet<number> = new Set([
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
])

/**
 * The lines along the axes that a page paints: stroked ones, thin boxes, and outlines of boxes.
 * @param start from the page's own space to points from its upper left corner
 */
export function rulesOf(operators: Operators, start: Matrix): { horizontal: Rule[]; vertical: Rule[] } {
  const horizontal: Rule[] = []
  const vertical: Rule[] = []
  const line = (x0: number, y0: number, x1: number, y1: number): void => {
    const width = Math.abs(x1 - x0)
    const height = Math.abs(y1 - y0)
    if (Math.max(width, height) < shortest || horizontal.length + vertical.length >= most) return
    if (height <= thickest && width > height)
      horizontal.push({ at: (y0 + y1) / 2, from: Math.min(x0, x1), to: Math.max(x0, x1) })
    else if (width <= thickest) vertical.push({ at: (x0 + x1) / 2, from: Math.min(y0, y1), to: Math.max(y0, y1) })
  }
  const stack: Matrix[] = []
  let matrix = start
  operators.fnArray.forEach((operator, number) => {
    const args = operators.argsArray[number] as unknown[] | null
    if (operator === OPS.save) stack.push(matrix)
    else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) matrix = stack.pop() ?? start
    else if (operator === OPS.transform) matrix = combined(matrix, args as unknown as Matrix)
    else if (operator === OPS.paintFormXObjectBegin) {
      stack.push(matrix)
      if (Array.isArray(args?.[0])) matrix = combined(matrix, args[0] as unknown as Matrix)
    } else if (operator === OPS.constructPath && args !== null) {
      const painted = args[0] as number
      const data = (args[1] as (ArrayLike<number> | null)[] | undefined)?.[0]
      if (data === null || data === undefined || !(data.length > 0)) return
      const isStroked = strokes.has(painted) || both.has(painted)
      if (!isStroked && !fills.has(painted)) return
      for (const path of pathsOf(data, matrix)) {
        if (isStroked) path.forEach(([x, y], at) => at > 0 && line(...(path[at - 1] as [number, number]), x, y))
        else {
          const xs = path.map(([x]) => x)
          const ys = path.map(([, y]) => y)
          line(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
        }
      }
    }
  })
  return { horizontal, vertical }
}

/** The straight paths of a path in pdf.js's encoding: 0 move, 1 line, 2 and 3 curves, 4 close. */
function pathsOf(data: ArrayLike<number>, matrix: Matrix): [number, number][][] {
  const paths: [number, number][][] = []
  let path: [number, number][] = []
  const end = (): void => {
    if (path.length > 1) paths.push(path)
    path = []
  }
  for (let at = 0; at < data.length; ) {
    const kind = data[at++]
    const point = (skip: number): [number, number] => {
      const found = placed(matrix, data[at + skip] ?? 0, data[at + skip + 1] ?? 0)
      at += skip + 2
      return found
    }
    if (kind === 0) {
      end()
      path.push(point(0))
    } else if (kind === 1) path.push(point(0))
    else if (kind === 2 || kind === 3) {
      // a curve rules nothing: go on where it ends
      const next = point(kind === 2 ? 4 : 2)
      end()
      path.push(next)
    } else if (kind === 4 && path[0] !== undefined) path.push(path[0])
  }
  end()
  return paths
}
