import { z } from 'zod'
import type { EditionFiles } from './load.ts'
import { parsed } from './parsed.ts'
import { problem } from './problem.ts'
import { isSuccessionFile } from './succession.ts'

/**
 * An edition that differs little from another is kept as what differs: a folder with `amends.json` takes every file it
 * does not have itself from the edition named there, with these changes. It reads like an official notice of changes
 * (“将…改为…”“在…之后增加…”“删去…”“全文中的…改为…”). What the ledger keeps is always the whole edition that results.
 */

export const amendsFile = 'amends.json'

/**
 * Where in a file: names of properties, and of members of lists by their key, id, code … or `#2` by number from 1,
 * between slashes; `.` is the whole file.
 */
const Path = z.string().min(1).max(200)
const Where = {
  /** the file, as in the folder: `GK03.json`, `narrative/matters.json` */
  in: z.string(),
  /** why, for whoever reads the edition later */
  why: z.string().max(200).optional(),
}
export const Amendment = z.union([
  z.strictObject({ ...Where, at: Path, set: z.json() }),
  /** into the list at the path: behind the member named, or in front of all others */
  z.strictObject({ ...Where, at: Path, insert: z.array(z.json()).min(1), after: z.string().nullable() }),
  /** the property, or every member of that name */
  z.strictObject({ ...Where, at: Path, remove: z.literal(true) }),
  /** every occurrence in words and in names of properties, throughout the file */
  z.strictObject({ ...Where, replace: z.string().min(2).max(400), with: z.string().max(400) }),
])
export type Amendment = z.infer<typeof Amendment>
type Placed = Exclude<Amendment, { replace: string }>

export const Amends = z.strictObject({
  /** the edition this one is made from, and the revision of it that the changes were written for */
  edition: z.string().regex(/^[a-z]+-[0-9]{4}$/),
  revision: z.number().int().min(1),
  changes: z.array(Amendment),
})
export type Amends = z.infer<typeof Amends>

type Json = Record<string, unknown> | unknown[]

/** Properties by which a member of a list is named, in the order they are asked for. */
const names = ['key', 'id', 'form', 'part', 'chart', 'code', 'heading', 'paragraph', 'free', 'table'] as const

/**
 * What `amends.json` says.
 * @throws EditionProblem naming the property
 */
export const readAmends = (value: unknown): Amends => parsed(Amends, value, amendsFile)

/**
 * The files of an amended edition.
 * @param base files of the edition that is amended; what became of the keys of still older ones is its own and stays there
 * @param own files of the folder, `amends.json` among them
 * @throws EditionProblem naming the change whose place is not there: nothing is changed by guess
 */
export function amend(base: EditionFiles, own: EditionFiles): EditionFiles {
  const { [amendsFile]: amends, ...rest } = own
  const { revision, changes } = readAmends(amends)
  const head = base['edition.json'] as { readonly revision?: unknown } | undefined
  if (head?.revision !== revision) {
    const reason = `was written for revision ${revision}, there is ${String(head?.revision)}: read the changes again`
    throw problem(amendsFile, 'revision', reason)
  }
  const taken = Object.entries(base).filter(([file]) => !isSuccessionFile(file))
  // a copy: the base stays what it is
  const files: Record<string, unknown> = { ...copied(Object.fromEntries(taken)), ...copied(rest) }
  changes.forEach((change, number) => {
    const place = 'at' in change ? change.at : change.replace
    const fault = (reason: string) => problem(amendsFile, `changes.${number + 1} ${change.in} ${place}`, reason)
    const file = files[change.in]
    if (!isJson(file)) throw fault('there is no such file')
    if ('replace' in change) files[change.in] = replaced(file, change, fault)
    else apply(file, change, fault)
  })
  return files
}

type Fault = (reason: string) => Error

function apply(file: Json, change: Placed, fault: Fault): void {
  const steps = change.at.split('/')
  const last = steps.pop() as string
  let holder: Json = file
  for (const step of steps) {
    const next = memberAt(holder, step, fault)
    if (!isJson(next)) throw fault(`there is no “${step}”`)
    holder = next
  }
  if ('insert' in change) {
    const list = change.at === '.' ? file : memberAt(holder, last, fault)
    if (!Array.isArray(list)) throw fault(`“${last}” is no list`)
    const place = change.after === null ? 0 : placeIn(list, change.after, fault) + 1
    if (change.after !== null && place === 0) throw fault(`there is no “${change.after}” to stand behind`)
    list.splice(place, 0, ...copied(change.insert))
  } else if (Array.isArray(holder)) {
    const places = placesIn(holder, last)
    if (places.length === 0) throw fault(`there is no “${last}”`)
    if ('remove' in change) for (const place of places.toReversed()) holder.splice(place, 1)
    else holder[placeIn(holder, last, fault)] = copied(change.set)
  } else if ('remove' in change) {
    if (!Object.hasOwn(holder, last)) throw fault(`there is no “${last}”`)
    Reflect.deleteProperty(holder, last)
  } else if (last === '__proto__') throw fault('is no name of a property')
  else holder[last] = copied(change.set)
}

/** The file with every occurrence replaced. */
function replaced(file: Json, change: { readonly replace: string; readonly with: string }, fault: Fault): Json {
  let found = 0
  const text = (words: string): string => {
    const parts = words.split(change.replace)
    found += parts.length - 1
    return parts.join(change.with)
  }
  const deep = (part: unknown): unknown => {
    if (typeof part === 'string') return text(part)
    if (Array.isArray(part)) return part.map(deep)
    if (!isJson(part)) return part
    const entries = Object.entries(part).map(([name, value]) => [text(name), deep(value)] as const)
    if (new Set(entries.map(([name]) => name)).size < entries.length) throw fault('would give two properties one name')
    return Object.fromEntries(entries)
  }
  const made = deep(file) as Json
  if (found === 0) throw fault('stands nowhere in the file')
  return made
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null
const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

function memberAt(holder: Json, step: string, fault: Fault): unknown {
  if (Array.isArray(holder)) return holder[placeIn(holder, step, fault)]
  return Object.hasOwn(holder, step) ? holder[step] : undefined
}

/** Number of the one member of a list that a step names, -1 if there is none. */
function placeIn(list: readonly unknown[], step: string, fault: Fault): number {
  const [first = -1, ...more] = placesIn(list, step)
  if (more.length > 0) throw fault(`“${step}” names ${more.length + 1} members: name one by its number, #${first + 1}`)
  return first
}

function placesIn(list: readonly unknown[], step: string): number[] {
  const numbered = /^#([1-9][0-9]*)$/.exec(step)
  if (numbered !== null) return Number(numbered[1]) <= list.length ? [Number(numbered[1]) - 1] : []
  return list.flatMap((member, place) => (member === step || nameOf(member) === step ? [place] : []))
}

/** Key, id … of a member; an example of a check has the check and the place that it is tried at. */
function nameOf(member: unknown): unknown {
  if (!isJson(member) || Array.isArray(member)) return undefined
  const name = names.find((property) => typeof member[property] === 'string')
  if (name !== undefined) return member[name]
  const { check, at } = member
  return typeof check === 'string' && typeof at === 'string' ? `${check} ${at}` : undefined
}
