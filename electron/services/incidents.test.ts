import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { afterwards, folder } from '../ledger/fixtures/ledgers.ts'
import { incidentLog, lastIncidents } from './incidents.ts'

const clock = () => Date.parse('2025-03-01T08:00:00.000Z')
const logIn = (at: string) => incidentLog(join(at, 'logs', 'juesuan.log'), clock)

/** As code of ours throws it, from a place of this program. */
function thrown(error: Error & { code?: unknown }): Error {
  return error
}

describe('the log', () => {
  it('keeps number, task, error and where in the program; the fault names number and log', () => {
    const log = logIn(folder())
    const fault = log.unexpected(thrown(Object.assign(new TypeError('x'), { code: 'EIO' })), 'export')
    if (fault.kind !== 'unexpected') throw new Error(fault.kind)
    expect(fault.detail).toContain(log.file)
    const entry = JSON.parse(readFileSync(log.file, 'utf8')) as { readonly frames: readonly string[] }
    expect(entry).toMatchObject({
      time: '2025-03-01T08:00:00.000Z',
      incident: fault.incident,
      task: 'export',
      error: 'TypeError',
      code: 'EIO',
    })
    expect(entry.frames[0]).toMatch(/^electron\/services\/incidents\.test\.ts:\d+:\d+$/)
  })

  it.each([
    ['in the message', new Error('张三的工资 12345.67 元')],
    ['in a message of several lines that look like steps', new Error('x\n    at 工资 (/home/zhang/12345.67:1:2)')],
    ['in the name', Object.assign(new Error('x'), { name: '张三 12345.67' })],
    ['in the code', Object.assign(new Error('x'), { code: '张三 12345.67' })],
    ['in a message changed afterwards', Object.assign(new Error('张三 12345.67'), { message: 'changed' })],
    ['as what was thrown', '张三 12345.67'],
    [
      'in a place outside the program',
      Object.assign(new Error('x'), { stack: 'Error: x\n    at f (/home/张三/12345.67/a.js:1:2)' }),
    ],
    ['in a cause', new Error('x', { cause: new Error('张三 12345.67') })],
  ])('has no amounts, names and folders of people: %s', (_, error) => {
    const log = logIn(folder())
    const fault = log.unexpected(error, 'book.commit')
    const text = readFileSync(log.file, 'utf8')
    expect(text).toContain(fault.kind === 'unexpected' ? fault.incident : '')
    expect(text).not.toMatch(/张三|12345|zhang|\p{Script=Han}/u)
    expect(text).not.toContain(homedir())
  })

  it('stays bounded: three are kept beside it, the oldest goes', () => {
    const log = logIn(folder())
    mkdirSync(join(log.file, '..'), { recursive: true })
    for (const [number, fill] of ['first', 'second', 'third', 'fourth', 'fifth'].entries()) {
      writeFileSync(log.file, `${fill}\n`.padEnd(1_000_001, '.'))
      log.note('daily backup', 'disk-full')
      expect(statSync(log.file).size, String(number)).toBeLessThan(200)
    }
    expect(['.1', '.2', '.3', '.4'].map((end) => existsSync(log.file + end))).toEqual([true, true, true, false])
    expect(readFileSync(`${log.file}.1`, 'utf8').slice(0, 5)).toBe('fifth')
    expect(readFileSync(`${log.file}.3`, 'utf8').slice(0, 5)).toBe('third')
  })

  it.runIf(process.platform !== 'win32')('can be read by its owner alone', () => {
    const mask = process.umask(0)
    afterwards(() => process.umask(mask))
    const log = logIn(folder())
    log.note('daily backup', 'disk-full')
    expect([statSync(log.file).mode & 0o777, statSync(join(log.file, '..')).mode & 0o777]).toEqual([0o600, 0o700])
  })

  it('that cannot be written is said, and stops nobody', () => {
    const at = folder()
    writeFileSync(join(at, 'logs'), 'a file where the folder should be')
    const fault = logIn(at).unexpected(new Error('x'), 'export')
    expect(fault.kind === 'unexpected' ? fault.detail : '').toContain('没能记入')
  })
})

describe('the last lines', () => {
  it('come from the log and the one set aside, without what this program does not write', () => {
    const log = logIn(folder())
    expect(lastIncidents(log.file, 5)).toEqual([])
    log.note('daily backup', 'disk-full')
    writeFileSync(`${log.file}.1`, '{"task":"older","fault":"file-failed","time":"2024-01-01T00:00:00.000Z"}\n')
    writeFileSync(
      log.file,
      `${readFileSync(log.file, 'utf8')}{"task":"张三","fault":"12345.67元","more":"李四"}\nhalf a li`,
    )
    expect(lastIncidents(log.file, 5)).toEqual([
      { time: '2024-01-01T00:00:00.000Z', task: 'older', fault: 'file-failed' },
      { time: '2025-03-01T08:00:00.000Z', task: 'daily backup', fault: 'disk-full' },
      { time: '', task: '' },
    ])
    expect(lastIncidents(log.file, 1)).toHaveLength(1)
  })
})
