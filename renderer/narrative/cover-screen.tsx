import { Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { coverLines } from '../../shared/layout/cover.ts'
import { documentTitles } from '../../shared/layout/titles.ts'
import { styleOptions } from '../../shared/narrative/style.ts'
import { useFromBook } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import './narrative.css'
import { useCommit } from './commit.ts'
import { chooseStyle, writeCover } from './text-gestures.ts'

type OptionKey = keyof typeof styleOptions

/** What the options are called, and what their words mean. */
const optionTitles: Readonly<Record<OptionKey, string>> = {
  'narrative.trailingZeros': '小数末尾的 0',
  'narrative.thousands': '千分位逗号',
  'narrative.zeroItems': '为 0 的项目',
  'narrative.percentBase': '百分比的算法',
  'narrative.steadyBand': '基本持平的限度（%）',
  'narrative.shortName': '单位简称',
}
const optionWords: Readonly<Record<string, string>> = {
  dropped: '不写，如 12.5',
  kept: '写出，如 12.50',
  none: '不加',
  grouped: '加，如 1,234.50',
  listed: '列出',
  omitted: '不列出',
  printed: '按文中取舍后的数',
  exact: '按未取舍的数',
}

/** The cover's lines and the house style of the text part. */
export default function CoverScreen({ book }: { readonly book: OpenedBook }) {
  const commit = useCommit(book)
  const facts = useFromBook(book, ({ engine }) => ({
    cover: new Map(engine.book.facts.cover),
    option: new Map(engine.book.facts.option),
  }))
  const style = book.engine.edition.narrative?.style
  const habit: Readonly<Record<string, string | undefined>> = {
    'narrative.trailingZeros': style?.trailingZeros,
    'narrative.thousands': style?.thousands,
    'narrative.zeroItems': style?.zeroItems,
    'narrative.percentBase': style?.percentBase,
    'narrative.steadyBand': style?.steadyBand,
    'narrative.shortName': book.department,
  }
  const defaults: Readonly<Record<string, string>> = {
    title: documentTitles(book.engine.edition, book).cover,
    department: book.department,
    date: '最后修改的年月',
  }
  return (
    <div className="cover-screen">
      <section aria-label="封面">
        <h2>封面</h2>
        {coverLines.map(({ key, label }) => (
          <Line
            key={key}
            label={label}
            stored={textOf(facts.cover.get(key))}
            placeholder={defaults[key] ?? '不填则不印'}
            isOff={book.readOnly}
            onStore={(text) => commit(writeCover(key, text))}
          />
        ))}
      </section>
      {style !== undefined && (
        <section aria-label="行文习惯">
          <h2>行文习惯</h2>
          {(Object.keys(styleOptions) as OptionKey[]).map((key) => {
            const words = styleOptions[key]
            const stored = textOf(facts.option.get(key))
            const onStore = (text: string): void => void commit(chooseStyle(key, text))
            return words === null ? (
              <Line
                key={key}
                label={optionTitles[key]}
                stored={stored}
                placeholder={habit[key] ?? ''}
                isOff={book.readOnly}
                onStore={onStore}
              />
            ) : (
              <label key={key} className="field">
                {optionTitles[key]}
                <Select
                  aria-label={optionTitles[key]}
                  value={stored === '' ? habit[key] : stored}
                  disabled={book.readOnly}
                  options={words.map((word) => ({ value: word, label: optionWords[word] ?? word }))}
                  onChange={(word: string | undefined) => onStore(word === habit[key] ? '' : (word ?? ''))}
                />
              </label>
            )
          })}
        </section>
      )}
    </div>
  )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

type LineProps = {
  readonly label: string
  readonly stored: string
  readonly placeholder: string
  readonly isOff: boolean
  readonly onStore: (text: string) => void
}

/** One line: stored when one leaves it or presses Enter. */
function Line({ label, stored, placeholder, isOff, onStore }: LineProps) {
  const [text, setText] = useState(stored)
  useEffect(() => setText(stored), [stored])
  const store = (): void => {
    if (text.trim() !== stored) onStore(text)
  }
  // whoever goes elsewhere with a key leaves no blur behind
  const latest = useRef(store)
  latest.current = store
  useEffect(() => () => latest.current(), [])
  return (
    <label className="field">
      {label}
      <Input
        aria-label={label}
        value={text}
        placeholder={placeholder}
        maxLength={100}
        disabled={isOff}
        onChange={(event) => setText(event.target.value)}
        onBlur={store}
        onPressEnter={store}
      />
    </label>
  )
}
