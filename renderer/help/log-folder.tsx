import { Modal } from 'antd'
import { PathField } from '../kit/path-field.tsx'
import './help.css'

/** Where the log lies, for whoever has to go there by hand: not every window can open a folder. */
export function LogFolder({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  return (
    <Modal open title="日志文件夹" width={620} footer={null} onCancel={onClose}>
      <p>文件夹没有自动打开。程序的出错记录在这里，请在文件管理器中打开：</p>
      <PathField label="日志文件夹" path={path} />
      <p className="hint">记录里有出错的时间、编号和程序中的位置，没有金额、名称和文字。</p>
    </Modal>
  )
}
