import { Alert, Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { Structure } from '../../shared/channels/channels.ts'
import type { Unit } from '../../shared/engine/book.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFromBook } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { SortableList } from '../kit/sortable-list.tsx'
import { lossesOf, rowsOfUnit } from './losses.ts'
import { Removal } from './removal.tsx'

/** The units of the book: add, rename, order, remove. */
export function Units({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const units = useFromBook(book, ({ engine }) => engine.book.units())
  const [name, setName] = useState('')
  const [renaming, setRenaming] = useState<{ key: string; name: string } | null>(null)
  const [removing, setRemoving] = useState<Unit | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const field = useRef<HTMLDivElement>(null)
  const { readOnly } = book.status()

  const make = async (request: Structure, label: string): Promise<boolean> => {
    const done = await book.structure(request, label)
    setRefusal(done.ok ? null : windowFaultText(done.fault))
    return done.ok
  }
  const add = async (): Promise<void> => {
    if (name.trim() === '') return
    if (await make({ kind: 'add-unit', name: name.trim() }, '新增单位')) setName('')
    field.current?.querySelector('input')?.focus()
  }
  const rename = async (): Promise<void> => {
    if (renaming === null) return
    const before = units.find(({ key }) => key === renaming.key)?.name
    const after = renaming.name.trim()
    if (
      after === '' ||
      after === before ||
      (await make({ kind: 'rename-unit', unit: renaming.key, name: after }, '单位改名'))
    )
      setRenaming(null)
  }
  return (
    <Modal open title="单位" width={560} footer={null} onCancel={onClose}>
      <p className="hint">次序就是打印的次序。拖动，或选中后按 Alt+↑、Alt+↓ 移动。</p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <SortableList
        label="单位"
        items={units}
        isFixed={readOnly}
        onMove={(unit, to) => void make({ kind: 'move-unit', unit: unit.key, to: to + 1 }, '移动单位')}
        render={(unit) =>
          renaming?.key === unit.key ? (
            <Input
              size="small"
              autoFocus
              value={renaming.name}
              maxLength={120}
              aria-label="单位名称"
              onChange={(event) => setRenaming({ key: unit.key, name: event.target.value })}
              onPressEnter={() => void rename()}
              onBlur={() => void rename()}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.stopPropagation()
                setRenaming(null)
              }}
            />
          ) : (
            <>
              <span className="sortable-name">{unit.name}</span>
              <Button
                size="small"
                type="link"
                disabled={readOnly}
                onClick={() => setRenaming({ key: unit.key, name: unit.name })}
              >
                改名
              </Button>
              <Button
                size="small"
                type="link"
                danger
                disabled={readOnly || units.length < 2}
                onClick={() => setRemoving(unit)}
              >
                删除…
              </Button>
            </>
          )
        }
      />
      {!readOnly && (
        <div className="add-line" ref={field}>
          <Input
            value={name}
            maxLength={120}
            placeholder="新单位的名称"
            aria-label="新单位的名称"
            onChange={(event) => setName(event.target.value)}
            onPressEnter={() => void add()}
          />
          <Button type="primary" disabled={name.trim() === ''} onClick={() => void add()}>
            新增
          </Button>
        </div>
      )}
      {removing !== null && (
        <Removal
          what={`单位 ${removing.name}`}
          losses={lossesOf(book.engine, book.names, rowsOfUnit(removing.key))}
          onRemove={() => void make({ kind: 'remove-unit', unit: removing.key }, '删除单位')}
          onClose={() => setRemoving(null)}
        />
      )}
    </Modal>
  )
}
