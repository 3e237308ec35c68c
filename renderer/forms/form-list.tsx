import type { KeyboardEvent, Ref } from 'react'
import { useFrame, useFromBook, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import type { FormEntry, FormState } from './form-state.ts'
import { formEntries, stateWords } from './form-state.ts'

/** Printed forms by their number; supplements are 附1, 附2 …, so that no number stands twice. */
const number = ({ key, onPaper }: FormEntry): string =>
  onPaper ? key.replace(/^\D+/, '') : `附${Number(key.replace(/^\D+/, ''))}`

/** The forms of the open book in printed order with their state, supplements below. Arrow keys move, Enter opens. */
export function FormList({ book, ref }: { readonly book: OpenedBook; readonly ref?: Ref<HTMLElement> }) {
  const session = useSession()
  const form = useFrame((state) => (state.screen === 'form' ? state.form : ''))
  const entries = useFromBook(book, ({ engine, year, findings }) => formEntries(engine, year, findings()))
  const groups = [
    { title: '决算报表', entries: entries.filter(({ onPaper }) => onPaper) },
    { title: '补充资料', entries: entries.filter(({ onPaper }) => !onPaper) },
  ]
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-form]')]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to === undefined || at < 0) return
    event.preventDefault()
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus()
  }
  return (
    <nav className="forms" aria-label="报表目录" ref={ref} onKeyDown={onKeyDown}>
      {groups.map(({ title, entries: some }) => (
        <section key={title}>
          <h2 className="side-title">{title}</h2>
          <ul>
            {some.map((entry) => (
              <li key={entry.key}>
                <FormButton entry={entry} isOpen={entry.key === form} onOpen={() => session.showForm(entry.key)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

type FormButtonProps = { readonly entry: FormEntry; readonly isOpen: boolean; readonly onOpen: () => void }

const FormButton = ({ entry, entry: { key, title, state }, isOpen, onOpen }: FormButtonProps) => (
  <button
    type="button"
    data-form={key}
    className={`form-entry${isOpen ? ' is-open' : ''}`}
    aria-current={isOpen ? 'page' : undefined}
    tabIndex={isOpen ? 0 : -1}
    title={`${key} ${title}\n${stateWords(state).long}`}
    onClick={onOpen}
  >
    <span className="form-number">{number(entry)}</span>
    <span className="form-title">{title}</span>
    <StateMark state={state} />
  </button>
)

/** The state as a mark: colour and word together, so that neither is needed alone. */
const StateMark = ({ state }: { readonly state: FormState }) => (
  <span className={`form-state form-state-${state.kind}`}>{stateWords(state).short}</span>
)
