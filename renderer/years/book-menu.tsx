import { Button, Dropdown } from 'antd'
import { useFrame, useSession } from '../app/use-session.ts'
import { Icon } from '../kit/icon.tsx'
import './transfer.css'

/** What can be done with a year of the list besides opening it. */
export function BookMenu({ book, name }: { readonly book: number; readonly name: string }) {
  const session = useSession()
  const readOnly = useFrame((state) => state.start?.ledger?.readOnly) === true
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      menu={{
        items: [
          { key: 'next', label: '以此年度新建下年度…', disabled: readOnly },
          { type: 'divider' },
          { key: 'copied', label: '复制到其他账套…' },
          { key: 'moved', label: '转移到其他账套…', disabled: readOnly },
          { type: 'divider' },
          { key: 'all', label: '全部决算…' },
        ],
        onClick: ({ key, domEvent }) => {
          // the rest of this Enter would press what has the focus in the dialog
          domEvent.preventDefault()
          if (key === 'next') session.showDialog({ kind: 'new-year', from: book })
          else if (key === 'all') session.showDialog({ kind: 'all-books' })
          else if (key === 'copied' || key === 'moved') session.showDialog({ kind: 'transfer', book, how: key })
        },
      }}
    >
      <Button
        type="text"
        size="small"
        className="years-more"
        aria-label={`${name}的操作`}
        title="新建下年度、复制、转移"
        icon={<Icon name="more" />}
      />
    </Dropdown>
  )
}
