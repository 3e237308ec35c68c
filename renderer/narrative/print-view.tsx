import { Alert, Button, Modal, Progress } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { formTitle } from '../../shared/words/cells.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { printOnPaper } from '../kit/paper.ts'
import { Remarks } from './remarks.tsx'
import './narrative.css'
import { openPages, type Pages, pagesOnPaper, paint } from './pdf-pages.ts'

const zooms = [0.6, 0.8, 1, 1.25, 1.5, 2, 3] as const

type PrintViewProps = {
  readonly book: OpenedBook
  /** null for the whole document */
  readonly form: string | null
  readonly onClose: () => void
}

/** The pages as they will be printed, in the window; from here they go to the printer. */
export default function PrintView({ book, form, onClose }: PrintViewProps) {
  const session = useSession()
  const { pages, remarks, trouble } = usePages(book, form)
  const [number, setNumber] = useState(1)
  const [zoom, setZoom] = useState(1)
  const [isPrinting, setIsPrinting] = useState(false)
  const total = pages?.numPages ?? 0
  const print = async (): Promise<void> => {
    if (pages === null) return
    setIsPrinting(true)
    try {
      await sendToPrinter(pages)
    } catch (error) {
      session.notice(`没有打印：${String(error)}`, 'error')
    }
    setIsPrinting(false)
  }
  const turn = (by: number): void => setNumber((at) => Math.max(1, Math.min(total, at + by)))
  return (
    <Modal
      open
      centered
      width="min(1100px, 94vw)"
      title={form === null ? '预览：决算公开文件' : `预览：${formTitle(book.names, form)}`}
      footer={null}
      onCancel={onClose}
    >
      <div className="print-view">
        {trouble !== null && <Alert type="error" showIcon title={trouble} />}
        {remarks.length > 0 && <Remarks remarks={remarks} done="打印之前请留意：" />}
        <div className="print-view-tools" role="toolbar" aria-label="预览">
          <Button disabled={number <= 1} onClick={() => turn(-1)}>
            上一页
          </Button>
          <span aria-live="polite">
            第 {total === 0 ? 0 : number} 页，共 {total} 页
          </span>
          <Button disabled={number >= total} onClick={() => turn(1)}>
            下一页
          </Button>
          <Button disabled={zoom <= 0} onClick={() => setZoom(zoom - 1)}>
            缩小
          </Button>
          <span>{Math.round((zooms[zoom] ?? 1) * 100)}%</span>
          <Button disabled={zoom >= zooms.length - 1} onClick={() => setZoom(zoom + 1)}>
            放大
          </Button>
          <Button type="primary" disabled={total === 0} loading={isPrinting} onClick={() => void print()}>
            打印…
          </Button>
        </div>
        <div
          className="print-view-page"
          role="region"
          aria-label="页面"
          tabIndex={0}
          onKeyDown={({ key }) => {
            if (key === 'PageDown') turn(1)
            if (key === 'PageUp') turn(-1)
          }}
        >
          {pages === null ? trouble === null && <Waiting /> : <Page pages={pages} number={number} zoom={zoom} />}
        </div>
      </div>
    </Modal>
  )
}

function Waiting() {
  const progress = useFrame((state) => state.progress)
  return <Progress percent={Math.round((progress ?? 0) * 100)} size="small" />
}

function Page({ pages, number, zoom }: { readonly pages: Pages; readonly number: number; readonly zoom: number }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isOver = false
    // a canvas of its own for each painting: two cannot share one
    const canvas = document.createElement('canvas')
    const ratio = globalThis.devicePixelRatio
    const scale = (96 / 72) * (zooms[zoom] ?? 1)
    void paint(pages, number, canvas, scale * ratio).then(() => {
      if (isOver) return
      canvas.style.width = `${canvas.width / ratio}px`
      canvas.setAttribute('aria-label', `第 ${number} 页`)
      place.current?.replaceChildren(canvas)
    })
    return () => {
      isOver = true
    }
  }, [pages, number, zoom])
  return <div ref={place} />
}

/** Has the pages printed by main; whoever closes the window calls it off. */
function usePages(book: OpenedBook, form: string | null) {
  const session = useSession()
  const [pages, setPages] = useState<Pages | null>(null)
  const [remarks, setRemarks] = useState<readonly string[]>([])
  const [trouble, setTrouble] = useState<string | null>(null)
  const load = useCallback(
    async (isOver: () => boolean): Promise<void> => {
      if (!(await book.drained())) {
        setTrouble('还有改动没有保存，请先重试保存')
        return
      }
      if (isOver()) return
      session.set({ progress: null })
      const file = await session.ask('document.preview', { book: book.id, form })
      session.set({ progress: null })
      if (isOver()) return
      if (!file.ok) setTrouble(windowFaultText(file.fault))
      else if (file.value !== null) {
        setRemarks(file.value.remarks)
        setPages(await openPages(file.value.token))
      }
    },
    [session, book, form],
  )
  useEffect(() => {
    let isOver = false
    load(() => isOver).catch((error: unknown) => setTrouble(`不能显示：${String(error)}`))
    return () => {
      isOver = true
      void session.ask('document.cancel', {})
    }
  }, [session, load])
  useEffect(() => () => void pages?.loadingTask.destroy(), [pages])
  return { pages, remarks, trouble }
}

/** Prints the pages as images, which no content policy minds; the window's own content stays off the paper. */
async function sendToPrinter(pages: Pages): Promise<void> {
  const images = await pagesOnPaper(pages)
  try {
    const content = images.map(({ address, isWide }) => {
      const image = document.createElement('img')
      image.className = isWide ? 'is-wide' : 'is-upright'
      image.src = address
      return image
    })
    for (const image of content) await image.decode()
    printOnPaper(content, 'pages')
  } finally {
    for (const { address } of images) URL.revokeObjectURL(address)
  }
}
