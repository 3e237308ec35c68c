import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { attemptsIn, ran, withoutNetwork } from '../../../build/testing/offline.ts'
import { needs, needTool } from '../../../build/tools.ts'
import { folder } from '../../ledger/fixtures/ledgers.ts'
import { sampleShell } from './fixtures/shell.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const elsewhere = fileURLToPath(new URL('./fixtures/commands-elsewhere.ts', import.meta.url))
const sample = fileURLToPath(new URL('./fixtures/sample-elsewhere.ts', import.meta.url))
const published = fileURLToPath(new URL('../../exchange/intake/fixtures/published-libreoffice.pdf', import.meta.url))
const ofBook = ['--ledger', '2024.juesuan', '--year', '2024'] as const

/** One of each kind of command: edits, calculation, text part, every printer, every reader, workers, care of the file. */
const commands: readonly (readonly string[])[] = [
  ['new', '--ledger', 'new.juesuan', '--department', '某局', '--year', '2024'],
  ['set', ...ofBook, '--form', 'GK05', '--row', '2080501', '--column', 'income', '12.5'],
  ['undo', ...ofBook],
  ['check', ...ofBook, '--all'],
  ['narrative', ...ofBook],
  ['analysis', ...ofBook],
  ['editions', '--ledger', '2024.juesuan'],
  ['export', ...ofBook, '--out', 'out', '--format', 'xlsx,pdf,docx'],
  ['import', '--ledger', 'new.juesuan', '--year', '2024', published, '--dry-run'],
  ['template', '--edition', 'dongcheng-2024', '--out', 'template.xlsx'],
  ['copy-book', ...ofBook, '--to', 'other.juesuan'],
  ['backup', '--ledger', '2024.juesuan', '--out', 'backup.juesuan'],
  ['verify', '--ledger', '2024.juesuan'],
  ['diagnostics', '--ledger', '2024.juesuan'],
  ['salvage', '--ledger', '2024.juesuan', '--out', 'salvaged.juesuan'],
  ['export-all', '--ledger', '2024.juesuan', '--out', 'all'],
]

/** The files of a folder by name, to be compared with another run's. */
const bytesIn = (at: string): Map<string, Buffer> =>
  new Map(readdirSync(at).map((name) => [name, readFileSync(join(at, name))]))

describe('the block', () => {
  it('refuses and notes every way to the network, in threads of threads too', async () => {
    const at = folder()
    const attempts = join(at, 'attempts')
    const tries = [
      ["import { connect } from 'node:net'; connect(80, '192.0.2.1')", 'net.connect'],
      ["import { Socket } from 'node:net'; new Socket().connect(80, '192.0.2.1')", 'net.Socket.connect'],
      ["import { createServer } from 'node:net'; createServer().listen(0)", 'net.Server.listen anywhere'],
      [
        "import { createServer } from 'node:http'; createServer().listen({ host: '0.0.0.0' })",
        'net.Server.listen 0.0.0.0',
      ],
      ["import { get } from 'node:http'; get('http://192.0.2.1')", 'http.get'],
      ["import https from 'node:https'; https.request('https://192.0.2.1')", 'https.request'],
      ["import { connect } from 'node:tls'; connect(443, '192.0.2.1')", 'tls.connect'],
      ["import { lookup } from 'node:dns/promises'; await lookup('example.org')", 'dns.promises.lookup'],
      ["import dns from 'node:dns'; dns.resolve4('example.org', () => {})", 'dns.resolve4'],
      ["import { createSocket } from 'node:dgram'; createSocket('udp4')", 'dgram.createSocket'],
      ["await fetch('http://192.0.2.1')", 'globalThis.fetch'],
      ["new WebSocket('ws://192.0.2.1')", 'globalThis.WebSocket'],
      ["import { spawn } from 'node:child_process'; spawn('true')", 'child_process.spawn'],
    ] as const
    for (const [number, [code]] of tries.entries()) writeFileSync(join(at, `${number}.mjs`), code)
    const threads = tries.map(
      (_, number) => `
      await new Promise((resolve) => new Worker(new URL('./${number}.mjs', import.meta.url), { env: {}, execArgv: [] })
        .on('error', () => resolve()).on('exit', () => resolve()))`,
    )
    const start = "import { Worker } from 'node:worker_threads'"
    writeFileSync(join(at, 'thread.mjs'), `${start}${threads.join('')}`)
    writeFileSync(
      join(at, 'main.mjs'),
      `${start}; new Worker(new URL('./thread.mjs', import.meta.url), { execArgv: [] })`,
    )
    const { code, err } = await ran(process.execPath, [...withoutNetwork(attempts), 'main.mjs'], { cwd: at })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(attemptsIn(attempts)).toEqual(tries.map(([, what]) => what))
    // and on the main thread
    const first = await ran(process.execPath, [...withoutNetwork(attempts), '0.mjs'], { cwd: at })
    expect([first.code, first.err.includes('the network is blocked')]).toEqual([1, true])
    expect(attemptsIn(attempts)).toHaveLength(tries.length + 1)
  }, 120_000)
})

describe('the command line', () => {
  it('tries no way to the network, whatever it does', { timeout: 180_000 }, async () => {
    const sh = await sampleShell()
    const attempts = sh.path('attempts')
    writeFileSync(sh.path('commands.json'), JSON.stringify(commands))
    const words = [elsewhere, sh.path('commands.json'), sh.path('codes.json'), sh.path('sample')]
    const { code, err } = await ran(process.execPath, [...withoutNetwork(attempts), ...words], { cwd: sh.folder })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const codes = JSON.parse(readFileSync(sh.path('codes.json'), 'utf8')) as number[]
    expect(codes.map((one, place) => [one, commands[place] ?? 'sample'])).toEqual(
      [...commands, 'sample'].map((one) => [0, one]),
    )
    expect(existsSync(sh.path('all/manifest.json'))).toBe(true)
    expect(attemptsIn(attempts)).toEqual([])
  })
})

describe('the printers', () => {
  it('give the same files without any network at all', { timeout: 120_000 }, async (context) => {
    const unshare = needTool(context, 'unshare')
    needs(context, 'unshare -rn (namespaces without root)', spawnSync(unshare, ['-rn', 'true']).status === 0)
    const sh = await sampleShell()
    const words = [main, 'export', ...ofBook, '--format', 'xlsx,pdf,docx', '--out']
    const both = await Promise.all([
      ran(process.execPath, [...words, 'usual'], { cwd: sh.folder }),
      ran(unshare, ['-rn', process.execPath, ...words, 'alone'], { cwd: sh.folder }),
    ])
    expect(both).toMatchObject([
      { code: 0, err: '' },
      { code: 0, err: '' },
    ])
    const files = bytesIn(sh.path('alone'))
    expect(files.size).toBe(3)
    expect(files).toEqual(bytesIn(sh.path('usual')))
  })
})

describe('the sample', () => {
  it('asks the system for no internet socket', { timeout: 120_000 }, async (context) => {
    const strace = needTool(context, 'strace')
    needs(context, 'strace (ptrace)', spawnSync(strace, ['-o', '/dev/null', 'true']).status === 0)
    const to = folder()
    const calls = join(to, 'calls')
    // what it would show is shown first
    const probe = "require('node:net').connect(9, '127.0.0.1').on('error', () => {})"
    const traced = ['-f', '-qq', '-e', 'trace=network', '-o', calls]
    await ran(strace, [...traced, process.execPath, '-e', probe], { cwd: to })
    expect(readFileSync(calls, 'utf8')).toMatch(/socket\(AF_INET/)
    const { code } = await ran(strace, [...traced, process.execPath, sample, join(to, 'sample')], { cwd: to })
    expect(code).toBe(0)
    expect(readdirSync(join(to, 'sample')).filter((name) => /\.(xlsx|pdf|docx)$/.test(name))).toHaveLength(3)
    const seen = readFileSync(calls, 'utf8').split('\n')
    expect(seen.filter((line) => /AF_INET|AF_PACKET|SOCK_RAW/.test(line))).toEqual([])
  })
})
