import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { amend, amendsFile, readAmends } from '../../shared/catalogue/amend.ts'
import type { EditionFiles } from '../../shared/catalogue/load.ts'
import { EditionProblem } from '../../shared/catalogue/problem.ts'

/** The files of editions as they lie in folders, whole: amended editions with what they take from others. */

const tables = ['functional', 'economic'] as const

/**
 * Files of the edition in a folder. An amended edition is made from the one it names, which lies beside it or in the
 * catalogue, and may be an amended one itself. Code tables are those of its year in the catalogue's `codes`; an amended
 * edition whose year has none there keeps the other edition's, which then says so.
 *
 * @param catalogue folder of the built-in editions and code tables
 * @throws EditionProblem for files that are no JSON, amendments that do not fit, and editions made from each other
 */
export function readEditionFolder(folder: string, catalogue: string): EditionFiles {
  return readFolder(resolve(folder), catalogue, [])
}

/** Names of the editions of a catalogue, in order. A new one is a folder of data. */
export const editionFolders = (catalogue: string): readonly string[] =>
  readdirSync(join(catalogue, 'editions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isEditionFolder(join(catalogue, 'editions', entry.name)))
    .map((entry) => entry.name)
    .sort()

/** True for a folder that has an edition, whole or amending another one. */
export const isEditionFolder = (folder: string): boolean =>
  ['edition.json', amendsFile].some((file) => existsSync(join(folder, file)))

function readFolder(folder: string, catalogue: string, above: readonly string[]): EditionFiles {
  const own = jsonFilesOf(folder)
  if (!(amendsFile in own)) return withTables(own, catalogue, null)
  const { edition } = readAmends(own[amendsFile])
  const places = [join(dirname(folder), edition), join(catalogue, 'editions', edition)].map((one) => resolve(one))
  const base = places.find((place) => existsSync(place))
  if (base === undefined) throw new EditionProblem(amendsFile, 'edition', `there is no edition ${edition}`)
  const chain = [...above, folder]
  if (chain.includes(base)) {
    const names = [...chain.slice(chain.indexOf(base)), base].map((one) => basename(one))
    throw new EditionProblem(amendsFile, 'edition', `a cycle: ${names.join(' → ')}`)
  }
  const whole = readFolder(base, catalogue, chain)
  const draft = amend(whole, own)
  // the year may be amended, and then what the code tables are amended from
  const bases = withTables({ 'edition.json': draft['edition.json'] }, catalogue, whole)
  return amend({ ...whole, ...pick(bases) }, own)
}

const pick = (files: EditionFiles): EditionFiles =>
  Object.fromEntries(
    tables.map((table) => [`${table}.json`, files[`${table}.json`]]).filter(([, file]) => file !== undefined),
  ) as EditionFiles

/** Adds the code tables of the edition's year, or those of the edition it is made from. */
function withTables(files: EditionFiles, catalogue: string, base: EditionFiles | null): EditionFiles {
  const { year } = (files['edition.json'] ?? {}) as { readonly year?: unknown }
  const found: Record<string, unknown> = {}
  for (const table of tables) {
    const name = `${table}-${String(year)}.json`
    const path = join(catalogue, 'codes', name)
    if (existsSync(path)) found[`${table}.json`] = jsonOf(path, name)
    else if (base !== null) found[`${table}.json`] = takenOver(base[`${table}.json`], year)
  }
  return { ...found, ...files }
}

/** A code table of another year, saying so. */
function takenOver(table: unknown, year: unknown): unknown {
  const { table: name, year: its, source, ...rest } = (table ?? {}) as Record<string, unknown>
  if (its === year || String(name).includes('沿用')) return table
  return {
    table: `${String(name)}（沿用${String(its)}年度）`,
    year: its,
    source: `${String(source)}；没有${String(year)}年度的科目表，沿用${String(its)}年度的，未经核实`,
    ...rest,
  }
}

/** Every JSON file of a folder; the text part lies in a folder of its own: `narrative/document.json`. */
function jsonFilesOf(folder: string): EditionFiles {
  const files: Record<string, unknown> = {}
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const name = file.replaceAll('\\', '/')
    if (name.endsWith('.json')) files[name] = jsonOf(join(folder, file), name)
  }
  return files
}

function jsonOf(path: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown
  } catch (error) {
    throw new EditionProblem(file, '(whole file)', (error as Error).message)
  }
}
