import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerAddress from './pdf-worker.ts?worker&url'

/** Printed pages painted in the window. Loaded when somebody wants to see some. */

GlobalWorkerOptions.workerSrc = workerAddress

export type Pages = PDFDocumentProxy

/** The printed document of a token. @throws if it is gone or cannot be read */
export async function openPages(token: string): Promise<Pages> {
  const answer = await fetch(`/preview/${token}`, { cache: 'no-store' })
  if (!answer.ok) throw new Error(`${answer.status}`)
  const data = new Uint8Array(await answer.arrayBuffer())
  return getDocument({ data, useWasm: false, useSystemFonts: false }).promise
}

/** Paints a page so many pixels to the point. */
export async function paint(pages: Pages, number: number, canvas: HTMLCanvasElement, scale: number): Promise<void> {
  const page = await pages.getPage(number)
  const viewport = page.getViewport({ scale })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  await page.render({ canvas, viewport }).promise
}

/** Pixels to the point on paper: 200 to the inch. */
const onPaper = 200 / 72

/** All pages as images, for the window's own printing. Wide pages lie across. */
export async function pagesOnPaper(
  pages: Pages,
): Promise<readonly { readonly address: string; readonly isWide: boolean }[]> {
  const images: { address: string; isWide: boolean }[] = []
  for (let number = 1; number <= pages.numPages; number++) {
    const canvas = document.createElement('canvas')
    await paint(pages, number, canvas, onPaper)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
    if (blob === null) throw new Error('no image')
    images.push({ address: URL.createObjectURL(blob), isWide: canvas.width > canvas.height })
  }
  return images
}
