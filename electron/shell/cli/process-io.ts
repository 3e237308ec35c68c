import { logFile, ownFolders } from '../../program/person-folders.ts'
import type { Io } from './context.ts'

/** Scripts of package.json that start a command: npm starts them in the package's folder, wherever the user stood. */
const scripts = ['juesuan', 'sample']

/** The process's own streams, clock and folder. */
export function processIo(): Io {
  const { env } = process
  const startedBy = env['npm_lifecycle_event'] ?? ''
  // `… | head` closes the pipe early: nobody reads the rest
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    cwd: (scripts.includes(startedBy) ? env['INIT_CWD'] : undefined) ?? process.cwd(),
    clock: Date.now,
    logFile: logFile(ownFolders().settings),
  }
}
