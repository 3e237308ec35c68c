import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, Platform } from 'electron-builder'
import { describe, expect, it } from 'vitest'
import { afterwards } from '../../electron/e2e/homes.ts'
import { packageFiles } from '../../electron/exchange/document/font-set.ts'
import { application, root } from '../application.ts'
import { type Shipped, shippedList } from '../licences.ts'
import { configuration, packedFolder } from './configuration.ts'
import { dependenciesPage, pageFile } from './dependencies.ts'
import { findElectron } from './electron.ts'
import { executable } from './packed-program.ts'

/** What lies in the packed program, and what does not (`npm run test:packaged`). */

const archive = (folder: string): string => join(folder, 'resources', 'app.asar')
/** Files in the archive, from its root, with `/`. */
const packedFiles = (folder: string): string[] => {
  const all = listPackage(archive(folder), { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1))
  const folders = new Set(all.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))
  return all.filter((path) => !folders.has(path))
}
const shipped = JSON.parse(readFileSync(join(application, shippedList), 'utf8')) as readonly Shipped[]

describe('the packed program', () => {
  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(executable)
    const on = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === '1'.charCodeAt(0)
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      snapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      snapshot: false,
      filePrivileges: false,
    })
  })

  it('contains the built application, one addon, and nothing else', () => {
    const files = packedFiles(packedFolder)
    const built = globSync('**/*', { cwd: application, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
      .filter((path) => !/^out\/app\/(built|shipped)\.json$/.test(path))
    const own = files.filter((path) => !path.startsWith('node_modules/'))
    expect(own.toSorted()).toEqual([...built, 'package.json'].toSorted())
    const unwanted = /\.(map|ts|tsx|test\.\w+)$|(^|\/)(docs|sources|src|test|examples)\//
    expect(files.filter((path) => unwanted.test(path))).toEqual([])
    expect(files.filter((path) => path.endsWith('.node'))).toHaveLength(1)
    expect([...new Set(files.flatMap((path) => /^node_modules\/[^/]+/.exec(path)?.[0] ?? []))]).toEqual([
      'node_modules/better-sqlite3',
    ])
    expect(packageFiles.filter((path) => !files.includes(`out/app/packages/${path}`))).toEqual([])
  })

  it('is no larger than it may be: 130 MB without Electron', () => {
    const folder = join(packedFolder, 'resources')
    const bytes = globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
    console.log(`unpacked application without Electron: ${(bytes / 1e6).toFixed(1)} MB (target 130)`)
    expect(bytes).toBeLessThanOrEqual(130e6)
  })

  it('brings the licence of everything in it', () => {
    const text = extractFile(archive(packedFolder), 'out/app/licences.txt').toString('utf8')
    expect(shipped.length).toBeGreaterThan(50)
    for (const { name, version, licence } of shipped) expect(text).toContain(`\n${name} ${version}（${licence}）\n\n`)
    expect(text).toContain('Electron（MIT）')
    for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
      expect(statSync(join(packedFolder, name)).size).toBeGreaterThan(500)
    }
  })

  it('has its packages on the page of dependencies', () => {
    // after a change: npm run dependencies
    expect(readFileSync(pageFile, 'utf8')).toBe(dependenciesPage(shipped))
  })
})

describe('packed as it is shipped', () => {
  it.each([
    [Arch.x64, 'x64'],
    [Arch.arm64, 'arm64'],
  ] as const)(
    'takes of better-sqlite3 what is loaded at run time, and the addon of its processor (%i %s)',
    async (arch, name) => {
      const electron = findElectron()
      if (typeof electron === 'string') throw new Error(electron)
      const output = mkdtempSync(join(tmpdir(), 'juesuan-packed-'))
      afterwards(() => rmSync(output, { recursive: true, force: true }))
      // the other processor's Electron is not here; nothing is started
      const config = configuration({ ...electron, addon: null })
      await build({
        targets: Platform.LINUX.createTarget('dir', arch),
        config: { ...config, directories: { ...config.directories, output } },
        projectDir: root,
        publish: 'never',
      })
      const folder = [join(output, 'linux-unpacked'), join(output, `linux-${name}-unpacked`)].find((one) =>
        existsSync(one),
      )
      if (folder === undefined) throw new Error('nothing was packed')
      const files = packedFiles(folder).filter((path) => path.startsWith('node_modules/'))
      const library = globSync('better-sqlite3/lib/**/*.js', { cwd: join(root, 'node_modules') })
      expect(files.toSorted()).toEqual(
        [
          ...['LICENSE', 'package.json', `prebuilds/linux-${name}.node`].map((file) => `better-sqlite3/${file}`),
          ...library.map((path) => path.replaceAll('\\', '/')),
        ]
          .map((path) => `node_modules/${path}`)
          .toSorted(),
      )
      const addon = `node_modules/better-sqlite3/prebuilds/linux-${name}.node`
      expect(readFileSync(join(`${archive(folder)}.unpacked`, addon))).toEqual(readFileSync(join(root, addon)))
    },
    120_000,
  )
})
