import { Modal } from 'antd'
import { type CommandMenu, commandTable, gridKeys, menuTitles } from '../../shared/words/commands.ts'
import { keysText } from '../app/accelerator.ts'
import './help.css'

/** The shortcut sheet, made from the command table. */
export function Keys({ onClose }: { readonly onClose: () => void }) {
  const menus = (Object.keys(menuTitles) as CommandMenu[]).map((menu) => ({
    title: menuTitles[menu],
    keys: commandTable
      .filter((command) => command.menu === menu && command.keys.length > 0)
      .map(({ title, keys }) => [keysText(keys), title.replace('…', '')] as const),
  }))
  return (
    <Modal open title="快捷键" width="min(960px, 94vw)" footer={null} onCancel={onClose}>
      {/* a region that scrolls must be reachable by keys */}
      <div className="key-sheet" tabIndex={0} role="region" aria-label="快捷键">
        {[{ title: '表格', keys: gridKeys }, ...menus].map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <table className="plain">
              <tbody>
                {keys.map(([key, does]) => (
                  <tr key={key + does}>
                    <td>
                      <kbd>{key}</kbd>
                    </td>
                    <td>{does}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
    </Modal>
  )
}
