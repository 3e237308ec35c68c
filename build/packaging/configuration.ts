import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Configuration, FileAssociation, FileSet } from 'electron-builder'
import { root } from '../application.ts'
import type { Electron } from './electron.ts'

export const productName = '部门决算填报'
/** The program's file, also what the process is called. ASCII, so that scripts and shortcuts can name it anywhere. */
export const executableName = 'juesuan'
/** Where packages to be shipped are put, from the root. */
export const packagesFolder = 'out/packages'
/** Where the program packed only to be tried is put: it takes nothing away from what is to be shipped. */
export const triedFolder = 'out/packed'

/** Who holds the rights, as LICENSE says it. */
function copyright(): string {
  const line = /^Copyright .+$/m.exec(readFileSync(join(root, 'LICENSE'), 'utf8'))?.[0]
  if (line === undefined) throw new Error('LICENSE names no holder')
  return line
}

const icons = 'build/packaging/icons'

/** A double click on a ledger opens it. Windows shows the description, macOS the name; Linux goes by the MIME type. */
const ledgerFiles = (name: string): FileAssociation => ({
  ext: 'juesuan',
  name,
  description: '决算账套',
  mimeType: 'application/vnd.juesuan.ledger+sqlite3',
  icon: 'icons/ledger',
  role: 'Editor',
  rank: 'Owner',
})

/**
 * What goes into the archive of code beside Electron: the built application and the one package that cannot be bundled,
 * of that only what is loaded at run time. `addon` is its prebuilt binary for one platform, or a pattern of several.
 */
const files = (addon: string): string[] => [
  'out/app/**',
  '!out/app/{built,shipped}.json',
  'package.json',
  // only headers to compile the addon with
  '!node_modules/node-addon-api{,/**}',
  '!node_modules/better-sqlite3/{deps,src}{,/**}',
  '!node_modules/better-sqlite3/binding.gyp',
  `!node_modules/better-sqlite3/prebuilds/!(${addon}).node`,
]

/** In the Electron of the tests only an addon of its own loads (electron/e2e/rig.ts). */
const filesWithAddon = (addon: string): (string | FileSet)[] => [
  ...files('none').filter((pattern) => !pattern.includes('better-sqlite3')),
  '!node_modules/better-sqlite3{,/**}',
  { from: addon, to: 'node_modules/better-sqlite3' },
]

/**
 * The configuration of electron-builder for every system.
 *
 * @param electron the Electron to pack; null lets electron-builder fetch the version that package.json names
 * @param output where to, from the root
 */
export function configuration(electron: Electron | null, output: string = packagesFolder): Configuration {
  const addon = electron?.addon ?? null
  return {
    appId: 'cn.juesuan.desktop',
    productName,
    copyright: copyright(),
    directories: { output, buildResources: 'build/packaging' },
    ...(electron === null ? {} : { electronDist: electron.dist, electronVersion: electron.version }),
    extraMetadata: { desktopName: `${executableName}.desktop` },
    // texts of Chromium's own dialogs; all of them would be 40 MB
    electronLanguages: ['zh-CN', 'en-US'],
    asar: true,
    asarUnpack: ['**/*.node'],
    // better-sqlite3 brings its binaries
    npmRebuild: false,
    // nothing looks for updates: the program never talks to another machine
    publish: null,
    // switched in the binary before it is signed; names of Electron 33 and later
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      // Windows and macOS; Linux has none
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      // pages come from a scheme of their own, none from file://
      grantFileProtocolExtraPrivileges: false,
      // flipping breaks the ad-hoc signature without which arm64 does not start
      resetAdHocDarwinSignature: true,
    },
    win: {
      executableName,
      icon: `${icons}/icon.ico`,
      files: files('win32-${arch}'),
      fileAssociations: [ledgerFiles('juesuan.ledger')],
      target: [
        { target: 'nsis', arch: ['x64', 'arm64'] },
        { target: 'portable', arch: ['x64', 'arm64'] },
      ],
    },
    nsis: {
      artifactName: `${executableName}-\${version}-windows-\${arch}-setup.\${ext}`,
      oneClick: false,
      perMachine: false,
      allowElevation: false,
      include: 'build/packaging/installer.nsh',
      allowToChangeInstallationDirectory: true,
      buildUniversalInstaller: false,
      differentialPackage: false,
      deleteAppDataOnUninstall: false,
      installerLanguages: ['zh_CN'],
      language: '2052',
      shortcutName: productName,
      uninstallDisplayName: productName,
      menuCategory: false,
    },
    portable: {
      artifactName: `${executableName}-\${version}-windows-\${arch}-portable.\${ext}`,
      requestExecutionLevel: 'user',
      buildUniversalInstaller: false,
    },
    mac: {
      icon: `${icons}/icon.icns`,
      category: 'public.app-category.finance',
      files: files('darwin-*'),
      // both binaries lie in both halves, so that the halves are equal but for Electron
      x64ArchFiles: '**/prebuilds/darwin-*.node',
      fileAssociations: [ledgerFiles('决算账套')],
      target: [{ target: 'dmg', arch: ['universal'] }],
      hardenedRuntime: true,
      extendInfo: { CFBundleDevelopmentRegion: 'zh_CN', CFBundleLocalizations: ['zh_CN'] },
    },
    dmg: {
      artifactName: `${executableName}-\${version}-macos-\${arch}.\${ext}`,
      title: productName,
      writeUpdateInfo: false,
    },
    linux: {
      executableName,
      icon: `${icons}/sizes`,
      syncDesktopName: true,
      files: addon === null ? files('linux-${arch}') : filesWithAddon(addon),
      fileAssociations: [ledgerFiles('决算账套')],
      category: 'Office',
      synopsis: '部门决算填报：离线编制、审核、导出政府部门决算',
      description: '离线编制政府部门决算：填报全部报表，边填边审核，导出上报工作簿和公开文本。',
      // there is no person to name; the address is reserved for being nobody's
      maintainer: 'juesuan contributors <juesuan@users.invalid>',
      target: [
        { target: 'AppImage', arch: ['x64', 'arm64'] },
        { target: 'deb', arch: ['x64', 'arm64'] },
      ],
      artifactName: `${executableName}-\${version}-linux-\${arch}.\${ext}`,
    },
    deb: { packageCategory: 'misc' },
  }
}

/** Folder of the program as it is packed for Linux on this processor to be tried, absolute. */
export const packedFolder = join(root, triedFolder, 'linux-unpacked')
