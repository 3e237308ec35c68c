import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { commandTable } from '../../../shared/words/commands.ts'
import { menuTemplate } from './menu.ts'

const itemsOf = (isDevelopment: boolean, command: (id: string) => void = () => undefined) =>
  menuTemplate({ command, isDevelopment }).flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[])

describe('the native menus', () => {
  it('have every command of the window once, and send its id', () => {
    const sent: string[] = []
    const items = itemsOf(false, (id) => sent.push(id)).filter(({ id }) => id !== undefined)
    for (const item of items) (item.click as () => void)()
    expect(sent).toEqual(items.map(({ id }) => id))
    expect([...sent].sort()).toEqual(commandTable.map(({ id }) => id).sort())
  })

  it('show the keys of commands and leave them to the page', () => {
    const taken = itemsOf(false).filter(
      ({ id, accelerator, registerAccelerator }) =>
        id !== undefined && accelerator !== undefined && registerAccelerator !== false,
    )
    expect(taken).toEqual([])
  })

  it('say everything in Chinese', () => {
    const labels = itemsOf(true).flatMap(({ label, type }) => (type === 'separator' ? [] : [label ?? '']))
    expect(labels.filter((label) => !/\p{Script=Han}/u.test(label))).toEqual([])
  })

  it('open the developer tools in development only', () => {
    const roles = (isDevelopment: boolean) => itemsOf(isDevelopment).map(({ role }) => role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('toggleDevTools')
  })
})
