import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageFiles } from '../electron/exchange/document/font-set.ts'

/** A package of which something is shipped. */
export type Shipped = { readonly name: string; readonly version: string; readonly licence: string }

/** Licences, as SPDX names them, under which something may be shipped in an MIT program without further ado. */
export const allowedLicences: readonly string[] = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'OFL-1.1'],
  ...['Unlicense', 'Zlib'],
]

/** List of the shipped packages, beside the application; for the tools, not packed. */
export const shippedList = 'shipped.json'

const line = `\n\n${'-'.repeat(72)}\n\n`
const isLicence = (name: string): boolean => /^(licen[cs]e|copying|notice)/i.test(name)

/** True if an SPDX expression leaves a choice that is allowed. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ')
  return plain
    .split(/\sOR\s/)
    .some((choice) => choice.split(/\sAND\s/).every((one) => allowedLicences.includes(one.trim())))
}

type Description = {
  readonly name: string
  readonly version: string
  readonly license?: unknown
  readonly author?: string | { readonly name?: string }
}

const describe = (folder: string): Description =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Description

const readText = (path: string): string => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim()

/** Licence files of a package; one that contains others keeps their licences in a folder. */
const licenceFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter(isLicence)
    .flatMap((file) =>
      statSync(join(folder, file)).isDirectory()
        ? readdirSync(join(folder, file)).map((inner) => join(file, inner))
        : [file],
    )
    .sort()

/** What a package's readme says about its licence, if that is more than its name. */
function readmeLicence(folder: string): string | null {
  const readme = readdirSync(folder).find((name) => /^readme/i.test(name))
  const text = readme === undefined ? '' : readText(join(folder, readme))
  const section = /^#+\s*licen[cs]e\b.*\n([\s\S]*?)(?=^#|(?![\s\S]))/im.exec(text)?.[1]?.trim() ?? ''
  return section.length > 400 ? section : null
}

const root = dirname(import.meta.dirname)

/** Files that hold a licence's general text: our own, and those of packages that are shipped too. */
const generalTexts: Readonly<Record<string, string>> = {
  MIT: 'LICENSE',
  ISC: 'node_modules/once/LICENSE',
  'Apache-2.0': 'node_modules/pdfjs-dist/LICENSE',
}

/** The general text of a licence, without the name of who gave it. */
export function generalText(licence: string): string | null {
  const file = generalTexts[licence]
  if (file === undefined) return null
  const text = readText(join(root, file))
  return text.replace(/^[\s\S]*?^Copyright \([Cc]\) .*\n+(?=Permission)/m, '')
}

/** The general text of a licence, for packages that only name it. */
function standardText(licence: string, { author }: Description): string | null {
  const general = generalText(licence)
  if (general === null) return null
  const holder = typeof author === 'string' ? author : author?.name
  return [...(holder === undefined ? [] : [`Copyright (c) ${holder}`]), general].join('\n\n')
}

/**
 * A shipped package and the text of its licence.
 *
 * @throws if its licence is none of the allowed ones, or nothing tells its text
 */
export function licenceOf(folder: string): Shipped & { readonly text: string } {
  const description = describe(folder)
  const { name, version, license } = description
  if (typeof license !== 'string' || !isAllowed(license)) {
    throw new Error(`${name} ${version} is shipped under ${JSON.stringify(license ?? null)}, which is not allowed`)
  }
  const texts = licenceFiles(folder).map((file) => readText(join(folder, file)))
  const text = texts.length > 0 ? texts.join('\n\n') : (readmeLicence(folder) ?? standardText(license, description))
  if (text === null) throw new Error(`nothing tells the text of the licence ${license} of ${name} ${version}`)
  return { name, version, licence: license, text }
}

/**
 * Gathers the licences of everything that is shipped into one text for the about box: of the packages in the bundles,
 * as the build noted them, of those copied as files, of the addon, and of Electron. The build fails where one is missing.
 *
 * @param folders of bundled packages, from the root
 */
export function writeLicences(out: string): void {
  const notes = readdirSync(out).filter((name) => /^packages-.*\.json$/.test(name))
  const bundled = notes.flatMap((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as string[])
  for (const name of notes) rmSync(join(out, name))
  const copied = packageFiles.flatMap((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  const folders = new Set([...bundled, ...[...copied, 'better-sqlite3'].map((name) => `node_modules/${name}`)])
  // two packages may each bring the same one
  const packages = [
    ...new Map(
      [...folders].map((folder) => {
        const one = licenceOf(join(root, folder))
        return [titleOf(one), one]
      }),
    ).values(),
  ]
  packages.sort((a, b) => (a.name === b.name ? a.version.localeCompare(b.version) : a.name < b.name ? -1 : 1))
  writeFileSync(join(out, 'licences.txt'), licenceText(packages))
  const list = packages.map(({ name, version, licence }) => ({ name, version, licence }))
  writeFileSync(join(out, shippedList), `${JSON.stringify(list, null, 2)}\n`)
}

function licenceText(packages: readonly (Shipped & { readonly text: string })[]): string {
  const own = describe(root)
  const electron = licenceOf(join(root, 'node_modules/electron'))
  const head = [
    `部门决算填报 ${own.version}（MIT）`,
    readText(join(root, 'LICENSE')),
    '桌面程序在 Electron 中运行。Electron 所含 Chromium 及其组件的许可见安装文件夹中的 LICENSES.chromium.html' +
      '（macOS 在程序包的 Contents/Resources 中）。better-sqlite3 所含 SQLite 属于公有领域。',
    `以下各组件随本程序提供：\n\n${packages.map(titleOf).join('\n')}`,
  ].join('\n\n')
  const parts = [
    `Electron（${electron.licence}）\n\n${electron.text}`,
    ...packages.map((one) => `${titleOf(one)}\n\n${one.text}`),
  ]
  return `${[head, ...parts].join(line)}\n`
}

const titleOf = ({ name, version, licence }: Shipped): string => `${name} ${version}（${licence}）`
