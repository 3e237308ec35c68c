import { Editor, type JSONContent, mergeAttributes, Node } from '@tiptap/core'
import { Document } from '@tiptap/extension-document'
import { Heading } from '@tiptap/extension-heading'
import { Paragraph } from '@tiptap/extension-paragraph'
import { TableKit } from '@tiptap/extension-table'
import { Text } from '@tiptap/extension-text'
import { UndoRedo } from '@tiptap/extensions'
import { useEffect, useRef } from 'react'

/** A figure or another text among words: moved and deleted as a whole, never typed into. */
const Token = Node.create({
  name: 'token',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ at: { default: 0 }, text: { default: '' } }),
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ class: 'figure', 'data-at': HTMLAttributes['at'] as number }),
    String(node.attrs['text']),
  ],
  parseHTML: () => [],
})
const OneParagraph = Document.extend({ content: 'paragraph' })
const inline = [OneParagraph, Paragraph, Text, UndoRedo]
const extensions = {
  free: [Document, Paragraph, Text, Heading.configure({ levels: [1, 2, 3, 4, 5] }), TableKit, UndoRedo],
  line: inline,
  words: [...inline, Token],
} as const

export type EntryProps = {
  readonly mode: keyof typeof extensions
  readonly label: string
  readonly content: JSONContent
  /** false: it was refused and stays open */
  readonly onCommit: (content: JSONContent) => boolean
  readonly onClose: () => void
  /** nothing is pending here: the book's own undo and redo */
  readonly onHistory: (which: 'undo' | 'redo') => void
  /** gives who ends the window's typing the way to end this */
  readonly onOpen: (finish: () => boolean) => void
}

/** Styles go before anything reads them: the page's content policy would refuse each with a complaint. */
const withoutStyles = (html: string): string =>
  html.replaceAll(/<style\b[^]*?<\/style>/gi, '').replaceAll(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '')

/** Milliseconds without typing after which a text is stored. */
const idle = 1_000

/** The editor of one text of the document. What is typed is stored when one pauses, leaves, or presses Enter in a line. */
export default function Entry(props: EntryProps) {
  const host = useRef<HTMLElement>(null)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    const { mode, label, content } = latest.current
    let isPending = false
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | null = null
    const store = (): boolean => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      if (!isPending || isOver) return true
      isPending = !latest.current.onCommit(editor.getJSON())
      return !isPending
    }
    const close = (): void => {
      if (isOver) return
      isOver = true
      latest.current.onClose()
    }
    const finish = (): boolean => {
      if (!store()) return false
      close()
      return true
    }
    const onKeyDown = (_: unknown, event: KeyboardEvent): boolean => {
      if (event.isComposing) return false
      const isControl = event.ctrlKey || event.metaKey
      if (event.key === 'Escape') {
        isPending = false
        close()
      } else if (event.key === 'Enter' && (mode !== 'free' || isControl)) finish()
      else if (isControl && ['z', 'y'].includes(event.key.toLowerCase()) && !isPending) {
        const isUndo = event.key.toLowerCase() === 'z' && !event.shiftKey
        close()
        latest.current.onHistory(isUndo ? 'undo' : 'redo')
      } else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    }
    const editor = new Editor({
      element: host.current,
      extensions: [...extensions[mode]],
      content,
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      editorProps: {
        attributes: {
          class: 'entry-text',
          role: 'textbox',
          'aria-label': label,
          'aria-multiline': `${mode === 'free'}`,
        },
        handleKeyDown: onKeyDown,
        transformPastedHTML: withoutStyles,
      },
      onUpdate: () => {
        isPending = true
        if (timer !== null) clearTimeout(timer)
        timer = setTimeout(store, idle)
      },
      onBlur: () => void finish(),
    })
    editor.commands.setTextSelection(editor.state.doc.content.size)
    // at once: who clicked may be typing already
    editor.view.focus()
    latest.current.onOpen(finish)
    return () => {
      store()
      isOver = true
      editor.destroy()
    }
  }, [])
  const className = `entry entry-${props.mode}`
  return props.mode === 'free' ? (
    <div className={className} ref={host as React.RefObject<HTMLDivElement>} />
  ) : (
    <span className={className} ref={host} />
  )
}
