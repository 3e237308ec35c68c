import { levelOfCode } from '../address/code.ts'
import { problem } from './problem.ts'
import { type KeyChange, type Succession, successionFile } from './succession.ts'
import type { Edition } from './vocabulary.ts'

/**
 * Lints the successions of an edition against what this (the newer) edition has. What the older one has is not known
 * here: a key of it that leads nowhere shows in the preview of the year that is carried forward.
 * @throws EditionProblem naming file, property and reason
 */
export function lintSuccessions(edition: Edition): void {
  const seen = new Set<string>()
  for (const succession of edition.successions ?? []) {
    const file = successionFile(succession.from)
    if (succession.from === edition.head.edition) throw problem(file, 'from', 'an edition does not follow itself')
    if (seen.has(succession.from)) throw problem(file, 'from', `${succession.from} occurs twice`)
    seen.add(succession.from)
    lintSuccession(edition, succession, file)
  }
}

function lintSuccession(edition: Edition, succession: Succession, file: string): void {
  const forms = new Map(edition.forms.map((form) => [form.form, form]))
  const codes = new Set(edition.functional.codes.map((entry) => entry.code))
  const list = (changes: readonly KeyChange[], property: string, has: (key: string) => boolean): void => {
    const taken = { old: new Set<string>(), new: new Set<string>() }
    const made = new Set(changes.flatMap((change) => change.new))
    changes.forEach((change, number) => {
      const fail = (reason: string): never => {
        throw problem(file, `${property}[${number}]`, reason)
      }
      if (change.old.length + change.new.length === 0) fail('names no key')
      if (change.old.length > 1 && change.new.length > 1) fail('splits and merges at once: say it in several lines')
      if (change.old.length === 1 && change.new.length === 1 && change.old[0] === change.new[0])
        fail(`${change.old[0]} stays the same: leave the line out`)
      for (const side of ['old', 'new'] as const)
        for (const key of change[side]) {
          if (taken[side].has(key)) fail(`${key} occurs twice in "${side}"`)
          taken[side].add(key)
        }
      for (const key of change.new) if (!has(key)) fail(`this edition has no ${key}`)
      // a key that another line gives a new meaning may well have lost its old one
      for (const key of change.old) if (has(key) && !made.has(key)) fail(`${key} is still there under the same key`)
    })
  }
  list(succession.forms ?? [], 'forms', (key) => forms.has(key))
  list(succession.codes ?? [], 'codes', (key) => codes.has(key))
  succession.codes?.forEach(({ old, new: now }, number) => {
    if (new Set([...old, ...now].map(levelOfCode)).size > 1)
      throw problem(file, `codes[${number}]`, 'the codes are of different levels')
  })
  for (const property of ['columns', 'rows'] as const) {
    const changes = succession[property] ?? []
    for (const key of new Set(changes.map((change) => change.form))) {
      const form = forms.get(key)
      if (form === undefined) throw problem(file, property, `this edition has no form ${key}`)
      if (property === 'rows' && form.blocks === undefined)
        throw problem(file, property, `the rows of ${key} are codes: list them under "codes"`)
      const own =
        property === 'columns'
          ? form.columns.map((column) => column.key)
          : (form.blocks ?? []).flatMap((block) => block.rows.map((row) => row.key))
      list(
        changes.filter((change) => change.form === key),
        `${property} ${key}`,
        (one) => own.includes(one),
      )
    }
  }
}
