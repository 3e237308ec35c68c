import { Input, Modal } from 'antd'
import { Marked } from 'marked'
import type { MouseEvent } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { chapters, pictureUrl } from './guide-files.ts'
import './help.css'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const markdown = new Marked({
  renderer: {
    image: ({ href, text }) => {
      const url = pictureUrl(href)
      return url === null ? '' : `<img src="${escaped(url)}" alt="${escaped(text)}" loading="lazy">`
    },
    // a manual inside a program never leads out of it
    html: ({ text }) => escaped(text),
  },
})

/** The user guide: chapters at the left, the text at the right. */
export function Guide({ onClose }: { readonly onClose: () => void }) {
  const [file, setFile] = useState(chapters[0]?.file ?? '')
  const [search, setSearch] = useState('')
  const page = useRef<HTMLElement>(null)
  const chapter = chapters.find((one) => one.file === file)
  const html = useMemo(() => markdown.parse(chapter?.text ?? '', { async: false }), [chapter])
  const found = chapters.filter(({ text }) => search === '' || text.includes(search))

  useEffect(() => {
    if (file !== '') page.current?.scrollTo(0, 0)
  }, [file])

  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null) return
    event.preventDefault()
    const target = link.getAttribute('href')?.replace(/#.*$/, '') ?? ''
    if (chapters.some((one) => one.file === target)) setFile(target)
  }
  return (
    <Modal open title="使用说明" width="min(1120px, 94vw)" className="guide" footer={null} onCancel={onClose}>
      <div className="guide-body">
        <nav className="guide-chapters" aria-label="章节">
          <Input
            allowClear
            placeholder="查找"
            aria-label="在使用说明中查找"
            value={search}
            onChange={(event) => setSearch(event.target.value.trim())}
          />
          <ul>
            {found.map((one) => (
              <li key={one.file}>
                <button
                  type="button"
                  className={one.file === file ? 'is-open' : ''}
                  aria-current={one.file === file ? 'page' : undefined}
                  onClick={() => setFile(one.file)}
                >
                  {one.title}
                </button>
              </li>
            ))}
            {found.length === 0 && <li className="hint">没有找到</li>}
          </ul>
        </nav>
        {/* a region that scrolls must be reachable by keys */}
        <article className="guide-page" ref={page} tabIndex={0} onClick={onClick}>
          {/* our own chapters, bundled, their HTML escaped */}
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </article>
      </div>
    </Modal>
  )
}
