import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Handlers } from '../../../shared/channels/channels.ts'
import { ok } from '../../../shared/channels/result.ts'
import { type FontRole, fontRoles, type OwnFont } from '../../../shared/channels/values.ts'
import { rejected } from '../gesture.ts'
import { lookOverFonts } from './rendering.ts'
import type { Workspace } from './workspace.ts'

type FontChannel = 'fonts.list' | 'fonts.choose' | 'fonts.clear'

/** Handlers of the fonts of the machine that a person prints with. A window knows their names, not where they lie. */
export function fontHandlers(workspace: Workspace): Pick<Handlers, FontChannel> {
  const { host, settings } = workspace
  /** copies of what came from a tab */
  const folder = join(host.settingsFolder, 'fonts')

  const list = (): OwnFont[] =>
    fontRoles.map((role) => {
      const path = settings.fonts[role]
      if (path === undefined) return { role, file: null, trouble: null }
      return { role, file: basename(path), trouble: existsSync(path) ? null : '文件已被移动或删除，打印时改用自带字体' }
    })

  /** Where the font is found next time: a tab's file lies where it goes with the program. */
  const settled = (path: string, role: FontRole): string => {
    if (host.shell === 'desktop') return path
    const place = join(folder, role, basename(path))
    dropCopy(role)
    mkdirSync(join(folder, role), { recursive: true })
    copyFileSync(path, place)
    return place
  }
  const dropCopy = (role: FontRole): void => rmSync(join(folder, role), { recursive: true, force: true })

  return {
    'fonts.list': () => ok(list()),

    'fonts.choose': ({ book, role }, client) =>
      workspace.during(async ({ books }) => {
        const open = books.get(book)
        if (!open.ok) return open
        const path = await host.chooseOpen(client, 'font')
        if (path === null) return ok(null)
        const { troubles, lacking } = await lookOverFonts(open.value, { ...settings.fonts, [role]: path })
        const trouble = troubles.find((one) => one.role === role)
        if (trouble !== undefined) return rejected(basename(path), `不能用作打印字体：${trouble.reason}`)
        settings.useFont(role, settled(path, role))
        const characters = lacking.find((one) => one.role === role)?.characters ?? ''
        return ok({ fonts: list(), lacking: Array.from(characters) })
      }),

    'fonts.clear': ({ role }) => {
      settings.useFont(role, null)
      dropCopy(role)
      return ok(list())
    },
  }
}
