import { Editor, type JSONContent, mergeAttributes, Node } from '@tiptap/core'
import { Document } from '@tiptap/extension-document'
import { Heading } from '@tiptap/extension-heading'
import { Paragraph } from '@tiptap/extension-paragraph'
import { TableKit } from '@tiptap/extension-table'
import { Text } from '@tiptap/extension-text'
import { UndoRedo } from '@tiptap/extensions'
import { useEffect, useRef, useState } from 'react'
import { followTokens } from './entry-tokens.ts'
import { TextChoice } from './unsaved-text.tsx'

/** A figure or another text among words: moved and deleted as a whole, never typed into. */
const Token = Node.create({
  name: 'token',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ name: { default: '' }, text: { default: '' } }),
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ class: 'figure', 'data-name': HTMLAttributes['name'] as string }),
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

/** What the book says in the place of an editor. */
export type Said = {
  /** as it is stored; what tells one text from another */
  readonly text: string
  /** as it is edited */
  readonly content: JSONContent
  /** as it is read */
  readonly shown: string
}

export type EntryProps = {
  readonly mode: keyof typeof extensions
  readonly label: string
  /** what the book says here now; null when it has no such place any more */
  readonly said: () => Said | null
  readonly textOf: (content: JSONContent) => string
  /** false: it was refused and stays open */
  readonly onCommit: (text: string) => boolean
  readonly onClose: () => void
  /** nothing is pending here: the book's own undo and redo */
  readonly onHistory: (which: 'undo' | 'redo') => void
  /** gives who ends the window's typing the way to end this */
  readonly onOpen: (finish: () => boolean) => void
  /** calls back whenever the book has changed */
  readonly follow: (listener: () => void) => () => void
  /** the editor goes away with words that could not be stored */
  readonly onUnsaved: (text: string) => void
}

/** Styles go before anything reads them: the page's content policy would refuse each with a complaint. */
const withoutStyles = (html: string): string =>
  html.replaceAll(/<style\b[^]*?<\/style>/gi, '').replaceAll(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '')

/** Milliseconds without typing after which a text is stored. */
const idle = 1_000

/** The two texts there are of one place, and what to do with them. */
type Dispute = { readonly shown: string; readonly decide: (mine: boolean) => void }

/**
 * The editor of one text of the document. What is typed is stored when one pauses, leaves, or presses Enter in a line.
 * When the book says something else meanwhile, an editor without typing follows it; one with typing asks which of the
 * two it shall be, and stores nothing before.
 */
export default function Entry(props: EntryProps) {
  const host = useRef<HTMLElement>(null)
  const choices = useRef<HTMLElement>(null)
  const latest = useRef(props)
  latest.current = props
  const [dispute, setDispute] = useState<Dispute | null>(null)
  useEffect(() => {
    const { mode, label, said } = latest.current
    const begun = said()
    /** what the editor's text goes back to: the stored one it began with, or wrote itself */
    let base = begun?.text ?? ''
    let isPending = false
    let isStoring = false
    let isOver = false
    let other: Said | null = null
    let timer: ReturnType<typeof setTimeout> | null = null
    const typed = (): string => latest.current.textOf(editor.getJSON())
    const store = (): boolean => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      if (!isPending || isOver) return true
      if (other !== null) return false
      isStoring = true
      const text = typed()
      isPending = text !== base && !latest.current.onCommit(text)
      isStoring = false
      if (!isPending) base = latest.current.said()?.text ?? text
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
    const settle = (next: Dispute | null): void => {
      if (next === null) other = null
      setDispute(next)
    }
    const take = ({ text, content }: Said): void => {
      base = text
      isPending = false
      settle(null)
      editor.commands.setContent(content, { emitUpdate: false })
    }
    const decide = (mine: boolean): void => {
      if (other === null) return
      if (mine) {
        base = other.text
        isPending = true
        settle(null)
        store()
      } else take(other)
      editor.view.focus()
    }
    const follow = (): void => {
      const now = isStoring || isOver ? null : latest.current.said()
      if (now === null) return
      if (now.text === base) {
        settle(null)
        followTokens(editor, now.content)
      } else if (!isPending || typed() === now.text) take(now)
      else {
        other = now
        settle({ shown: now.shown, decide })
      }
    }
    const onKeyDown = (_: unknown, event: KeyboardEvent): boolean => {
      if (event.isComposing) return false
      const isControl = event.ctrlKey || event.metaKey
      if (event.key === 'Escape') {
        isPending = false
        close()
      } else if (event.key === 'Enter' && (mode !== 'free' || isControl)) {
        if (!finish()) choices.current?.querySelector('button')?.focus()
      } else if (isControl && ['z', 'y'].includes(event.key.toLowerCase()) && !isPending) {
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
      content: begun?.content ?? null,
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
    const stop = latest.current.follow(follow)
    return () => {
      stop()
      if (!store()) latest.current.onUnsaved(typed())
      isOver = true
      editor.destroy()
    }
  }, [])
  const className = `entry entry-${props.mode}`
  return (
    <>
      {props.mode === 'free' ? (
        <div className={className} ref={host as React.RefObject<HTMLDivElement>} />
      ) : (
        <span className={className} ref={host} />
      )}
      {dispute !== null && (
        <span className="text-dispute" role="alert" ref={choices}>
          <span className="text-dispute-lead">
            这段文字在别处已经改动，您正在写的还没有保存。已保存的文字：
            <q>{dispute.shown === '' ? '（空）' : dispute.shown}</q>
          </span>
          <TextChoice onMine={() => dispute.decide(true)} onSaved={() => dispute.decide(false)} />
        </span>
      )}
    </>
  )
}
