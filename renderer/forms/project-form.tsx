import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Project } from '../../shared/engine/book.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { CodePicker } from '../grid/code-picker.tsx'
import { printedName } from './printed-name.ts'

export type ProjectFields = { readonly code: string; readonly unit: string; readonly name: string }

/** A project's item, unit and name; moving it takes its amounts along. */
export function ProjectForm({
  book,
  project,
  code: initialCode,
  onStore,
  onClose,
}: {
  readonly book: OpenedBook
  readonly project: Project | null
  readonly code: string | undefined
  readonly onStore: (fields: ProjectFields) => Promise<void>
  readonly onClose: () => void
}) {
  const { engine } = book
  const [form] = Form.useForm<{ unit: string; name: string }>()
  const units = engine.book.units()
  const [code, setCode] = useState<string | null>(project?.code ?? initialCode ?? null)
  const [isWorking, setIsWorking] = useState(false)
  const known = engine.book.codes()
  return (
    <Modal
      open
      title={project === null ? '新增项目' : '修改项目'}
      okText={project === null ? '新增' : '保存'}
      cancelText="取消"
      confirmLoading={isWorking}
      okButtonProps={{ disabled: code === null }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ unit: project?.unit ?? units[0]?.key, name: project?.name ?? '' }}
        onFinish={({ unit, name }) => {
          if (code === null) return
          setIsWorking(true)
          void onStore({ code, unit, name: name.trim() }).finally(() => setIsWorking(false))
        }}
      >
        <Form.Item label="支出功能分类科目（项）" required>
          {code === null ? (
            <CodePicker
              autoFocus
              codes={engine.edition.codes}
              isThere={(one) => known.has(one)}
              onPick={(choice) => setCode(choice.code)}
              onCancel={onClose}
            />
          ) : (
            <span>
              <strong>{code}</strong> {printedName(engine, code) || '（科目表中没有）'}
              <Button size="small" type="link" onClick={() => setCode(null)}>
                换科目
              </Button>
            </span>
          )}
        </Form.Item>
        <Form.Item name="unit" label="单位" rules={[{ required: true, message: '请选择单位' }]}>
          <Select options={units.map(({ key, name }) => ({ value: key, label: name }))} />
        </Form.Item>
        <Form.Item
          name="name"
          label="项目名称"
          rules={[{ required: true, whitespace: true, message: '请填写项目名称' }]}
        >
          <Input maxLength={120} autoFocus={code !== null} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
