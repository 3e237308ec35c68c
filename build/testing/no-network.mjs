// Loaded before a program (`node --import <address of this file>?attempts=FILE main.ts`), it takes every way to the
// network that Node has: whoever tries one is refused, and what was tried is noted, one line each. Threads of the program,
// and their threads, load it too. With `&serves=127.0.0.1` a server may listen there, and nowhere else.
import { appendFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'

const require = createRequire(import.meta.url)
const { searchParams } = new URL(import.meta.url)
const attempts = searchParams.get('attempts')
const serves = searchParams.get('serves')

/**
 * @param {string} what
 * @returns {never}
 */
function refuse(what) {
  appendFileSync(String(attempts), `${what}\n`)
  throw Object.assign(new Error(`the network is blocked: ${what}`), { code: 'EBLOCKED' })
}

/**
 * @param {object} owner
 * @param {string} owned for the note
 * @param {readonly string[]} names
 */
function block(owner, owned, names) {
  for (const name of names) {
    Object.defineProperty(owner, name, {
      // no arrow: some are constructors
      value: function blocked() {
        return refuse(`${owned}.${name}`)
      },
      writable: true,
      configurable: true,
    })
  }
}

const functionsOf = (/** @type {object} */ owner) =>
  Object.entries(owner)
    .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
    .map(([name]) => name)

const net = require('node:net')
const { listen } = net.Server.prototype
// what a server accepts is no attempt of ours; what connects is
block(net.Socket.prototype, 'net.Socket', ['connect'])
block(net, 'net', ['connect', 'createConnection'])
Object.defineProperty(net.Server.prototype, 'listen', {
  value: function listenHere(/** @type {any[]} */ ...words) {
    const [options] = words
    if (serves !== null && options?.host === serves) return Reflect.apply(listen, this, words)
    return refuse(`net.Server.listen ${options?.host ?? 'anywhere'}`)
  },
})

const dns = require('node:dns')
const { lookup } = dns
block(dns, 'dns', functionsOf(dns))
// a server asks for the address of what is one already
Object.defineProperty(dns, 'lookup', {
  value: (/** @type {any[]} */ ...words) =>
    net.isIP(words[0]) === 0 ? refuse('dns.lookup') : Reflect.apply(lookup, dns, words),
})
block(dns.promises, 'dns.promises', functionsOf(dns.promises))
for (const { prototype } of [dns.Resolver, dns.promises.Resolver])
  block(prototype, 'dns.Resolver', ['resolve', 'resolve4', 'resolve6', 'reverse'])
block(require('node:dgram'), 'dgram', ['createSocket'])
block(require('node:http'), 'http', ['request', 'get'])
block(require('node:https'), 'https', ['request', 'get'])
block(require('node:http2'), 'http2', ['connect'])
block(require('node:tls'), 'tls', ['connect'])
block(globalThis, 'globalThis', ['fetch', 'WebSocket', 'EventSource'])
// another program could do what this one may not
block(require('node:child_process'), 'child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'fork'])

const threads = require('node:worker_threads')
const { Worker } = threads
threads.Worker = class extends Worker {
  /**
   * @param {string | URL} file
   * @param {import('node:worker_threads').WorkerOptions} options
   */
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: [...(options.execArgv ?? []), '--import', import.meta.url] })
  }
}
syncBuiltinESMExports()
