import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { prepareRig, withRig } from '../../../electron/e2e/rig.ts'
import { desktopAttacks } from '../desktop-attacks.ts'
import { claim, type Family, MissingTool } from '../family.ts'
import { sampleLedger } from '../program.ts'

const entry = fileURLToPath(new URL('../desktop-process.ts', import.meta.url))

/** What a page, a frame or another window may try in the desktop program. */
export const desktop: Family = {
  name: 'desktop',
  cases: desktopAttacks.length,
  isFixed: true,
  needsWindow: true,
  begin: async (folder) => {
    const problem = prepareRig()
    if (problem !== null) throw new MissingTool('Electron rig')
    const ledger = await sampleLedger(join(folder, '样例.juesuan'))
    const [command, ...words] = [...withRig, process.execPath, entry, folder, ledger]
    const child: ChildProcess = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    const answer = async (): Promise<string> => String((await once(lines, 'line'))[0])
    const opened = /^ready (\d+)$/.exec(await answer())
    claim(opened !== null, 'the window does not open')
    return {
      triedAgain: opened[1] === '1' ? null : `opening the window (${opened[1]} tries)`,
      attempt: async (_, number) => {
        child.stdin?.write(`${number}\n`)
        const said = await answer()
        claim(said.startsWith('ok '), said)
        return said.slice(3)
      },
      end: async () => {
        child.stdin?.end()
        if (child.exitCode === null) await once(child, 'exit')
      },
    }
  },
}
