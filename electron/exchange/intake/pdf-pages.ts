import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { FileRefused } from '../file-refused.ts'
import { documentLimits } from './limits.ts'
import type { DocumentPage, PageText } from './page.ts'
import { checkWhole } from './pdf-integrity.ts'
import { combined, type Matrix, placed, rulesOf } from './pdf-rules.ts'
import { plainIdeographs } from './radicals.ts'

/**
 * The pages of a PDF with a text layer. Runs in a worker (`document-worker.ts`); nothing of the file is executed or
 * fetched: no scripts, no forms, no fonts of the machine, and what the standard character maps need lies in the folder
 * given.
 * @throws FileRefused with the reason why it is not read
 */
export async function readPdfPages(bytes: Buffer, characterMaps: string): Promise<DocumentPage[]> {
  checkWhole(bytes)
  const task = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: characterMaps,
    cMapPacked: true,
    useSystemFonts: false,
    useWasm: false,
    disableFontFace: true,
    useWorkerFetch: false,
    stopAtErrors: true,
    enableXfa: false,
    verbosity: 0,
  })
  try {
    const document = await task.promise
    const { numPages } = document
    if (numPages > documentLimits.pages)
      throw new FileRefused(`有 ${numPages} 页，超过 ${documentLimits.pages} 页，不像公开的决算，没有读取`)
    const pages: DocumentPage[] = []
    for (let number = 1; number <= numPages; number++) {
      const page = await document.getPage(number)
      pages.push(await readPage(page, number))
      page.cleanup()
    }
    return pages
  } catch (error) {
    throw refusalOf(error)
  } finally {
    await task.destroy()
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof FileRefused) return error
  const { name, message } = error as Error
  if (name === 'PasswordException')
    return new FileRefused('设有打开密码（已加密），不能读取，请先用密码打开，另存为没有密码的 PDF 再导入')
  return new FileRefused(`不完整或已损坏（${message.slice(0, 60)}），没有读取，请重新下载或向发布单位索取原文件`)
}

type Item = {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
}

async function readPage(page: PDFPageProxy, number: number): Promise<DocumentPage> {
  const viewport = page.getViewport({ scale: 1 })
  const content = await page.getTextContent()
  const items = content.items.filter((item) => 'str' in item) as readonly Item[]
  const upright = uprightOf(items, viewport)
  const texts = items.flatMap((item) => textOf(item, upright.matrix))
  // only tables have figures in columns; drawings and pictures of other pages need not be unpacked
  const mayHaveTable = items.filter(({ str }) => /\d\.\d|\d{3}/.test(str)).length > 1 || items.length > 3
  const rules = mayHaveTable ? rulesOf(await page.getOperatorList(), upright.matrix) : { horizontal: [], vertical: [] }
  return { number, width: upright.width, height: upright.height, texts, ...rules }
}

type Upright = { readonly matrix: Matrix; readonly width: number; readonly height: number }

/** The page as its text stands upright: a table set sideways on a standing page is read as people turn it. */
function uprightOf(
  items: readonly Item[],
  viewport: { readonly transform: readonly number[]; readonly width: number; readonly height: number },
): Upright {
  const own = viewport.transform as unknown as Matrix
  const { width, height } = viewport
  const turns = [0, 0, 0, 0]
  for (const { str, transform } of items) {
    const [a, b] = combined(own, transform as unknown as Matrix)
    const turn = ((Math.round(Math.atan2(b, a) / (Math.PI / 2)) % 4) + 4) % 4
    turns[turn] = (turns[turn] ?? 0) + str.trim().length
  }
  switch (turns.indexOf(Math.max(...turns))) {
    case 1:
      return { matrix: combined([0, -1, 1, 0, 0, width], own), width: height, height: width }
    case 2:
      return { matrix: combined([-1, 0, 0, -1, width, height], own), width, height }
    case 3:
      return { matrix: combined([0, 1, -1, 0, height, 0], own), width: height, height: width }
    default:
      return { matrix: own, width, height }
  }
}

function textOf({ str, transform, width }: Item, upright: Matrix): PageText[] {
  const text = plainIdeographs(str)
  if (text.trim() === '') return []
  const matrix = combined(upright, transform as unknown as Matrix)
  const [x, y] = placed(upright, transform[4] ?? 0, transform[5] ?? 0)
  const size = Math.hypot(matrix[2], matrix[3])
  // what stands askew, as a watermark does, belongs to no line
  return Math.abs(matrix[1]) > 0.05 * size || matrix[0] <= 0 ? [] : [{ text, x0: x, x1: x + width, y, size }]
}
