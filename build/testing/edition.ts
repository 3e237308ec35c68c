import { readdirSync, readFileSync } from 'node:fs'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'

const catalogue = new URL('../../shared/catalogue/', import.meta.url)
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, catalogue), 'utf8'))

/** The files of a built-in edition as fresh, changeable JSON. */
export function editionFiles(name: string): Record<string, unknown> {
  const files = readdirSync(new URL(`editions/${name}/`, catalogue), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
  const year = name.slice(-4)
  return {
    ...Object.fromEntries(files.map((file) => [file, json(`editions/${name}/${file}`)])),
    'functional.json': json(`codes/functional-${year}.json`),
    'economic.json': json(`codes/economic-${year}.json`),
  }
}

/** A built-in edition, ready for use. */
export const builtInEdition = (name = 'dongcheng-2024'): LinkedEdition => loadEdition(readEdition(editionFiles(name)))
