import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { faultText } from '../shared/words/faults.ts'
import { checkEdition, editionAt } from './edition-check.ts'

/**
 * The tool for whoever makes an edition:
 *
 *   npm run edition -- check FOLDER|FILE.json              loads, lints, lays out, tries every example; exit code 1 if not
 *   npm run edition -- whole FOLDER -o FILE.json           writes the whole edition as one file, for users to import
 */
const usage = [
  '用法：npm run edition -- check 文件夹或文件.json',
  '      npm run edition -- whole 文件夹 -o 文件.json [--replace]',
]

/** Runs one command; returns the exit code. */
export function edition(words: readonly string[], say: (line: string) => void): number {
  const [command, path, ...rest] = words
  if (path === undefined || (command !== 'check' && command !== 'whole')) {
    for (const line of usage) say(line)
    return 2
  }
  if (!existsSync(path)) {
    say(`${path}：没有这个文件或文件夹，请核对路径`)
    return 2
  }
  if (command === 'check') {
    const { isSound, lines } = checkEdition(path)
    for (const line of lines) say(line)
    return isSound ? 0 : 1
  }
  const at = rest.indexOf('-o')
  const out = at < 0 ? undefined : rest[at + 1]
  if (out === undefined) {
    say('请用 -o 写明要写成的文件')
    return 2
  }
  if (existsSync(out) && !rest.includes('--replace')) {
    say(`${out} 已经存在，没有覆盖；要替换请加 --replace`)
    return 2
  }
  const loaded = editionAt(path)
  if (!loaded.ok) {
    say(faultText(loaded.fault))
    return 1
  }
  const { stored, linked } = loaded.value
  writeFileSync(out, `${JSON.stringify(JSON.parse(stored.json), null, 1)}\n`)
  say(`已写成 ${resolve(out)}：${linked.edition.head.title}，第 ${stored.revision} 版`)
  return 0
}

if (import.meta.main) process.exitCode = edition(process.argv.slice(2), console.log)
