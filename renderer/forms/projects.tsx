import { Alert, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Structure } from '../../shared/channels/channels.ts'
import type { Project } from '../../shared/engine/book.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFromBook, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { SortableList } from '../kit/sortable-list.tsx'
import { lossesOf } from './losses.ts'
import { type ProjectFields, ProjectForm } from './project-form.tsx'
import { projectGroups } from './project-groups.ts'
import { Removal } from './removal.tsx'

/** The projects of the book by item and unit: add, rename, move, order, remove. */
export function Projects({
  book,
  code,
  onClose,
}: {
  readonly book: OpenedBook
  /** begins with adding a project of this code */
  readonly code: string | undefined
  readonly onClose: () => void
}) {
  const session = useSession()
  const groups = useFromBook(book, projectGroups)
  const [edited, setEdited] = useState<Project | 'new' | null>(code === undefined ? null : 'new')
  const [removing, setRemoving] = useState<Project | null>(null)
  const [search, setSearch] = useState('')
  const [unit, setUnit] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { readOnly } = book.status()
  const units = book.engine.book.units()

  const make = async (request: Structure, label: string): Promise<boolean> => {
    const done = await book.structure(request, label)
    setRefusal(done.ok ? null : windowFaultText(done.fault))
    return done.ok
  }
  const store = async ({ code, unit: of, name }: ProjectFields): Promise<void> => {
    if (edited === 'new') {
      if (await make({ kind: 'add-project', code, unit: of, name }, `新增项目 ${name}`)) setEdited(null)
      return
    }
    if (edited === null) return
    const project = edited.key
    const isMoved = code !== edited.code || of !== edited.unit
    if (isMoved && !(await make({ kind: 'move-project', project, code, unit: of }, `移动项目 ${edited.name}`))) return
    if (name !== edited.name && !(await make({ kind: 'rename-project', project, name }, `项目改名 ${name}`))) return
    setEdited(null)
  }
  const shown = groups
    .map((group) => ({
      ...group,
      projects: group.projects.filter(
        (one) => search === '' || one.name.includes(search) || one.code.startsWith(search),
      ),
    }))
    .filter((group) => group.projects.length > 0 && (unit === null || group.unit === unit))
  const count = groups.reduce((sum, { projects }) => sum + projects.length, 0)
  return (
    <Modal open title={`项目（${count} 个）`} width={760} footer={null} onCancel={onClose}>
      <p className="hint">按科目、单位分组；同组内的次序就是打印的次序，拖动或按 Alt+↑、Alt+↓ 移动。</p>
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
      <div className="tool-line">
        <Input
          allowClear
          placeholder="查找项目名称或科目编码"
          aria-label="查找项目"
          value={search}
          onChange={(event) => setSearch(event.target.value.trim())}
        />
        {units.length > 1 && (
          <Select
            aria-label="单位"
            value={unit}
            onChange={setUnit}
            options={[
              { value: null, label: '全部单位' },
              ...units.map(({ key, name }) => ({ value: key, label: name })),
            ]}
            popupMatchSelectWidth={false}
          />
        )}
        {!readOnly && (
          <Button type="primary" onClick={() => setEdited('new')}>
            新增项目…
          </Button>
        )}
      </div>
      <div className="project-groups">
        {count === 0 && <p>还没有项目。项目支出按项目填在“项目支出决算明细表”里。</p>}
        {shown.map((group) => (
          <section key={`${group.code} ${group.unit}`}>
            <h3>
              {group.code} {group.codeName}
              {units.length > 1 && <span className="hint"> · {group.unitName}</span>}
            </h3>
            <SortableList
              label={`${group.codeName}的项目`}
              items={group.projects}
              isFixed={readOnly || search !== ''}
              onMove={(project, to) =>
                void make({ kind: 'move-project', project: project.key, to: to + 1 }, `移动项目 ${project.name}`)
              }
              render={(project) => (
                <>
                  <span className="sortable-name">{project.name}</span>
                  <Button
                    size="small"
                    type="link"
                    onClick={() => {
                      onClose()
                      session.goTo({ form: group.form, row: project.key, column: null })
                    }}
                  >
                    转到
                  </Button>
                  <Button size="small" type="link" disabled={readOnly} onClick={() => setEdited(project)}>
                    修改…
                  </Button>
                  <Button size="small" type="link" danger disabled={readOnly} onClick={() => setRemoving(project)}>
                    删除…
                  </Button>
                </>
              )}
            />
          </section>
        ))}
      </div>
      {edited !== null && (
        <ProjectForm
          book={book}
          project={edited === 'new' ? null : edited}
          code={code}
          onStore={store}
          onClose={() => setEdited(null)}
        />
      )}
      {removing !== null && (
        <Removal
          what={`项目 ${removing.name}`}
          losses={lossesOf(book.engine, book.names, (row) => row === removing.key)}
          onRemove={() => void make({ kind: 'remove-project', project: removing.key }, `删除项目 ${removing.name}`)}
          onClose={() => setRemoving(null)}
        />
      )}
    </Modal>
  )
}
