import { join } from 'node:path'
import { z } from 'zod'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'
import { EditionProblem } from '../../shared/catalogue/problem.ts'
import { type Edition, EditionHead } from '../../shared/catalogue/vocabulary.ts'
import { ok, type Result, refuse } from '../../shared/channels/result.ts'
import { editionHash, type Ledger, type StoredEdition } from '../ledger/ledger.ts'
import { programFile } from '../program/places.ts'
import { editionFolders, readEditionFolder } from './edition-files.ts'

/** An edition as the ledger keeps it, and ready for use. */
export type LoadedEdition = { readonly stored: StoredEdition; readonly linked: LinkedEdition }

/** Where the editions lie, with the code tables. */
export const catalogueFolder = (): string => programFile('shared/catalogue')

/** Names of the built-in editions, in order. A new one is a folder of data. */
export const builtInEditions = (catalogue = catalogueFolder()): readonly string[] => editionFolders(catalogue)

const built = new Map<string, LoadedEdition>()

/**
 * A built-in edition by its name, whole: what it amends another one by is worked in, so that its hash covers all of it.
 * Faults: request-rejected naming the editions there are; edition-invalid with file, property and reason.
 */
export function builtInEdition(name: string, catalogue = catalogueFolder()): Result<LoadedEdition> {
  const known = builtInEditions(catalogue)
  if (!known.includes(name)) return refuse(unknownEdition(name, known))
  const folder = join(catalogue, 'editions', name)
  const cached = built.get(folder)
  if (cached !== undefined) return ok(cached)
  return attemptEdition(() => {
    const value = readEdition(readEditionFolder(folder, catalogue))
    if (value.head.edition !== name) {
      throw new EditionProblem('edition.json', 'edition', `says ${value.head.edition}, its folder is ${name}`)
    }
    const loaded = loadedEdition(value)
    built.set(folder, loaded)
    return loaded
  })
}

const unknownEdition = (name: string, known: readonly string[]) =>
  ({
    kind: 'request-rejected',
    where: '套表',
    reason: `没有名为“${name}”的套表，可用的有 ${known.join('、')}`,
  }) as const

/**
 * The edition of a name for new work: of those of the program and those in the ledger the one of the highest revision,
 * then of the highest local revision (code tables that users brought), then the program's.
 * Faults: request-rejected naming the editions there are; edition-invalid, and the ledger's.
 */
export function editionNamed(ledger: Ledger | null, name: string): Result<LoadedEdition> {
  const kept = keptEditions(ledger)
  if (!kept.ok) return kept
  const known = builtInEditions()
  let best: LoadedEdition | null = null
  if (known.includes(name)) {
    const loaded = builtInEdition(name)
    if (!loaded.ok) return loaded
    best = loaded.value
  }
  for (const { stored, head } of kept.value) {
    if (stored.name !== name || (best !== null && compareRevisions(head, best.linked.edition.head) <= 0)) continue
    const linked = storedEdition(stored)
    if (!linked.ok) return linked
    best = { stored, linked: linked.value }
  }
  if (best !== null) return ok(best)
  const names = editionNames(ledger)
  return names.ok ? refuse(unknownEdition(name, names.value)) : names
}

/** Names of the editions of the program and of a ledger, in order. */
export function editionNames(ledger: Ledger | null): Result<readonly string[]> {
  const kept = keptEditions(ledger)
  if (!kept.ok) return kept
  return ok([...new Set([...builtInEditions(), ...kept.value.map(({ stored }) => stored.name)])].sort())
}

export type Head = Edition['head']
/** An edition of a ledger with its head, which is read without linking the whole. */
export type KeptEdition = { readonly stored: StoredEdition; readonly value: Edition; readonly head: Head }

/** Editions a ledger keeps: those of its books and those that users brought. No ledger, none. */
export function keptEditions(ledger: Ledger | null): Result<readonly KeptEdition[]> {
  const found = ledger === null ? ok([]) : ledger.editions()
  if (!found.ok) return found
  return ok(
    found.value.flatMap((stored) => {
      const value = linkedByHash.get(stored.hash)?.edition ?? listable(stored.json)
      return value === null ? [] : [{ stored, value, head: value.head }]
    }),
  )
}

/** What lists say of an edition; the rest is looked at when it is used. */
const Table = z.looseObject({ table: z.string(), year: z.int(), source: z.string(), codes: z.array(z.unknown()) })
const Listable = z.looseObject({
  head: EditionHead.loose(),
  forms: z.array(z.looseObject({ form: z.string(), onPaper: z.boolean() })),
  functional: Table,
  economic: Table,
  successions: z.array(z.looseObject({ from: z.string() })).optional(),
})

/** A kept edition as far as lists need it; null for one that a newer program made otherwise, or that is damaged. */
function listable(json: string): Edition | null {
  try {
    const value: unknown = JSON.parse(json)
    return Listable.safeParse(value).success ? (value as Edition) : null
  } catch {
    return null
  }
}

/** Below 0 when the first is the older one. */
export const compareRevisions = (one: Head, other: Head): number =>
  one.revision - other.revision || (one.localRevision ?? 0) - (other.localRevision ?? 0)

const linkedByHash = new Map<string, LinkedEdition>()

function linkedOnce(hash: string, json: string): LinkedEdition {
  const known = linkedByHash.get(hash)
  if (known !== undefined) return known
  const linked = loadEdition(JSON.parse(json))
  linkedByHash.set(hash, linked)
  return linked
}

/**
 * An edition given as one value, as the ledger would keep it.
 * @throws EditionProblem
 */
export function loadedEdition(value: unknown): LoadedEdition {
  const json = canonicalJson(value)
  const hash = editionHash(json)
  const linked = linkedOnce(hash, json)
  const { edition, revision } = linked.edition.head
  return { stored: { name: edition, revision, hash, json }, linked }
}

/** An edition as a ledger kept it, ready for use; the same hash is linked once. Fault: edition-invalid. */
export const storedEdition = ({ hash, json }: StoredEdition): Result<LinkedEdition> =>
  attemptEdition(() => linkedOnce(hash, json))

/** What reading and linking refuses, as a fault; what is no JSON, or nested deeper than the stack, among it. */
export function attemptEdition<T>(act: () => T): Result<T> {
  try {
    return ok(act())
  } catch (error) {
    const whole = (reason: string) =>
      refuse({ kind: 'edition-invalid', file: 'edition', property: '(whole file)', reason })
    if (error instanceof RangeError) return whole('is nested too deep')
    if (error instanceof SyntaxError) return whole(error.message)
    if (!(error instanceof EditionProblem)) throw error
    const { file, property, reason } = error
    return refuse({ kind: 'edition-invalid', file, property, reason })
  }
}

/** JSON with the members of objects in the order of their names: equal editions have equal text and equal hash. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
