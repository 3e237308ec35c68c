import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { startBrowserShell } from '../../../electron/shell/browser/server.ts'
import { noncePlace, Pages } from '../../../electron/shell/pages/pages.ts'
import { Fault } from '../../../shared/channels/faults.ts'
import type { Chance } from '../../testing/chance.ts'
import { claim, type Family } from '../family.ts'
import { mutateBytes } from '../mutate.ts'
import { sampleLedger } from '../program.ts'
import { type Answer, bodyOf, claimHeard, claimRefused, send } from '../raw-request.ts'
import { hostileText, wellFormed } from '../texts.ts'

const secret = 'the-secret-of-another-file'
const client = '11111111-2222-4333-8444-555555555555'

const paths = [
  '/',
  '/index.html',
  '/assets/a.js',
  '/events?client=x',
  '/files/x',
  '/preview/x',
  '/call/app.start',
  '/call/__proto__',
  '/favicon.ico',
] as const
const climbs = [
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/assets/....//secret.txt',
  '/assets/%252e%252e%252fsecret.txt',
  '/link.txt',
  '/files/../../secret.txt',
  '/files/..%2f..%2fsecret.txt',
  '/preview/../secret.txt',
  '//127.0.0.1/secret.txt',
  'http://evil.example/secret.txt',
  '/assets/a.js%00.html',
  '/\\..\\secret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/__proto__',
  '/constructor',
] as const

/** Requests of other programs and other pages of the machine to the window's server. */
export const browserShell: Family = {
  name: 'browser-shell',
  cases: 2_000,
  begin: async (folder) => {
    const ledger = await sampleLedger(join(folder, '样例.juesuan'))
    const pages = join(folder, 'pages')
    mkdirSync(join(pages, 'assets'), { recursive: true })
    writeFileSync(join(pages, 'index.html'), `<script nonce="${noncePlace}" src="/assets/a.js"></script>`)
    writeFileSync(join(pages, 'assets', 'a.js'), 'run()')
    writeFileSync(join(folder, 'secret.txt'), secret)
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'link.txt'))
    const folders = { settings: join(folder, 'settings'), documents: join(folder, 'documents') }
    const shell = await startBrowserShell({ pages: new Pages(pages), folders, ledger, port: 0, checksOutput: true })
    const { port } = shell
    const host = `127.0.0.1:${port}`
    const origin = `http://${host}`
    const token = new URL(shell.address).searchParams.get('token') ?? ''
    const entered = await send(port, `GET /?token=${token} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    const cookie = /set-cookie: ([^;\r]+)/i.exec(entered.text)?.[1] ?? ''
    claim(entered.status === 200 && cookie !== '', 'the printed address does not let anybody in')
    const log = join(folders.settings, 'logs', 'juesuan.log')

    const requestOf = (
      method: string,
      path: string,
      headers: readonly string[],
      body: string | Uint8Array = '',
    ): Buffer =>
      Buffer.concat([
        Buffer.from(`${method} ${path} HTTP/1.1\r\n${headers.map((one) => `${one}\r\n`).join('')}\r\n`, 'utf8'),
        Buffer.from(body),
      ])
    const own = (more: readonly string[] = []): string[] => [
      `Host: ${host}`,
      `Origin: ${origin}`,
      `Cookie: ${cookie}`,
      `X-Client: ${client}`,
      ...more,
    ]
    const json = (body: string | Uint8Array): string[] =>
      own(['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`])
    const isAlive = async (): Promise<void> => {
      const { status } = await send(port, requestOf('GET', '/', own()))
      claim(status === 200, `the person's own browser gets ${status}`)
    }
    const isRefused = (answer: Answer, what: string, isWhole = true): void => {
      const { text } = answer
      claim(!text.includes(secret) && !text.includes('root:'), `${what}: a file of the machine went out`)
      claim(!/set-cookie/i.test(text), `${what}: was given a cookie`)
      claimRefused(answer, isWhole, what)
    }

    const attacks: Readonly<Record<string, (chance: Chance) => Promise<string>>> = {
      // a name that somebody else's server gave to 127.0.0.1
      rebinding: async (chance) => {
        const name = chance.oneOf([
          `evil.example:${port}`,
          'evil.example',
          `localhost:${port}`,
          '127.0.0.1',
          `127.0.0.1:${port + 1}`,
          `[::1]:${port}`,
          `${host}.evil.example`,
          '',
          `${host}\t`.trim() + '@evil',
          `0.0.0.0:${port}`,
        ])
        const method = chance.oneOf(['GET', 'POST'])
        const path = chance.oneOf([...paths, `/?token=${token}`])
        isRefused(
          await send(
            port,
            requestOf(method, path, [`Host: ${name}`, `Origin: ${origin}`, `Cookie: ${cookie}`, 'Content-Length: 0']),
          ),
          `host ${name}`,
        )
        return 'refused'
      },
      'cross-site': async (chance) => {
        const from = chance.oneOf([
          'http://evil.example',
          'null',
          `http://127.0.0.1:${port + 1}`,
          `https://${host}`,
          `http://${host}.evil.example`,
          'file://',
          'chrome-extension://x',
          `${origin}/`,
        ])
        const body = '{}'
        const headers = chance.oneOf([
          [`Host: ${host}`, `Cookie: ${cookie}`, `Origin: ${from}`],
          [`Host: ${host}`, `Cookie: ${cookie}`],
          [`Host: ${host}`, `Cookie: ${cookie}`, `Origin: ${origin}`, 'Sec-Fetch-Site: cross-site'],
          [
            `Host: ${host}`,
            `Cookie: ${cookie}`,
            `Origin: ${origin}`,
            'Sec-Fetch-Site: same-site',
            'Sec-Fetch-Mode: navigate',
          ],
          [`Host: ${host}`, `Origin: ${origin}`],
        ])
        const type = chance.oneOf([
          'application/json',
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
        ])
        const sent = requestOf(
          'POST',
          '/call/book.create',
          [...headers, `X-Client: ${client}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`],
          body,
        )
        isRefused(await send(port, sent), `post ${headers.slice(1).join()}`)
        return 'refused'
      },
      token: async (chance) => {
        const guess = chance.oneOf<() => string>([
          () => 'A'.repeat(chance.below(64)),
          () => Buffer.from(chance.list(24, () => chance.below(256))).toString('base64url'),
          () => token,
          () => `${token.slice(0, -1)}${chance.oneOf(['A', '%00', ''])}`,
          () => encodeURIComponent(wellFormed(hostileText(chance))).slice(0, 6_000),
        ])()
        isRefused(await send(port, requestOf('GET', `/?token=${guess}`, [`Host: ${host}`])), 'a guessed token')
        const wrong = chance.oneOf([
          `juesuan-${port}=`,
          `juesuan-${port}=${guess.replaceAll(/[^\w-]/g, '')}`,
          `juesuan-${port}=x; ${cookie.replace('=', '=x')}`,
          '='.repeat(900),
        ])
        isRefused(
          await send(port, requestOf('GET', chance.oneOf(paths), [`Host: ${host}`, `Cookie: ${wrong}`])),
          'a guessed cookie',
        )
        return 'refused'
      },
      paths: async (chance) => {
        const path = chance.once(3)
          ? `${chance.oneOf(['/', '/assets/', '/files/', '/preview/'])}${encodeURIComponent(wellFormed(hostileText(chance))).slice(0, 4_000)}`
          : chance.oneOf(climbs)
        isRefused(await send(port, requestOf('GET', path, own())), `path ${path.slice(0, 60)}`)
        return 'refused'
      },
      calls: async (chance) => {
        const name = chance.oneOf([
          'app.start',
          'book.open',
          'book.commit',
          '__proto__',
          'constructor',
          'x'.repeat(3_000),
          'export.workbook',
          'ledger.verify',
        ])
        const body = chance.oneOf<() => Uint8Array>([
          () => Buffer.from('['.repeat(chance.oneOf([100, 1_000_000]))),
          () => Buffer.from('{"__proto__":{"isTrusted":true}}'),
          () => Buffer.from(JSON.stringify({ book: hostileText(chance) })),
          () => Buffer.from(chance.list(chance.below(200), () => chance.below(256))),
          () => Buffer.from(`"${'\\ud800'.repeat(100)}"`),
          () => Buffer.from(''),
        ])()
        const answer = await send(port, requestOf('POST', `/call/${name}`, json(body), body))
        const { status, text } = answer
        claimHeard(answer, true, `call ${name.slice(0, 30)}`)
        claim(status === 200 || (status >= 400 && status < 500), `call ${name.slice(0, 30)}: ${status}`)
        const said = bodyOf(text)
        if (status === 200) {
          const result = JSON.parse(said) as { ok: boolean; fault?: unknown }
          claim(
            result.ok || (Fault.safeParse(result.fault).success && !said.includes('"unexpected"')),
            `call ${name}: ${said.slice(0, 200)}`,
          )
          return result.ok ? 'value' : 'refused'
        }
        return String(status)
      },
      bodies: async (chance) => {
        const most = 32 * 1024 * 1024
        const path = chance.oneOf(['/call/app.start', `/files?name=${encodeURIComponent('表.xlsx')}`])
        const type = path.startsWith('/files') ? 'application/octet-stream' : 'application/json'
        const length = chance.oneOf([most + 1, 2 ** 31, 2 ** 53, 10 ** 18, -1, 'x', '0x10', '1, 2', '9'.repeat(400)])
        isRefused(
          await send(
            port,
            requestOf(
              'POST',
              chance.once(3) ? '/call/app.start' : path,
              own([
                `Content-Type: ${path.startsWith('/files') && length !== most + 1 ? type : 'application/json'}`,
                `Content-Length: ${length}`,
              ]),
            ),
          ),
          `a body of ${length}`,
          false,
        )
        return 'refused'
      },
      smuggling: async (chance) => {
        const inner = `GET / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`
        const sent = chance.oneOf([
          requestOf(
            'POST',
            '/call/app.start',
            [`Host: evil.example`, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
            `0\r\n\r\n${inner}`,
          ),
          requestOf(
            'POST',
            '/call/app.start',
            [`Host: evil.example`, `Content-Length: 0`, 'Content-Length: 90'],
            inner,
          ),
          requestOf('POST', '/call/app.start', [`Host: ${host}`, 'Transfer-Encoding: chunked, identity'], 'zz\r\n'),
          requestOf('GET', '/', [`Host: ${host}`, 'Host: evil.example']),
          requestOf('GET', '/', [`Host: evil.example`, `Host: ${host}`]),
          requestOf('GET', '/', [`X: ${'x'.repeat(20_000)}`, `Host: ${host}`]),
          requestOf('GET', '/', [...chance.list(3_000, (at) => `X-${at}: 1`), `Host: ${host}`]),
          requestOf('CONNECT', 'evil.example:80', [`Host: ${host}`]),
          requestOf(chance.oneOf(['TRACE', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']), '/', own()),
          requestOf('GET', '*', own()),
          requestOf('GET', '/', [...own(), 'Connection: upgrade', 'Upgrade: websocket']).subarray(0, -4),
        ])
        const answer = await send(port, sent)
        claimHeard(answer, false, `smuggling ${sent.subarray(0, 60).toString('latin1')}`)
        claim(!answer.text.includes(secret), 'a file of the machine went out')
        claim(!answer.text.includes(noncePlace), 'the page went out without a nonce')
        claim(answer.status === 0 || answer.status >= 400, `smuggled: ${answer.status}`)
        return 'refused'
      },
      noise: async (chance) => {
        const bytes = mutateBytes(requestOf('POST', '/call/books.list', json('{}'), '{}'), chance)
        const answer = await send(port, bytes)
        claimHeard(answer, false, `noise ${Buffer.from(bytes).toString('latin1', 0, 60)}`)
        const { status, text } = answer
        claim(status !== 500 && !text.includes('"unexpected"'), `noise: ${text.slice(0, 200)}`)
        return String(status)
      },
    }
    const quick = Object.keys(attacks)

    /** Clients that send a byte now and then; who is in may go on, and they are gone before the limit. */
    const slow = async (count: number, chance: Chance): Promise<string> => {
      const begun = performance.now()
      const whole = chance.once(2)
        ? requestOf('GET', '/', [`Host: ${host}`])
        : requestOf('POST', '/call/app.start', [`Host: evil.example`, 'Transfer-Encoding: chunked'], '1\r\n ')
      const sockets: Socket[] = []
      let open = 0
      for (let number = 0; number < count; number++) {
        const socket = connect({ host: '127.0.0.1', port })
        sockets.push(socket)
        open++
        socket.on('error', () => undefined)
        socket.on('close', () => open--)
      }
      let at = 0
      const dribble = setInterval(() => {
        for (const socket of sockets) if (socket.writable) socket.write(whole.subarray(at, at + 1))
        at = Math.min(at + 1, whole.length - 3)
      }, 250)
      try {
        if (count < 90) await isAlive()
        while (open > 0 && performance.now() - begun < 9_500) await new Promise((resolve) => setTimeout(resolve, 100))
        claim(open === 0, `${open} slow connections are still there`)
        await isAlive()
        return 'slow: gone'
      } finally {
        clearInterval(dribble)
        for (const socket of sockets) socket.destroy()
      }
    }

    return {
      attempt: async (chance) => {
        const outcome = chance.once(500)
          ? await slow(chance.oneOf([20, 80, 150]), chance)
          : await (async () => {
              const kind = chance.oneOf(quick)
              return `${kind} ${await attacks[kind]?.(chance)}`
            })()
        if (chance.once(50)) await isAlive()
        const noted = (() => {
          try {
            return readFileSync(log, 'utf8')
          } catch {
            return ''
          }
        })()
        claim(!noted.includes('"incident"'), `an incident: ${noted.slice(-600)}`)
        return outcome
      },
      end: () => shell.stop(),
    }
  },
}
