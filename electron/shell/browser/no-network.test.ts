import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { attemptsIn, withoutNetwork } from '../../../build/testing/offline.ts'
import { inetSockets, processTree } from '../../../build/testing/sockets.ts'
import { needs } from '../../../build/tools.ts'
import type { ChannelName, Input, Output } from '../../../shared/channels/channels.ts'
import type { Result } from '../../../shared/channels/result.ts'
import { afterwards, folder, must } from '../../ledger/fixtures/ledgers.ts'

const main = fileURLToPath(new URL('./fixtures/offline-shell.ts', import.meta.url))

/** A browser shell in a process that has no network but its one port, and calls to it as a tab makes them. */
async function blockedShell() {
  const home = folder()
  const attempts = join(home, 'attempts')
  const child = spawn(process.execPath, [...withoutNetwork(attempts, '127.0.0.1'), main, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  afterwards(() => void child.kill('SIGKILL'))
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { origin } = new URL(address)
  const cookie = ((await fetch(address)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const call = async <N extends ChannelName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const answer = await fetch(`${origin}/call/${name}`, {
      method: 'POST',
      headers: {
        cookie,
        origin,
        'content-type': 'application/json',
        'x-client': '11111111-2222-4333-8444-555555555555',
      },
      body: JSON.stringify(input),
    })
    return must((await answer.json()) as Result<Output<N>>)
  }
  return { child, origin, attempts, call }
}

it('serves every kind of call and tries no way to the network, its threads neither', { timeout: 120_000 }, async () => {
  const { call, attempts, child } = await blockedShell()
  await call('ledger.openSample', {})
  const [book] = await call('books.list', {})
  const id = book?.id ?? 0
  await call('book.open', { book: id })
  expect(await call('export.workbook', { book: id, supplements: true })).not.toBeNull()
  for (const format of ['pdf', 'docx'] as const)
    expect(await call('export.document', { book: id, format, textOnly: false, form: null })).not.toBeNull()
  expect(await call('document.preview', { book: id, form: 'GK05' })).not.toBeNull()
  expect((await call('export.all', { replace: false }))?.books).toBe(1)
  expect((await call('app.diagnostics', {})).length).toBeGreaterThan(4)
  await call('ledger.backup', {})
  await call('ledger.verify', {})
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(attemptsIn(attempts)).toEqual([])
})

it('listens on 127.0.0.1 and has no other socket of the internet', async (context) => {
  needs(context, '/proc (Linux)', existsSync('/proc/self/fd'))
  const { child, origin, call } = await blockedShell()
  await call('ledger.openSample', {})
  const here = new URL(origin).host
  const sockets = inetSockets(processTree(child.pid ?? 0))
  const [listening, ...others] = sockets.filter(({ isListening }) => isListening)
  expect(listening).toMatchObject({ protocol: 'tcp', local: here })
  expect(others).toEqual([])
  // what is left are connections this test made
  const answered = sockets.filter(({ isListening }) => !isListening)
  expect(answered.filter(({ local, remote }) => local !== here || !remote.startsWith('127.0.0.1:'))).toEqual([])
})
