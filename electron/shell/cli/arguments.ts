import { ok, type Result, refuse } from '../../../shared/channels/result.ts'

/** One option of a command. Without `value` it is a switch. */
export type OptionSpec = {
  /** what stands behind it in the help, e.g. `FILE` */
  readonly value?: string
  readonly help: string
  readonly required?: boolean
  /** may be given several times */
  readonly many?: boolean
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>
/** What has to stand on the line besides options, in order. */
export type PositionalSpec = { readonly name: string; readonly help: string }

/** A parsed command line: what the command's own description promises is there. */
export type Arguments = {
  readonly has: (option: string) => boolean
  readonly text: (option: string) => string | undefined
  /** Value of a required option. */
  readonly need: (option: string) => string
  readonly all: (option: string) => readonly string[]
  /** Positional number `place`, from 0. */
  readonly positional: (place: number) => string
}

export const badRequest = (where: string, reason: string): Result<never> =>
  refuse({ kind: 'request-rejected', where, reason })

/**
 * Reads the words behind a command. Written by hand because a value may begin with a minus (`-5`, `-￥5`): only `--name`
 * and a minus with a Latin letter are options; behind `--` everything is a value. `node:util` would refuse such values.
 * Fault: request-rejected for unknown, missing, repeated or empty options, and for too few or too many values.
 */
export function parseArguments(
  words: readonly string[],
  options: OptionSpecs,
  positionals: readonly PositionalSpec[],
): Result<Arguments> {
  const given = new Map<string, string[]>()
  const values: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') {
      values.push(...words.slice(at + 1))
      break
    }
    if (!isOption(word)) {
      values.push(word)
      continue
    }
    const [, name = '', inline] = /^--([^=]+)(?:=([^]*))?$/.exec(word) ?? []
    const spec = Object.hasOwn(options, name) ? options[name] : undefined
    if (spec === undefined) return badRequest('选项', `没有选项 ${word.split('=')[0] ?? word}`)
    if (given.has(name) && spec.many !== true) return badRequest('选项', `--${name} 只能写一次`)
    if (spec.value === undefined) {
      if (inline !== undefined) return badRequest('选项', `--${name} 后面不带内容`)
      given.set(name, [])
      continue
    }
    const next = words[at + 1]
    const value = inline ?? next
    // the name of another option is no value: something was left out
    const isMissing = inline === undefined && next !== undefined && isOption(next) && next.slice(2) in options
    if (value === undefined || isMissing) return badRequest('选项', `--${name} 后面缺少 ${spec.value}`)
    if (inline === undefined) at++
    given.set(name, [...(given.get(name) ?? []), value])
  }
  for (const [name, { required, value = '' }] of Object.entries(options)) {
    if (required === true && !given.has(name)) return badRequest('选项', `缺少 --${name} ${value}`)
  }
  const missing = positionals[values.length]
  if (missing !== undefined) return badRequest('命令', `缺少 ${missing.name}（${missing.help}）`)
  const extra = values[positionals.length]
  if (extra !== undefined) return badRequest('命令', `多出“${extra.slice(0, 40)}”，含空格的内容请加引号`)
  return ok({
    has: (option) => given.has(option),
    text: (option) => given.get(option)?.[0],
    need: (option) => given.get(option)?.[0] ?? '',
    all: (option) => given.get(option) ?? [],
    positional: (place) => values[place] ?? '',
  })
}

const isOption = (word: string): boolean => /^--[^]|^-[A-Za-z]/.test(word)

/** A whole number of an option. Fault: request-rejected. */
export function wholeNumber(name: string, text: string): Result<number> {
  return /^[0-9]{1,9}$/.test(text) ? ok(Number(text)) : badRequest(`--${name} ${text}`, '应为整数')
}
