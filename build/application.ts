import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFiles } from '../electron/exchange/document/font-set.ts'
import { writeLicences } from './licences.ts'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const application = join(root, 'out/app')
const stamp = 'built.json'

/** Character maps of simplified Chinese that PDFs refer to by name; those of other scripts stay out. */
const characterMapFiles = (): string[] =>
  globSync(`pdfjs-dist/cmaps/{Adobe-GB1,GB,UniGB}*.bcmap`, { cwd: join(root, 'node_modules') })

/** Files read at run time; the bundle finds them at the same paths below `out/app` (electron/program/places.ts). */
const runTimeFiles = [
  'migrations',
  'shared/catalogue/editions',
  'shared/catalogue/codes',
  'electron/exchange/document/templates',
] as const

const sources = [
  '{shared,electron,renderer,docs,migrations}/**/*',
  'build/{application,licences,electron.vite.config}.ts',
  'package.json',
  'package-lock.json',
]
const isNoSource = (path: string): boolean => /\.test\.tsx?$|^electron\/e2e\/|^migrations\/old-ledgers\//.test(path)

/** True if nothing that goes into the application is newer than what was built last. */
export function isBuilt(): boolean {
  const built = statSync(join(application, stamp), { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return false
  const paths = globSync(sources, { cwd: root }).filter((path) => !isNoSource(path.replaceAll('\\', '/')))
  return paths.every((path) => statSync(join(root, path)).mtimeMs <= built)
}

/**
 * Builds everything that runs without the sources into `out/app`: beside it first, so that at every moment a whole
 * application lies there, the earlier one if the build fails.
 */
export async function buildApplication(): Promise<void> {
  const started = new Date()
  const draft = join(root, `out/.app-${process.pid}`)
  mkdirSync(draft, { recursive: true })
  try {
    await buildInto(draft)
    writeFileSync(join(draft, stamp), `${JSON.stringify({ built: started.toISOString() })}\n`)
    // what was changed meanwhile may not have gone in
    utimesSync(join(draft, stamp), started, started)
    rmSync(application, { recursive: true, force: true })
    renameSync(draft, application)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function buildInto(draft: string): Promise<void> {
  // Loaded when it is needed: the bundler takes longer to load than a built program to show its window.
  const { build } = await import('electron-vite')
  process.env['JUESUAN_OUT'] = draft
  await build({ root, configFile: join(root, 'build/electron.vite.config.ts'), logLevel: 'warn' })
  for (const path of runTimeFiles) {
    if (!existsSync(join(root, path))) continue
    const isWanted = (file: string): boolean => !/\.test\.tsx?$|old-ledgers/.test(file)
    cpSync(join(root, path), join(draft, path), { recursive: true, filter: isWanted })
  }
  // fonts and the compiler of pages, which are no code to bundle
  for (const path of [...packageFiles, ...characterMapFiles()])
    cpSync(join(root, 'node_modules', path), join(draft, 'packages', path))
  writeLicences(draft)
}
