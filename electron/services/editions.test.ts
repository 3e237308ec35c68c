import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { editionHash } from '../ledger/ledger.ts'
import { builtInEdition, builtInEditions, canonicalJson, catalogueFolder, storedEdition } from './editions.ts'
import { must, refusal } from './fixtures/books.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The catalogue as a copy that a test may change. */
function catalogueCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
  made.push(folder)
  cpSync(catalogueFolder(), folder, { recursive: true })
  return folder
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

describe('built-in editions', () => {
  it('are identified by name, revision and the hash of their content', () => {
    expect(builtInEditions()).toContain('dongcheng-2024')
    const { stored, linked } = must(builtInEdition('dongcheng-2024'))
    expect(stored).toMatchObject({ name: 'dongcheng-2024', revision: 1, hash: editionHash(stored.json) })
    expect(linked.forms).toHaveLength(20)
    expect(must(storedEdition(stored))).toBe(linked)
  })

  it('are added as a folder of data', () => {
    const catalogue = catalogueCopy()
    const folder = join(catalogue, 'editions', 'haidian-2024')
    cpSync(join(catalogue, 'editions', 'dongcheng-2024'), folder, { recursive: true })
    edit(join(folder, 'edition.json'), (text) => text.replace('"dongcheng-2024"', '"haidian-2024"'))
    expect(builtInEditions(catalogue)).toEqual(['dongcheng-2024', 'haidian-2024'])
    const { stored } = must(builtInEdition('haidian-2024', catalogue))
    expect(stored.hash).not.toBe(must(builtInEdition('dongcheng-2024', catalogue)).stored.hash)
  })

  it.each([
    [
      'GK05.json',
      (text: string) => text.replace('"orientation": "landscape"', '"orientation": "sideways"'),
      'orientation',
    ],
    ['GK05.json', (text: string) => text.replace('"notes"', '"remarks"'), 'notes'],
    ['GK05.json', (text: string) => text.slice(0, -20), '(whole file)'],
    ['edition.json', (text: string) => text.replace('"dongcheng-2024"', '"dongcheng-2023"'), 'edition'],
  ])('are refused with file, property and reason: %s', (file, change, property) => {
    const catalogue = catalogueCopy()
    edit(join(catalogue, 'editions', 'dongcheng-2024', file), change)
    const result = builtInEdition('dongcheng-2024', catalogue)
    if (result.ok || result.fault.kind !== 'edition-invalid') throw new Error('was not refused')
    expect(result.fault).toMatchObject({ file, property })
    expect(result.fault.reason).not.toBe('')
  })

  it('name themselves when an unknown one is asked for', () => {
    expect(refusal(builtInEdition('dongcheng-1999'))).toMatch(
      /没有名为“dongcheng-1999”的套表，可用的有 .*dongcheng-2024/,
    )
    expect(refusal(builtInEdition('../editions'))).toMatch(/没有名为/)
  })

  it('have one text whatever the order of their members', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}')
  })
})
