import { Alert, Button, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { Output } from '../../shared/channels/channels.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { distinctLines } from './units-text.ts'

type Editions = Output<'editions.list'>
type Fields = { department: string; year: number; edition: string; units: string | undefined }

const trustWords = { published: '行列取自公开的决算文本', unverified: '行列为推定，尚未与正式套表核对' } as const

/** A new book: department, year, its edition, its units. Without a ledger one is made first. */
export function NewBook({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const ledger = useFrame((state) => state.start?.ledger) ?? null
  const books = useFrame((state) => state.books)
  const [form] = Form.useForm<Fields>()
  // nothing before the form is there
  const department = Form.useWatch('department', form) as string | undefined
  const year = Form.useWatch('year', form)
  const [editions, setEditions] = useState<Editions>([])
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isWorking, setIsWorking] = useState(false)

  useEffect(() => {
    void session.ask('editions.list', {}).then((listed) => {
      if (!listed.ok) {
        setRefusal(windowFaultText(listed.fault))
        return
      }
      setEditions(listed.value)
      const newest = [...listed.value].sort((a, b) => b.year - a.year)[0]
      if (newest !== undefined && form.getFieldValue('edition') === undefined)
        form.setFieldsValue({ edition: newest.edition, year: newest.year })
    })
  }, [session, form])

  const make = async ({ department, year, edition, units }: Fields): Promise<void> => {
    setIsWorking(true)
    setRefusal(null)
    try {
      if ((session.state.start?.ledger ?? null) === null) {
        const made = await session.ask('ledger.create', { name: department.trim() })
        if (!made.ok) {
          setRefusal(windowFaultText(made.fault))
          return
        }
        if (made.value.ledger === null) return
        session.set({ start: made.value, fault: null })
      }
      const made = await session.ask('book.create', { department, year, edition, units: distinctLines(units ?? '') })
      if (!made.ok) {
        setRefusal(windowFaultText(made.fault))
        return
      }
      await session.refreshBooks()
      onClose()
      await session.openBook(made.value.id)
    } finally {
      setIsWorking(false)
    }
  }
  const last = books.find((book) => book.department === department?.trim() && book.year + 1 === year)
  const known = [...new Set(books.map(({ department }) => department))]
  return (
    <Modal
      open
      title="新建决算"
      okText="新建"
      cancelText="取消"
      confirmLoading={isWorking}
      // the year and the edition come with the list; before, nothing could be made
      okButtonProps={{ disabled: editions.length === 0 }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(fields) => void make(fields)}
        initialValues={{ department: known[0] }}
      >
        {refusal !== null && <Alert type="error" showIcon title={refusal} className="form-alert" />}
        <Form.Item
          name="department"
          label="部门名称"
          extra="与公章一致，印在每张报表上"
          rules={[{ required: true, whitespace: true, message: '请填写部门名称' }]}
        >
          <Input autoFocus maxLength={120} placeholder="如：北京市东城区××局" />
        </Form.Item>
        {last !== undefined && (
          <Alert
            type="info"
            showIcon
            className="form-alert"
            title={`账套里有这个部门 ${last.year} 年度的决算，可以由它结转，带入科目、单位和文字。这里新建的是空白决算。`}
            action={
              <Button size="small" onClick={() => session.showDialog({ kind: 'new-year', from: last.id })}>
                由 {last.year} 年度新建…
              </Button>
            }
          />
        )}
        <div className="form-columns">
          <Form.Item name="year" label="年度" rules={[{ required: true, message: '请填写年度' }]}>
            <InputNumber min={2000} max={2100} precision={0} />
          </Form.Item>
          <Form.Item
            name="edition"
            label="套表"
            rules={[{ required: true, message: '请选择套表' }]}
            className="form-wide"
          >
            <Select
              options={editions.map(({ edition, title, trust }) => ({
                value: edition,
                label: title,
                trust: trustWords[trust],
              }))}
              optionRender={({ label, data }) => (
                <div>
                  <div>{label}</div>
                  <div className="hint">{data.trust}</div>
                </div>
              )}
              onChange={(edition: string) => {
                const year = editions.find((one) => one.edition === edition)?.year
                if (year !== undefined) form.setFieldsValue({ year })
              }}
            />
          </Form.Item>
        </div>
        <Form.Item name="units" label="所属单位" extra="每行一个，按打印的次序；不填时只有部门本级一个单位">
          <Input.TextArea rows={4} placeholder={'××局本级\n××中心'} />
        </Form.Item>
        {ledger === null && <p className="hint">先会新建一个账套文件来存放，再在里面建决算。</p>}
      </Form>
    </Modal>
  )
}
