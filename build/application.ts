import { cpSync, existsSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeLicences } from './licences.ts'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const application = join(root, 'out/app')
const stamp = join(application, 'built.json')

/** Files read at run time; the bundle finds them at the same paths below `out/app` (electron/program/places.ts). */
const runTimeFiles = ['migrations', 'shared/catalogue/editions', 'shared/catalogue/codes', 'docs'] as const

const sources = [
  '{shared,electron,renderer,docs,migrations}/**/*',
  'build/{application,licences,electron.vite.config}.ts',
  'package.json',
  'package-lock.json',
]
const isNoSource = (path: string): boolean => /\.test\.tsx?$|^electron\/e2e\/|^migrations\/old-ledgers\//.test(path)

/** True if nothing that goes into the application is newer than what was built last. */
export function isBuilt(): boolean {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return false
  const paths = globSync(sources, { cwd: root }).filter((path) => !isNoSource(path.replaceAll('\\', '/')))
  return paths.every((path) => statSync(join(root, path)).mtimeMs <= built)
}

/** Builds everything that runs without the sources into `out/app`. */
export async function buildApplication(): Promise<void> {
  // Loaded when it is needed: the bundler takes longer to load than a started program to show its window.
  const { build } = await import('electron-vite')
  rmSync(application, { recursive: true, force: true })
  mkdirSync(application, { recursive: true })
  await build({ root, configFile: join(root, 'build/electron.vite.config.ts'), logLevel: 'warn' })
  for (const path of runTimeFiles) {
    if (!existsSync(join(root, path))) continue
    const isWanted = (file: string): boolean => !/\.test\.tsx?$|old-ledgers/.test(file)
    cpSync(join(root, path), join(application, path), { recursive: true, filter: isWanted })
  }
  writeLicences(root, application)
  writeFileSync(stamp, `${JSON.stringify({ built: new Date().toISOString() })}\n`)
}
