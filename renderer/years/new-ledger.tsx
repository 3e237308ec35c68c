import { Form, Input, Modal } from 'antd'
import { useSession } from '../app/use-session.ts'

/** A new, empty ledger file. */
export function NewLedger({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const [form] = Form.useForm<{ name: string }>()
  return (
    <Modal open title="新建账套" okText="新建" cancelText="取消" onOk={() => form.submit()} onCancel={onClose}>
      <Form
        form={form}
        layout="vertical"
        onFinish={({ name }) => {
          onClose()
          void session.withLedger('正在新建账套', () => session.ask('ledger.create', { name: name.trim() }))
        }}
      >
        <Form.Item
          name="name"
          label="账套名称"
          extra="一个账套可以放多个部门、多个年度的决算"
          rules={[{ required: true, whitespace: true, message: '请填写账套名称' }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
