import { resolve } from 'node:path'
import { app } from 'electron'
import { ledgerEnding } from '../../services/window/workspace.ts'
import { keepDumpsIfAsked } from './crash-dumps.ts'
import { stayOffline } from './lockdown.ts'
import { declareScheme } from './pages-protocol.ts'
import { Program } from './program.ts'

/** A ledger named on the command line, as by double click in the file manager. */
const ledgerIn = (words: readonly string[], folder: string): string | null => {
  const named = words.slice(1).find((word) => word.endsWith(ledgerEnding) && !word.startsWith('-'))
  return named === undefined ? null : resolve(folder, named)
}

declareScheme()
stayOffline()
keepDumpsIfAsked()
if (app.requestSingleInstanceLock()) {
  const program = new Program(ledgerIn(process.argv, process.cwd()))
  // macOS names a double-clicked file this way, also to a program that is just starting
  app.on('open-file', (event, path) => {
    event.preventDefault()
    program.show(path)
  })
  app.on('second-instance', (_, words, folder) => program.show(ledgerIn(words, folder)))
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => program.onQuit(event))
  void app.whenReady().then(() => program.start())
} else {
  app.exit(0)
}
