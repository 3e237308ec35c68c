import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileAssociation } from 'electron-builder'
import { describe, expect, it } from 'vitest'
import { ledgerEnding } from '../../electron/services/window/workspace.ts'
import { root } from '../application.ts'
import { configuration, packagesFolder, triedFolder } from './configuration.ts'

const { win, mac, linux, nsis, directories, appId, productName } = configuration(null)
const associationOf = (
  system: { readonly fileAssociations?: FileAssociation | FileAssociation[] | null } | null | undefined,
) => [system?.fileAssociations ?? []].flat()[0]

describe('the packages', () => {
  it('are those of three systems and two processors', () => {
    const targets = [win, mac, linux].map((system) =>
      [system?.target ?? []]
        .flat()
        .map((target) =>
          typeof target === 'string' ? target : `${target.target} ${[target.arch ?? []].flat().join('+')}`,
        ),
    )
    expect(targets).toEqual([
      ['nsis x64+arm64', 'portable x64+arm64'],
      ['dmg universal'],
      ['AppImage x64+arm64', 'deb x64+arm64'],
    ])
  })

  it('open ledgers by a double click, with an icon of their own', () => {
    const found = [win, mac, linux].map(associationOf)
    expect(found.map((one) => `.${String(one?.ext)}`)).toEqual([ledgerEnding, ledgerEnding, ledgerEnding])
    for (const ending of ['ico', 'icns']) {
      const icon = join(root, directories?.buildResources ?? '', `${String(found[0]?.icon)}.${ending}`)
      expect(existsSync(icon), icon).toBe(true)
    }
    expect(associationOf(linux)?.mimeType).toMatch(/^application\/vnd\.[a-z]+/)
  })

  it('have their icons', () => {
    const icons = [win?.icon, mac?.icon, linux?.icon].map((icon) => (typeof icon === 'string' ? icon : ''))
    expect(icons.filter((icon) => icon === '' || !existsSync(join(root, icon)))).toEqual([])
  })

  it('are installed for one person, in Chinese, and leave ledgers and settings alone when they go', () => {
    expect(productName).toMatch(/^\p{Script=Han}+$/u)
    expect(appId).toMatch(/^[a-z.]+$/)
    expect(nsis).toMatchObject({
      perMachine: false,
      allowElevation: false,
      deleteAppDataOnUninstall: false,
      allowToChangeInstallationDirectory: true,
      installerLanguages: ['zh_CN'],
    })
    expect(readFileSync(join(root, nsis?.include ?? ''), 'utf8')).toContain('StrCpy $isForceCurrentInstall "1"')
  })

  it('name the holder of the rights as LICENSE does', () => {
    const { copyright } = configuration(null)
    expect(readFileSync(join(root, 'LICENSE'), 'utf8').split('\n')).toContain(copyright)
    expect(copyright).toMatch(/^Copyright \(c\) \d{4} \S/)
  })

  it('lie apart from what is packed only to be tried', () => {
    const tried = configuration({ dist: '/electron', version: '33.2.1', addon: null }, triedFolder)
    expect([directories?.output, tried.directories?.output]).toEqual([packagesFolder, triedFolder])
    expect(
      `${triedFolder}/`.startsWith(`${packagesFolder}/`) || `${packagesFolder}/`.startsWith(`${triedFolder}/`),
    ).toBe(false)
  })

  it('are never packed for shipping with the addon of the tests', () => {
    const tests = configuration({ dist: '/electron', version: '33.2.1', addon: '/addon' })
    const sources = (files: unknown): unknown[] => [files].flat().filter((one) => typeof one === 'object')
    expect(sources(tests.linux?.files)).toHaveLength(1)
    expect([win, mac, linux].flatMap((system) => sources(system?.files))).toEqual([])
  })
})
