import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, Menu, screen, session, shell } from 'electron'
import { pagesFolder, programFile } from '../../program/places.ts'
import { program, version } from '../../program/version.ts'
import { type Services, startServices } from '../../services/window/handlers.ts'
import type { Host } from '../../services/window/host.ts'
import { Pages } from '../pages/pages.ts'
import { askAfterCrash, askFolder, askOpen, askSave, askWhetherToClose } from './dialogs.ts'
import { answerCalls, theWindow } from './ipc.ts'
import { lockDown, withoutDictionaries } from './lockdown.ts'
import { menuTemplate } from './menu.ts'
import { servePages, windowAddress } from './pages-protocol.ts'
import { onScreen, readWindowState, type WindowState, writeWindowState } from './window-state.ts'

/** Milliseconds a window that is asked to close has to save what is on screen. */
const patience = 4_000

/** The desktop program: one window over one set of services. */
export class Program {
  /** to open first */
  private ledger: string | null
  private window: BrowserWindow | null = null
  private services: Services | null = null
  private passage: string | null = null
  private mayClose = false
  private isEnding = false
  /** hears the window's answer to `closing` */
  private onClosed: ((saved: boolean) => void) | null = null

  constructor(ledger: string | null) {
    this.ledger = ledger
  }

  start(): void {
    const ours = session.defaultSession
    withoutDictionaries(ours)
    servePages(ours, new Pages(pagesFolder()), (token) => this.services?.preview(token) ?? null)
    const services = startServices(this.host(), { checksOutput: process.env['JUESUAN_CHECKS_OUTPUT'] === '1' })
    this.services = services
    app.on('child-process-gone', (_, { type, reason }) => {
      if (reason !== 'clean-exit') services.incidents.note(`process ${type}`, reason)
    })
    answerCalls(services, { isOurWindow: (contents) => contents === this.window?.webContents, takeIn: this.takeIn })
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          command: (id) => this.window?.webContents.send('push', { kind: 'menu', command: id }),
          isDevelopment: process.env['JUESUAN_DEVELOPMENT'] === '1',
        }),
      ),
    )
    this.openWindow()
    // the page takes longer to load than the ledger to open
    services.warm()
  }

  /** A second start of the program: this one comes to the front, and opens the ledger named there. */
  show(ledger: string | null): void {
    const { window, services } = this
    if (window === null || services === null) {
      this.ledger = ledger ?? this.ledger
      return
    }
    if (window.isMinimized()) window.restore()
    window.focus()
    if (ledger !== null) void services.open(ledger)
  }

  /** Whatever ends the program, the ledger is closed first. */
  onQuit(event: { readonly preventDefault: () => void }): void {
    const { window, services } = this
    if (window !== null && !this.mayClose) {
      event.preventDefault()
      window.close()
    } else if (services !== null && !this.isEnding) {
      event.preventDefault()
      this.isEnding = true
      void services.end().finally(() => {
        if (this.passage !== null) rmSync(this.passage, { recursive: true, force: true })
        app.quit()
      })
    }
  }

  private openWindow(): void {
    const file = join(app.getPath('userData'), 'window.json')
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
    const state = onScreen(readWindowState(file), areas, screen.getPrimaryDisplay().workArea)
    const { x, y, width, height } = state
    const window = new BrowserWindow({
      ...(x === null || y === null ? {} : { x, y }),
      width,
      height,
      minWidth: 800,
      minHeight: 560,
      show: false,
      title: '部门决算填报',
      backgroundColor: '#ffffff',
      webPreferences: {
        preload: programFile('preload/preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        zoomFactor: 1.2 ** state.zoom,
        devTools: process.env['JUESUAN_DEVELOPMENT'] === '1',
      },
    })
    this.window = window
    const { webContents } = window
    lockDown(webContents, session.defaultSession, windowAddress)
    if (state.maximised) window.maximize()
    window.once('ready-to-show', () => window.show())
    // Chromium keeps a zoom per origin, which would come before ours
    webContents.once('dom-ready', () => webContents.setZoomLevel(state.zoom))
    webContents.on('render-process-gone', (_, { reason }) => {
      if (reason === 'clean-exit') return
      this.services?.incidents.note('window', `page ${reason}`)
      void this.afterCrash(window)
    })
    window.on('close', (event) => {
      if (this.mayClose) return
      event.preventDefault()
      void this.askToClose(window, file)
    })
    window.on('closed', () => {
      this.window = null
    })
    void webContents.loadURL(windowAddress)
  }

  private async askToClose(window: BrowserWindow, file: string): Promise<void> {
    if (this.onClosed !== null) return // asked already
    const answer = await this.farewell(window)
    const goes = answer === 'saved' || (await askWhetherToClose(window, answer)) === 'close'
    if (!goes) return
    await writeWindowState(file, stateOf(window))
    this.mayClose = true
    window.close()
  }

  private async farewell(window: BrowserWindow): Promise<'saved' | 'unsaved' | 'silent'> {
    if (window.webContents.isCrashed()) return 'saved'
    const answer = new Promise<'saved' | 'unsaved' | 'silent'>((resolve) => {
      this.onClosed = (saved) => resolve(saved ? 'saved' : 'unsaved')
      setTimeout(() => resolve('silent'), patience)
    })
    window.webContents.send('push', { kind: 'closing' })
    const given = await answer
    this.onClosed = null
    return given
  }

  private async afterCrash(window: BrowserWindow): Promise<void> {
    if ((await askAfterCrash(window)) === 'reload') window.webContents.reload()
    else {
      this.mayClose = true
      window.close()
    }
  }

  /** A dropped file, in a folder of its own that goes with the program. */
  private readonly takeIn = (name: string, bytes: Uint8Array): string => {
    this.passage ??= mkdtempSync(join(tmpdir(), 'juesuan-'))
    const folder = mkdtempSync(join(this.passage, 'file-'))
    const path = join(folder, name)
    writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 })
    return path
  }

  private host(): Host {
    const documentsFolder = join(app.getPath('documents'), '部门决算')
    const settingsFolder = app.getPath('userData')
    mkdirSync(settingsFolder, { recursive: true })
    const inWindow = <T>(ask: (window: BrowserWindow) => Promise<T | null>): Promise<T | null> =>
      this.window === null ? Promise.resolve(null) : ask(this.window)
    return {
      shell: 'desktop',
      program,
      version,
      runtime: [
        ['Electron', process.versions.electron],
        ['Chromium', process.versions.chrome],
        ['Node', process.versions.node],
      ],
      clock: Date.now,
      settingsFolder,
      documentsFolder,
      ledger: this.ledger,
      chooseOpen: (_, wanted) => inWindow((window) => askOpen(window, wanted, documentsFolder)),
      chooseSave: (_, wanted, name) => inWindow((window) => askSave(window, wanted, documentsFolder, name)),
      chooseFolder: () => inWindow((window) => askFolder(window, documentsFolder)),
      showFolder: async (path) => (await shell.openPath(path)) === '',
      reveal: (path) => shell.showItemInFolder(path),
      closed: (_, saved) => this.onClosed?.(saved),
      push: (push, isMeant) => {
        if (isMeant(theWindow)) this.window?.webContents.send('push', push)
      },
    }
  }
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds()
  const zoom = window.webContents.isCrashed() ? 0 : window.webContents.getZoomLevel()
  return { x, y, width, height, maximised: window.isMaximized(), zoom }
}
