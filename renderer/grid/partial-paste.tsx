import { Button, Modal } from 'antd'
import type { ReactElement } from 'react'
import type { Plan } from './plan.ts'

/** Asks what to do with a paste that not every cell can take. */
export function PartialPaste({
  plan,
  onAnswer,
}: {
  readonly plan: Plan
  readonly onAnswer: (goesOn: boolean) => void
}): ReactElement {
  const { taken, locked, outside, refused } = plan
  return (
    <Modal
      open
      title="有单元格不能粘贴"
      width={440}
      onCancel={() => onAnswer(false)}
      footer={[
        <Button key="none" onClick={() => onAnswer(false)}>
          全部不粘贴
        </Button>,
        <Button
          key="skip"
          type="primary"
          autoFocus
          disabled={taken + refused.length === 0}
          onClick={() => onAnswer(true)}
        >
          跳过它们，粘贴其余
        </Button>,
      ]}
    >
      <p>可以写入 {taken} 个单元格，另有：</p>
      <ul className="partial-list">
        {locked > 0 && <li>{locked} 个是公式、名称或无需填写的单元格</li>}
        {outside > 0 && <li>{outside} 个超出表格的行或列</li>}
        {refused.length > 0 && (
          <li>
            {refused.length} 个不是有效的数，粘贴后按原样标红，不计入账套，如“{refused[0]?.text.slice(0, 24)}”：
            {refused[0]?.reason}
          </li>
        )}
      </ul>
    </Modal>
  )
}
