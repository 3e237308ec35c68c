import type { Editor, JSONContent } from '@tiptap/core'

/** Figures in the editor follow the book, whatever was typed around them. */
export function followTokens(editor: Editor, content: JSONContent): void {
  const texts = new Map(
    (content.content ?? [])
      .flatMap((block) => block.content ?? [])
      .flatMap(({ type, attrs }) =>
        type === 'token' ? [[String(attrs?.['name']), String(attrs?.['text'])] as const] : [],
      ),
  )
  if (texts.size === 0) return
  const change = editor.state.tr
  editor.state.doc.descendants((node, at) => {
    const text = node.type.name === 'token' ? texts.get(String(node.attrs['name'])) : undefined
    if (text !== undefined && text !== node.attrs['text']) change.setNodeAttribute(at, 'text', text)
  })
  if (!change.docChanged) return
  // no typing: neither to be stored nor to be undone
  editor.view.dispatch(change.setMeta('addToHistory', false).setMeta('preventUpdate', true))
}
