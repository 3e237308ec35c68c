import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'
import { EditionProblem } from '../../shared/catalogue/problem.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { editionHash, type StoredEdition } from '../ledger/ledger.ts'
import { programFile } from '../program/places.ts'

/** An edition as the ledger keeps it, and ready for use. */
export type LoadedEdition = { readonly stored: StoredEdition; readonly linked: LinkedEdition }

/** Where the editions lie, with the code tables. */
export const catalogueFolder = (): string => programFile('shared/catalogue')

/** Names of the built-in editions, in order. A new one is a folder of data. */
export function builtInEditions(catalogue = catalogueFolder()): readonly string[] {
  return readdirSync(join(catalogue, 'editions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(catalogue, 'editions', entry.name, 'edition.json')))
    .map((entry) => entry.name)
    .sort()
}

const built = new Map<string, LoadedEdition>()

/**
 * A built-in edition by its name: every JSON file of its folder, and the code tables of its year.
 * Faults: request-rejected naming the editions there are; edition-invalid with file, property and reason.
 */
export function builtInEdition(name: string, catalogue = catalogueFolder()): Result<LoadedEdition> {
  const folder = join(catalogue, 'editions', name)
  const known = builtInEditions(catalogue)
  if (!known.includes(name)) {
    const reason = `没有名为“${name}”的套表，可用的有 ${known.join('、')}`
    return refuse({ kind: 'request-rejected', where: '套表', reason })
  }
  const cached = built.get(folder)
  if (cached !== undefined) return ok(cached)
  return attempt(() => {
    const files: Record<string, unknown> = {}
    // the text part lies in a folder of its own: `narrative/document.json`
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const name = file.replaceAll('\\', '/')
      if (name.endsWith('.json')) files[name] = jsonOf(join(folder, file), name)
    }
    const { edition, year } = (files['edition.json'] ?? {}) as { edition?: unknown; year?: unknown }
    if (edition !== name) {
      throw new EditionProblem('edition.json', 'edition', `says ${String(edition)}, its folder is ${name}`)
    }
    for (const table of ['functional', 'economic']) {
      const file = `${table}-${String(year)}.json`
      const path = join(catalogue, 'codes', file)
      if (existsSync(path)) files[`${table}.json`] ??= jsonOf(path, file)
    }
    const value = readEdition(files)
    const json = canonicalJson(value)
    const hash = editionHash(json)
    const loaded = { stored: { name, revision: value.head.revision, hash, json }, linked: linkedOnce(hash, json) }
    built.set(folder, loaded)
    return loaded
  })
}

const linkedByHash = new Map<string, LinkedEdition>()

function linkedOnce(hash: string, json: string): LinkedEdition {
  const known = linkedByHash.get(hash)
  if (known !== undefined) return known
  const linked = loadEdition(JSON.parse(json))
  linkedByHash.set(hash, linked)
  return linked
}

/** An edition as a ledger kept it, ready for use; the same hash is linked once. Fault: edition-invalid. */
export const storedEdition = ({ hash, json }: StoredEdition): Result<LinkedEdition> =>
  attempt(() => linkedOnce(hash, json))

function attempt<T>(act: () => T): Result<T> {
  try {
    return ok(act())
  } catch (error) {
    if (!(error instanceof EditionProblem)) throw error
    const { file, property, reason } = error
    return refuse({ kind: 'edition-invalid', file, property, reason })
  }
}

function jsonOf(path: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new EditionProblem(file, '(whole file)', (error as Error).message)
  }
}

/** JSON with the members of objects in the order of their names: equal editions have equal text and equal hash. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
