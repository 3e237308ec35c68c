import { Modal } from 'antd'
import { LossList } from './loss-list.tsx'
import type { Losses } from './losses.ts'

/** Asks before something is removed, with what goes along by name. */
export const Removal = ({
  what,
  losses,
  onRemove,
  onClose,
}: {
  /** kind and name, e.g. `单位 区教委` */
  readonly what: string
  readonly losses: Losses
  readonly onRemove: () => void
  readonly onClose: () => void
}) => (
  <Modal
    open
    title={`删除${what}`}
    okText="删除"
    cancelText="不删除"
    okButtonProps={{ danger: true }}
    onCancel={onClose}
    onOk={() => {
      onClose()
      onRemove()
    }}
  >
    <LossList losses={losses} />
  </Modal>
)
