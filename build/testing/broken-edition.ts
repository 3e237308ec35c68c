import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'
import { EditionProblem } from '../../shared/catalogue/problem.ts'
import { editionFiles } from './edition.ts'

/** Follows a path into JSON; list members are named by their key, id, code, chart or number. */
function step(place: unknown, name: string): unknown {
  if (Array.isArray(place))
    return place.find((one: Record<string, unknown>, number) =>
      [one['key'], one['id'], one['code'], one['chart'], String(number)].includes(name),
    )
  return (place as Record<string, unknown>)[name]
}

/** Loads the built-in edition with one property set (undefined: taken out; `+`: added to a list); returns what was wrong. */
export function problemAfter(path: string, value: unknown): EditionProblem {
  const files = editionFiles('dongcheng-2024')
  const [file = '', ...names] = path.split(' ')
  const last = names.pop()
  const place = names.reduce(step, files[file]) as Record<string, unknown>
  if (last === undefined) files[file] = value
  else if (last === '+') (place as unknown as unknown[]).push(value)
  else if (Array.isArray(place)) place.splice(place.indexOf(step(place, last)), 1, value)
  else place[last] = value
  try {
    // what is undefined is left out
    loadEdition(readEdition(JSON.parse(JSON.stringify(files)) as Record<string, unknown>))
  } catch (error) {
    if (error instanceof EditionProblem) return error
    throw error
  }
  throw new Error('the edition was accepted')
}
