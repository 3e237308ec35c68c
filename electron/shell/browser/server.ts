import { createReadStream, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from '../../../shared/channels/channels.ts'
import { ok, type Result, refuse } from '../../../shared/channels/result.ts'
import { type FileToken, isImportable, onlyImportable } from '../../../shared/channels/values.ts'
import type { Folders } from '../../program/person-folders.ts'
import { safeFileName } from '../../services/window/file-tokens.ts'
import { type Services, startServices } from '../../services/window/handlers.ts'
import { type Page, type Pages, plainHeaders } from '../pages/pages.ts'
import { readJson, saveBody, TooLarge } from './body.ts'
import { browserHost, Passage } from './browser-host.ts'
import { Events } from './events.ts'
import { Gate } from './gate.ts'
import { entryPage, spentPage, strangerPage } from './own-pages.ts'

/** A running browser shell. */
export type BrowserShell = {
  /** what to print and open: lets one browser in */
  readonly address: string
  readonly port: number
  /** Asks the tabs to end what they are doing, then closes the ledger and the port. */
  readonly stop: () => Promise<void>
}

export type BrowserShellOptions = {
  readonly pages: Pages
  readonly folders: Folders
  /** ledger to open first; null for the last one */
  readonly ledger: string | null
  /** 0 for any free one */
  readonly port: number
  /** also checks what goes out; in tests */
  readonly checksOutput?: boolean
}

/** The largest call: a paste or an import of 120,000 facts. */
const mostJson = 32 * 1024 * 1024
/** The largest upload: a ledger of many years; the reader of workbooks has a limit of its own. */
const mostUpload = 512 * 1024 * 1024
/** Milliseconds the tabs have to save what is on screen when the program ends. */
const farewell = 3_000

const clientPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Serves the window to browsers of this machine: the pages, the same channels as the desktop window, pushes, and files
 * by token. Listens on 127.0.0.1 only.
 * @throws system errors if the port is taken
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const shell = new Shell(options)
  await shell.open(options.port)
  return { address: shell.gate.address, port: shell.port, stop: () => shell.stop() }
}

class Shell {
  private readonly pages: Pages
  private readonly events = new Events()
  private readonly passage = new Passage()
  private readonly uploads = new Map<Client, string>()
  private readonly services: Services
  private readonly server: Server
  private readonly farewells = new Map<Client, () => void>()
  private stopping: Promise<void> | null = null
  private entry: Gate | null = null

  constructor({ pages, folders, ledger, checksOutput = false }: BrowserShellOptions) {
    this.pages = pages
    const host = browserHost({
      folders,
      ledger,
      passage: this.passage,
      files: () => this.services.files,
      uploadOf: (client) => this.uploads.get(client) ?? null,
      push: (push, isMeant) => this.events.push(push, isMeant),
      closed: (client) => this.farewells.get(client)?.(),
    })
    this.services = startServices(host, { checksOutput })
    // a client that sends or reads slowly holds a socket, nothing else, and not for long: Node looks for such ones every
    // half minute unless told, and until then a hundred of them would keep everybody out
    this.server = createServer(
      { connectionsCheckingInterval: 1_000 },
      (request, response) => void this.answer(request, response),
    )
    this.server.headersTimeout = 5_000
    this.server.requestTimeout = 120_000
    this.server.keepAliveTimeout = 5_000
    this.server.maxConnections = 100
    this.server.on('clientError', (_, socket) => socket.destroy())
  }

  get gate(): Gate {
    if (this.entry === null) throw new Error('not listening')
    return this.entry
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  async open(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
    })
    this.entry = new Gate(this.port)
    this.services.warm()
  }

  /** Once, however often it is asked: a terminal's Ctrl+C may arrive twice. */
  stop(): Promise<void> {
    this.stopping ??= this.stopNow()
    return this.stopping
  }

  private async stopNow(): Promise<void> {
    await this.sayFarewell()
    await this.services.end()
    this.events.close()
    this.server.close()
    this.server.closeAllConnections()
    this.passage.close()
  }

  /** Every tab that listens gets a moment to save; one that does not answer has nothing that was acknowledged to lose. */
  private async sayFarewell(): Promise<void> {
    const answered = this.events.clients.map(
      (client) => new Promise<void>((resolve) => this.farewells.set(client, resolve)),
    )
    this.events.push({ kind: 'closing' }, () => true)
    const patience = new Promise<void>((resolve) => setTimeout(resolve, farewell).unref())
    if (answered.length > 0) await Promise.race([Promise.all(answered), patience])
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.route(request, response)
    } catch (error) {
      if (error instanceof TooLarge) refuseWith(response, 413)
      else if (error instanceof SyntaxError) refuseWith(response, 400)
      else if (!response.destroyed && !request.destroyed) {
        this.services.incidents.unexpected(error, 'answer')
        refuseWith(response, 500)
      }
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = request
    // the path is taken as it was sent, so that nothing resolves `..` for anybody
    const [path = '/', query = ''] = url.split('?', 2)
    const parameters = new URLSearchParams(query)
    const token = parameters.get('token')
    if (!this.gate.isForUs(request)) refuseWith(response, 403)
    else if (method === 'GET' && path === '/' && token !== null) this.letIn(request, response, token)
    else if (!this.gate.isKnown(request)) send(response, 403, strangerPage())
    else if (method === 'GET') await this.get(path, parameters, response)
    else if (method === 'POST') await this.post(path, parameters, request, response)
    else refuseWith(response, 405)
  }

  private letIn(request: IncomingMessage, response: ServerResponse, token: string): void {
    const cookie = this.gate.exchange(token)
    if (cookie !== null) send(response, 200, entryPage(), { 'set-cookie': cookie })
    else if (this.gate.isKnown(request)) send(response, 200, entryPage())
    else send(response, 403, spentPage())
  }

  private async get(path: string, parameters: URLSearchParams, response: ServerResponse): Promise<void> {
    const page = this.pages.get(path)
    if (page !== null) send(response, 200, page)
    else if (path === '/events') this.listen(parameters.get('client') ?? '', response)
    else if (path.startsWith('/preview/')) this.show(path.slice('/preview/'.length), response)
    else if (path.startsWith('/files/')) await this.handOut(path.slice('/files/'.length), response)
    // browsers ask for it unasked
    else if (path === '/favicon.ico') response.writeHead(204, plainHeaders).end()
    else refuseWith(response, 404)
  }

  private listen(client: Client, response: ServerResponse): void {
    if (!clientPattern.test(client) || this.stopping !== null) refuseWith(response, 400)
    else this.events.open(client, response)
  }

  private async post(
    path: string,
    parameters: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const client = headerOf(request, 'x-client')
    const type = headerOf(request, 'content-type').split(';')[0]
    if (!clientPattern.test(client)) refuseWith(response, 400)
    else if (path.startsWith('/call/') && type === 'application/json') {
      sendJson(response, await this.call(path.slice('/call/'.length), client, request))
    } else if (path === '/files' && type === 'application/octet-stream') {
      sendJson(response, await this.takeIn(parameters.get('name') ?? '', request))
    } else refuseWith(response, 404)
  }

  private async call(name: string, client: Client, request: IncomingMessage): Promise<Result<unknown>> {
    const input = await readJson(request, mostJson)
    const upload = headerOf(request, 'x-upload')
    if (upload !== '') this.uploads.set(client, upload)
    try {
      return await this.services.serve(name, input, { client, isTrusted: true })
    } finally {
      if (upload !== '') this.uploads.delete(client)
    }
  }

  private async takeIn(name: string, request: IncomingMessage): Promise<Result<FileToken>> {
    const safe = safeFileName(name)
    if (!isImportable(safe) && !/\.(juesuan|json|ttf|otf|ttc|woff)$/i.test(safe)) {
      const reason = `${onlyImportable}，打开 .juesuan 账套，导入 .json 套表，或选用 .ttf、.otf、.ttc、.woff 字体`
      return refuse({ kind: 'request-rejected', where: safe, reason })
    }
    const path = this.passage.place(safe)
    await saveBody(request, path, mostUpload)
    return ok(this.services.files.keep(path))
  }

  /** Printed pages for the window's own viewer. */
  private show(token: string, response: ServerResponse): void {
    const bytes = this.services.preview(token)
    if (bytes === null) refuseWith(response, 404)
    else send(response, 200, { bytes, headers: { ...plainHeaders, 'content-type': 'application/pdf' } })
  }

  private async handOut(token: string, response: ServerResponse): Promise<void> {
    const path = this.services.files.find(token)
    if (!path.ok) {
      refuseWith(response, 404)
      return
    }
    const name = encodeURIComponent(basename(path.value)).replaceAll(
      /['()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16)}`,
    )
    response.writeHead(200, {
      ...plainHeaders,
      'content-type': 'application/octet-stream',
      'content-length': statSync(path.value).size,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    })
    await pipeline(createReadStream(path.value), response)
  }
}

function sendJson(response: ServerResponse, result: Result<unknown>): void {
  response.writeHead(200, { ...plainHeaders, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(result))
}

function refuseWith(response: ServerResponse, status: number): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  // what is left of a refused body is not read
  response.writeHead(status, { ...plainHeaders, 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(`${status}\n`)
}

const headerOf = ({ headers }: IncomingMessage, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

function send(response: ServerResponse, status: number, page: Page, more: Record<string, string> = {}): void {
  response.writeHead(status, { ...page.headers, ...more }).end(page.bytes)
}
