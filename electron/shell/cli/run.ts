import { ok, type Result } from '../../../shared/channels/result.ts'
import { badRequest, parseArguments } from './arguments.ts'
import { type Command, commandHelp, findCommand, overallHelp, shared } from './commands.ts'
import { contextOf, type Io, type Outcome } from './context.ts'
import { report } from './report.ts'

/**
 * Runs one command line.
 *
 * @param words behind the program's name
 * @returns exit code: 0 done, 1 errors stand, 2 bad request or input, 3 something is wrong with the ledger
 */
export async function run(words: readonly string[], io: Io): Promise<number> {
  const found = findCommand(words)
  const task = { name: found?.command.name ?? '', wantsJson: optionsOf(words).includes('--json'), ledger: null }
  if (found === null) return report(task, io, () => withoutCommand(words))
  const { command, rest } = found
  if (optionsOf(rest).includes('--help')) return report(task, io, () => help(commandHelp(command)))
  const args = parseArguments(rest, { ...command.options, ...shared }, command.positionals)
  if (!args.ok) return report(task, io, () => withUsage(args, command))
  const context = contextOf(args.value, io)
  const ledger = args.value.has('ledger') ? context.path(args.value.need('ledger')) : null
  return report({ ...task, ledger }, io, async () => (await command.load())(context))
}

/** The words before a bare `--`, behind which everything is a value. */
const optionsOf = (words: readonly string[]): readonly string[] =>
  words.includes('--') ? words.slice(0, words.indexOf('--')) : words

const help = (lines: readonly string[]): Result<Outcome> => ok({ json: { help: lines.join('\n') }, lines })

/** A refused command line says how the command is used, on the same line. */
function withUsage<T>(refused: Result<T> & { readonly ok: false }, command: Command): Result<never> {
  const { fault } = refused
  if (fault.kind !== 'request-rejected') return refused
  return badRequest(`${command.name} ${fault.where}`, `${fault.reason}；用法见 juesuan ${command.name} --help`)
}

function withoutCommand(words: readonly string[]): Result<Outcome> {
  if (words.includes('--help') || words[0] === 'help') return help(overallHelp())
  const given = words.filter((word) => !word.startsWith('-')).slice(0, 2)
  const what = given.length === 0 ? '没有写命令' : `没有命令“${given.join(' ').slice(0, 40)}”`
  return badRequest('命令', `${what}，用 --help 查看可用的命令`)
}
