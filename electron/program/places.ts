import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The one place that knows where the program's own files lie. They have the same places below one root, whether the
 * sources run as they are (the root is the tree's) or the bundle does (the root is `out/app`, where the build puts
 * copies): the root is the nearest folder above this code that has the migrations.
 */
export const programRoot: string = nearestRoot(import.meta.dirname)

function nearestRoot(start: string): string {
  let folder = start
  while (!existsSync(join(folder, 'migrations', 'hashes.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error(`no program files above ${start}`)
    folder = above
  }
  return folder
}

/** Absolute path of a file the program reads at run time, given from the root, e.g. `shared/catalogue/editions`. */
export const programFile = (path: string): string => join(programRoot, path)

/** True if the sources run as they are. */
export const runsFromSources: boolean = existsSync(programFile('electron/program/places.ts'))

/** The built window: `index.html` and what it loads. From sources it is what was built last. */
export const pagesFolder = (): string => programFile(runsFromSources ? 'out/app/renderer' : 'renderer')

/**
 * Entry of a worker thread: a .ts file of the sources, or the .js file the build makes of it beside the main bundle.
 *
 * @param source from the root, without ending, e.g. `electron/exchange/workbook/read-worker`
 */
export const workerEntry = (source: string): URL =>
  pathToFileURL(runsFromSources ? programFile(`${source}.ts`) : programFile(`main/${basename(source)}.js`))

/** Folder of the standard character maps that PDFs refer to by name, with its last slash. */
export const characterMaps = (): string =>
  join(programFile(runsFromSources ? 'node_modules' : 'packages'), 'pdfjs-dist', 'cmaps', '/')
