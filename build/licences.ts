import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFiles } from '../electron/exchange/document/font-set.ts'

const isLicence = (name: string): boolean => /^(licen[cs]e|copying|notice)/i.test(name)

function licenceOf(root: string, name: string): string {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string
    license?: unknown
  }
  // a package that contains others keeps their licences in a folder
  const files = readdirSync(folder)
    .filter(isLicence)
    .flatMap((file) =>
      statSync(join(folder, file)).isDirectory()
        ? readdirSync(join(folder, file)).map((inner) => join(file, inner))
        : [file],
    )
    .sort()
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
  const kind = typeof license === 'string' ? license : '见许可文本'
  return [`${name} ${version}（${kind}）`, ...texts].join('\n\n')
}

/** Gathers the licences of every package in the bundles into one text for the about box. */
export function writeLicences(root: string, out: string): void {
  const notes = readdirSync(out).filter((name) => /^packages-.*\.json$/.test(name))
  const bundled = notes.flatMap((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as string[])
  for (const name of notes) rmSync(join(out, name))
  const copied = packageFiles.flatMap((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  const names = [...new Set([...bundled, ...copied, 'better-sqlite3'])].sort()
  const known = names.filter((name) => existsSync(join(root, 'node_modules', name, 'package.json')))
  const line = `\n\n${'-'.repeat(72)}\n\n`
  writeFileSync(join(out, 'licences.txt'), `${known.map((name) => licenceOf(root, name)).join(line)}\n`)
}
