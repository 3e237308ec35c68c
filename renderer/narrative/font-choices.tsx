import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import type { FontRole, OwnFont } from '../../shared/channels/values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'

/** What each font is for, and what stands in while none is chosen. */
const roles: Readonly<Record<FontRole, { readonly name: string; readonly use: string; readonly standIn: string }>> = {
  fangsong: { name: '仿宋', use: '正文', standIn: '自带的思源宋体' },
  hei: { name: '黑体', use: '标题', standIn: '自带的思源黑体' },
  kai: { name: '楷体', use: '二级标题', standIn: '自带的霞鹜文楷' },
  song: { name: '宋体', use: '报表', standIn: '自带的思源宋体' },
}
const inOrder: readonly FontRole[] = ['fangsong', 'hei', 'kai', 'song']

type Said = { readonly tone: 'success' | 'warning' | 'error'; readonly text: string }

/** So many characters are named. */
const named = 40

/** Fonts of this machine for PDF, preview and print: chosen, tried on the open book, remembered. */
export function FontChoices({ book, isOff }: { readonly book: OpenedBook; readonly isOff: boolean }) {
  const session = useSession()
  const [fonts, setFonts] = useState<readonly OwnFont[]>([])
  const [trying, setTrying] = useState<FontRole | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  useEffect(() => {
    let isOver = false
    void session.ask('fonts.list', {}).then((answer) => {
      if (!isOver && answer.ok) setFonts(answer.value)
    })
    return () => {
      isOver = true
    }
  }, [session])
  const choose = async (role: FontRole): Promise<void> => {
    setSaid(null)
    setTrying(role)
    const answer = await session.ask('fonts.choose', { book: book.id, role })
    setTrying(null)
    if (!answer.ok) setSaid({ tone: 'error', text: windowFaultText(answer.fault) })
    else if (answer.value !== null) {
      setFonts(answer.value.fonts)
      setSaid(words(roles[role].name, answer.value.lacking))
    }
  }
  const clear = async (role: FontRole): Promise<void> => {
    setSaid(null)
    const answer = await session.ask('fonts.clear', { role })
    if (answer.ok) setFonts(answer.value)
    else setSaid({ tone: 'error', text: windowFaultText(answer.fault) })
  }
  return (
    <section className="font-choices" aria-label="PDF 和打印用的字体">
      <h3>PDF 和打印用的字体</h3>
      {said !== null && <Alert type={said.tone} showIcon title={said.text} className="form-alert" />}
      {inOrder.map((role) => {
        const { name, use, standIn } = roles[role]
        const font = fonts.find((one) => one.role === role)
        const file = font?.file ?? null
        return (
          <div key={role} className="font-choice">
            <span className="font-choice-name">
              {name}（{use}）
            </span>
            <span className="font-choice-file" title={file ?? standIn}>
              {file ?? standIn}
              {(font?.trouble ?? null) !== null && <span className="font-choice-trouble">{font?.trouble}</span>}
            </span>
            {file !== null && (
              <Button
                size="small"
                disabled={isOff || trying !== null}
                aria-label={`${name}改用自带字体`}
                onClick={() => void clear(role)}
              >
                改用自带
              </Button>
            )}
            <Button
              size="small"
              disabled={isOff || (trying !== null && trying !== role)}
              loading={trying === role}
              aria-label={`选择${name}的字体文件`}
              onClick={() => void choose(role)}
            >
              选择…
            </Button>
          </div>
        )
      })}
    </section>
  )
}

function words(name: string, lacking: readonly string[]): Said {
  if (lacking.length === 0) return { tone: 'success', text: `${name}字体可用，本年度决算用到的字都有` }
  const some = lacking.slice(0, named).join('')
  const more = lacking.length > named ? `等 ${lacking.length} 个字` : ''
  return { tone: 'warning', text: `${name}字体可用，但没有“${some}”${more}，这些字用自带字体打印` }
}
