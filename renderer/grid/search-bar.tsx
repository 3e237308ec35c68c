import { Button, Input } from 'antd'
import type { ReactElement } from 'react'
import { useState } from 'react'

/** What a search found; `at` says at which hit one is, counted from 1, where hits have an order. */
export type SearchAnswer = { readonly found: boolean; readonly count: number; readonly at?: number }

const answerText = ({ found, count, at }: SearchAnswer): string => {
  if (!found) return '没有找到'
  return at === undefined ? `共 ${count} 处` : `${at}/${count}`
}

/** The small bar over the grid: find a text with next and previous, or go to a code. */
export function SearchBar({
  what,
  initial,
  label = what === 'find' ? '在本表中查找' : '转到科目',
  onFind,
  onType,
  onCode,
  onClose,
}: {
  readonly what: 'find' | 'code'
  readonly initial: string
  readonly label?: string
  readonly onFind: (words: string, back: boolean) => SearchAnswer
  /** finds while it is being typed; otherwise Enter begins */
  readonly onType?: (words: string) => SearchAnswer
  readonly onCode: (digits: string) => boolean
  readonly onClose: () => void
}): ReactElement {
  const [words, setWords] = useState(what === 'find' ? initial : '')
  const [answer, setAnswer] = useState('')
  const search = (back: boolean): void => {
    if (words.trim() === '') return
    if (what === 'code') {
      if (onCode(words)) onClose()
      else setAnswer('本表没有这个科目')
      return
    }
    setAnswer(answerText(onFind(words, back)))
  }
  return (
    <div className="search-bar" role="search" aria-label={label}>
      <Input
        size="small"
        autoFocus
        value={words}
        aria-label={what === 'find' ? '查找内容' : '科目编码'}
        placeholder={what === 'find' ? '查找文字或数字' : '科目编码'}
        onChange={(event) => {
          const { value } = event.target
          setWords(value)
          const answer = onType?.(value)
          setAnswer(value.trim() === '' || answer === undefined ? '' : answerText(answer))
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') search(event.shiftKey)
          else if (event.key === 'F3') {
            event.preventDefault()
            search(event.shiftKey)
          } else if (event.key === 'Escape') onClose()
          else return
          event.stopPropagation()
        }}
      />
      <span className="search-answer" role="status">
        {answer}
      </span>
      {what === 'find' ? (
        <>
          <Button size="small" title="上一个（Shift+F3）" aria-label="上一个" onClick={() => search(true)}>
            ↑
          </Button>
          <Button size="small" title="下一个（F3）" aria-label="下一个" onClick={() => search(false)}>
            ↓
          </Button>
        </>
      ) : (
        <Button size="small" type="primary" onClick={() => search(false)}>
          转到
        </Button>
      )}
      <Button size="small" type="text" aria-label="关闭" onClick={onClose}>
        ✕
      </Button>
    </div>
  )
}
