import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { afterwards, folder } from '../../ledger/fixtures/ledgers.ts'
import { noncePlace, Pages } from '../pages/pages.ts'
import { browserOpener } from './open-browser.ts'
import { startBrowserShell } from './server.ts'

const client = '11111111-2222-4333-8444-555555555555'

/** A browser shell over a small page, and requests to it exactly as given. */
async function shell() {
  const home = folder()
  const pages = join(home, 'pages')
  mkdirSync(join(pages, 'assets'), { recursive: true })
  writeFileSync(join(pages, 'index.html'), `<script nonce="${noncePlace}" src="/assets/a.js"></script>`)
  writeFileSync(join(pages, 'assets', 'a.js'), 'run()')
  writeFileSync(join(home, 'secret.txt'), 'secret')
  symlinkSync(join(home, 'secret.txt'), join(home, 'link.txt'))
  const folders = { settings: join(home, 'settings'), documents: join(home, 'documents') }
  const running = await startBrowserShell({
    pages: new Pages(pages),
    folders,
    ledger: null,
    port: 0,
    checksOutput: true,
  })
  afterwards(() => void running.stop())
  const { port, address } = running
  const origin = `http://127.0.0.1:${port}`

  const ask = (
    path: string,
    options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, body } = options
      const sent = request({
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: `127.0.0.1:${port}`, ...headers },
      })
      sent.on('response', (answer) => {
        void text(answer).then((said) =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: said }),
        )
      })
      sent.on('error', reject)
      sent.end(body)
    })

  const enter = async (): Promise<string> => {
    const { headers } = await ask(address.slice(origin.length))
    return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  }
  const post = (cookie: string, path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body,
      headers: { origin, cookie, 'x-client': client, 'content-type': 'application/json', ...headers },
    })
  return { ...running, home, origin, ask, enter, post, folders }
}

describe('the printed address', () => {
  it('lets one browser in, once', async () => {
    const { ask, address, origin } = await shell()
    const path = address.slice(origin.length)
    expect((await ask('/')).status).toBe(403)
    expect((await ask('/?token=guess')).status).toBe(403)
    const first = await ask(path)
    expect(first.status).toBe(200)
    const [cookie = ''] = first.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\//)
    expect(first.body).not.toContain('token')
    const second = await ask(path)
    expect(second.status).toBe(403)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.body).toContain('已经用过')
    // who is in already may come again by it, and gets no second cookie
    const again = await ask(path, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(again.status).toBe(200)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('is of this machine only', async () => {
    const { address } = await shell()
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
  })
})

describe('a request', () => {
  it.each([
    ['for another host (DNS rebinding)', { host: 'evil.example' }],
    ['for our port under another name', { host: 'localhost' }],
    ['from a page of another site', { origin: 'https://evil.example' }],
    ['from a page of nowhere', { origin: 'null' }],
    ['that another site embeds', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
  ])('%s is refused, cookie or not', async (_, headers) => {
    const { ask, enter } = await shell()
    const cookie = await enter()
    const answer = await ask('/', { headers: { cookie, ...headers } })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('that changes something says where it comes from', async () => {
    const { ask, enter } = await shell()
    const cookie = await enter()
    const headers = { cookie, 'x-client': client, 'content-type': 'application/json' }
    expect((await ask('/call/app.start', { method: 'POST', headers, body: '{}' })).status).toBe(403)
  })

  it('with a wrong cookie is a stranger’s', async () => {
    const { ask, enter, port } = await shell()
    await enter()
    for (const cookie of [`juesuan-${port}=guess`, `juesuan-${port}=`, `juesuan=${'x'.repeat(43)}`]) {
      expect((await ask('/', { headers: { cookie } })).status).toBe(403)
    }
  })

  it('reaches only files of the window, whatever it looks like', async () => {
    const { ask, enter } = await shell()
    const headers = { cookie: await enter() }
    const page = await ask('/', { headers })
    const nonce = /nonce="([^"]+)"/.exec(page.body)?.[1] ?? ''
    expect(nonce).toHaveLength(24)
    expect(page.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(page.headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe/)
    expect((await ask('/', { headers })).body).not.toContain(nonce)
    expect(await ask('/assets/a.js', { headers })).toMatchObject({ status: 200, body: 'run()' })
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//etc/passwd',
      '/assets',
      '/assets/a.js%00.html',
      'http://127.0.0.1/assets/a.js',
    ]) {
      expect((await ask(path, { headers })).status, path).toBe(404)
    }
  })

  it.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE'])('by %s is refused', async (method) => {
    const { ask, enter, origin } = await shell()
    expect((await ask('/', { method, headers: { cookie: await enter(), origin } })).status).toBe(405)
  })
})

describe('calls', () => {
  it('come as JSON from a client with a name', async () => {
    const { post, enter } = await shell()
    const cookie = await enter()
    const answer = await post(cookie, '/call/app.start', '{}')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(JSON.parse(answer.body)).toMatchObject({ ok: true, value: { shell: 'browser' } })
    expect((await post(cookie, '/call/app.start', '{')).status).toBe(400)
    expect((await post(cookie, '/call/app.start', '{}', { 'content-type': 'text/plain' })).status).toBe(404)
    expect((await post(cookie, '/call/app.start', '{}', { 'x-client': 'me' })).status).toBe(400)
    expect(JSON.parse((await post(cookie, '/call/nothing', '{}')).body)).toMatchObject({ ok: false })
  })

  it('beyond the limit are not read', async () => {
    const { post, enter } = await shell()
    const cookie = await enter()
    const answer = await post(cookie, '/call/app.start', '{}', { 'content-length': String(33 * 1024 * 1024) }).catch(
      () => ({ status: 413 }),
    )
    expect(answer.status).toBe(413)
  })
})

describe('files', () => {
  it('come in by bytes and go out by token', async () => {
    const { post, ask, enter } = await shell()
    const cookie = await enter()
    const type = { 'content-type': 'application/octet-stream' }
    const name = encodeURIComponent('../../报表/决算.xlsx')
    const sent = await post(cookie, `/files?name=${name}`, Buffer.from([1, 2, 3]), type)
    const { value } = JSON.parse(sent.body) as { value: { token: string; name: string } }
    expect(value.name).toBe('决算.xlsx')
    const got = await ask(`/files/${value.token}`, { headers: { cookie } })
    expect(got).toMatchObject({ status: 200, body: '\x01\x02\x03' })
    expect(got.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('决算.xlsx')}`)
    expect((await ask(`/files/${value.token}`)).status).toBe(403)
    expect((await ask(`/files/${client}`, { headers: { cookie } })).status).toBe(404)
    expect((await ask('/files/../../secret.txt', { headers: { cookie } })).status).toBe(404)
    expect(JSON.parse((await post(cookie, '/files?name=a.exe', 'x', type)).body)).toMatchObject({ ok: false })
  })

  it('a ledger that was pointed out is kept among the others and opened', async () => {
    const { post, enter, folders, home } = await shell()
    const cookie = await enter()
    await post(cookie, '/call/ledger.openSample', '{}')
    const bytes = readFileSync(join(folders.documents, '2024年度部门决算（示例）.juesuan'))
    const upload = async (name: string, content: Buffer) => {
      const sent = await post(cookie, `/files?name=${encodeURIComponent(name)}`, content, {
        'content-type': 'application/octet-stream',
      })
      return (JSON.parse(sent.body) as { value: { token: string } }).value.token
    }
    const token = await upload('带来的.juesuan', bytes)
    const opened = await post(cookie, '/call/ledger.choose', '{}', { 'x-upload': token })
    expect(JSON.parse(opened.body)).toMatchObject({ value: { ledger: { name: '带来的' }, fault: null } })
    const foreign = await upload('照片.juesuan', Buffer.from('not a ledger'))
    const refused = await post(cookie, '/call/ledger.choose', '{}', { 'x-upload': foreign })
    expect(JSON.parse(refused.body)).toMatchObject({ value: { ledger: null, fault: { kind: 'ledger-foreign' } } })
    // without a file the person changed their mind
    expect(JSON.parse((await post(cookie, '/call/import.choose', '{}')).body)).toEqual({ ok: true, value: null })
    expect(home).not.toBe('')
  })
})

describe('pushes', () => {
  it('reach tabs that listen, and the end waits for their answer', async () => {
    const { enter, port, origin, post, stop } = await shell()
    const cookie = await enter()
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', (data: Buffer) => {
      heard += data.toString()
    })
    socket.write(`GET /events?client=${client} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`)
    await expect.poll(() => heard).toContain('text/event-stream')
    const other = { 'x-client': client.replace('1', '2') }
    await post(cookie, '/call/ledger.openSample', '{}', other)
    await expect.poll(() => heard).toContain('data: {"kind":"ledger-changed"}')
    const stopped = stop()
    await expect.poll(() => heard).toContain('data: {"kind":"closing"}')
    await post(cookie, '/call/app.closed', '{"saved":true}', { origin })
    await stopped
    socket.destroy()
  })
})

describe('the system’s browser', () => {
  it('is opened only where there is a screen and a way', () => {
    expect(browserOpener('darwin', {})).toEqual(['open'])
    expect(browserOpener('linux', { PATH: '/usr/bin' })).toBeNull()
    expect(browserOpener('linux', { DISPLAY: ':0', PATH: '/nowhere' })).toBeNull()
  })
})
