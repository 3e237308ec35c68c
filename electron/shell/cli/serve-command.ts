import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result } from '../../../shared/channels/result.ts'
import { pagesFolder, programFile } from '../../program/places.ts'
import { serveWindow } from '../browser/main.ts'
import { badRequest, wholeNumber } from './arguments.ts'
import type { Handler } from './context.ts'

/** `serve`: returns once the port is open; the process then runs until it is told to end (Ctrl+C). */
export const serve: Handler = async ({ args, path }) => {
  const port = wholeNumber('port', args.text('port') ?? '0')
  if (!port.ok) return port
  if (port.value > 65_535) return badRequest(`--port ${port.value}`, '应为 0 到 65535')
  const built = ensureBuilt()
  if (!built.ok) return built
  const ledger = args.has('ledger') ? path(args.need('ledger')) : null
  try {
    const { address } = await serveWindow({ ledger, port: port.value, opens: !args.has('no-open') })
    return ok({ json: { address }, lines: [address] })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') return badRequest(`--port ${port.value}`, '端口已被占用，请换一个，或不写由系统选')
    if (code === 'EACCES') return badRequest(`--port ${port.value}`, '没有权限使用这个端口，请用 1024 以上的')
    throw error
  }
}

function ensureBuilt(): Result<void> {
  if (existsSync(join(pagesFolder(), 'index.html'))) return ok(undefined)
  process.stderr.write('窗口还没有构建，正在构建……\n')
  const build = spawnSync(process.execPath, [programFile('build/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] })
  return build.status === 0 ? ok(undefined) : badRequest('serve', '窗口没有构建成功，请先运行 npm run build 查看原因')
}
