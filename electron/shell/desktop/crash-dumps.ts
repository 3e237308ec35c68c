import { join } from 'node:path'
import { app, crashReporter } from 'electron'
import { logFolder } from '../../program/person-folders.ts'

/**
 * Crash dumps are off: a dump is a copy of memory, with amounts and names in it. That a process died is noted in the log.
 * Whoever looks for the reason of a crash turns them on (`JUESUAN_CRASH_DUMPS=1`); they then lie beside the log, and
 * are sent nowhere. Before the program is ready.
 */
export function keepDumpsIfAsked(): void {
  if (process.env['JUESUAN_CRASH_DUMPS'] !== '1') return
  app.setPath('crashDumps', join(logFolder(app.getPath('userData')), 'crashes'))
  crashReporter.start({ uploadToServer: false })
}
