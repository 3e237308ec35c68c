import { describe, expect, it } from 'vitest'
import { parseArguments } from './arguments.ts'
import { commandHelp, commands, findCommand, overallHelp } from './commands.ts'

const options = {
  ledger: { value: 'FILE', help: '账套文件', required: true },
  unit: { value: 'NAME', help: '单位', many: true },
  all: { help: '全部' },
}
const value = [{ name: 'VALUE', help: '数' }]

const parsed = (...words: readonly string[]) => {
  const result = parseArguments(words, options, value)
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.value
}
const refused = (...words: readonly string[]): string => {
  const result = parseArguments(words, options, value)
  if (result.ok || result.fault.kind !== 'request-rejected') throw new Error('was not refused')
  return `${result.fault.where}：${result.fault.reason}`
}

describe('parseArguments', () => {
  it.each(['-5', '-0.5', '-￥5', '－5', '-（5）', '-', '', '=-1+2', '(5)', '——'])('takes %j as a value', (text) => {
    expect(parsed('--ledger', 'a', text).positional(0)).toBe(text)
    expect(parsed(text, '--ledger', 'a').positional(0)).toBe(text)
  })

  it('takes values of options in both forms, also such as begin with a minus', () => {
    expect(parsed('--ledger=a=b', '5').need('ledger')).toBe('a=b')
    expect(parsed('--ledger', '-5', '5').need('ledger')).toBe('-5')
    expect(parsed('--ledger', '', '5').need('ledger')).toBe('')
    const args = parsed('--ledger', 'a', '--unit', '甲', '--unit', '乙', '--all', '--', '--json')
    expect(args.all('unit')).toEqual(['甲', '乙'])
    expect([args.has('all'), args.text('unit'), args.positional(0)]).toEqual([true, '甲', '--json'])
  })

  it.each([
    [['--ledgre', 'a', '5'], '选项：没有选项 --ledgre'],
    [['--ledger', 'a', '-x', '5'], '选项：没有选项 -x'],
    [['--constructor', 'a', '5'], '选项：没有选项 --constructor'],
    [['5'], '选项：缺少 --ledger FILE'],
    [['5', '--ledger'], '选项：--ledger 后面缺少 FILE'],
    [['5', '--ledger', '--all'], '选项：--ledger 后面缺少 FILE'],
    [['5', '--ledger', 'a', '--ledger', 'b'], '选项：--ledger 只能写一次'],
    [['5', '--ledger', 'a', '--all=1'], '选项：--all 后面不带内容'],
    [['--ledger', 'a'], '命令：缺少 VALUE（数）'],
    [['--ledger', 'a', '5', '6'], '命令：多出“6”，含空格的内容请加引号'],
  ])('refuses %j', (words, reason) => expect(refused(...words)).toBe(reason))
})

describe('the table of commands', () => {
  it('finds commands of one and of two words', () => {
    expect(findCommand(['row', 'add', '--code'])).toMatchObject({ command: { name: 'row add' }, rest: ['--code'] })
    expect(findCommand(['set', 'add'])).toMatchObject({ command: { name: 'set' }, rest: ['add'] })
    expect(findCommand(['row'])).toBeNull()
    expect(findCommand([])).toBeNull()
  })

  it('names each command once, and each has a handler and a help', async () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
    for (const command of commands) {
      expect(typeof (await command.load())).toBe('function')
      expect(commandHelp(command).join('\n')).toContain(`juesuan ${command.name}`)
    }
    expect(overallHelp().join('\n')).toContain('退出码：0 完成')
  })
})
