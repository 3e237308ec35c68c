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
    expect(builtInEditions(catalogue)).toEqual(['beijing-2023', 'beijing-2024', 'dongcheng-2024', 'haidian-2024'])
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

  it('that amend another one are whole, and their hash covers what they take from it', () => {
    const catalogue = catalogueCopy()
    const before = must(builtInEdition('beijing-2024', catalogue))
    expect(before.linked.forms.filter(({ form }) => form.onPaper)).toHaveLength(12)
    expect(before.stored.json).toContain('因公出国（境）费用')
    const again = catalogueCopy()
    edit(join(again, 'editions', 'dongcheng-2024', 'GK11.json'), (text) => text.replaceAll('公务接待费', '公务招待费'))
    const after = must(builtInEdition('beijing-2024', again))
    expect(after.stored.hash).not.toBe(before.stored.hash)
    expect(after.linked.edition.forms[9]?.columns[3]?.header).toEqual(['公务招待费'])
  })

  it('take the code tables of their own year where there are any, and say so where there are none', () => {
    const catalogue = catalogueCopy()
    const { functional, economic } = must(builtInEdition('beijing-2023', catalogue)).linked.edition
    expect(functional).toMatchObject({ table: '支出功能分类科目（沿用2024年度）', year: 2024 })
    expect(functional.source).toMatch(/；没有2023年度的科目表，沿用2024年度的，未经核实$/)
    expect(economic.table).toBe('部门预算支出经济分类科目（沿用2024年度）')
    const own = catalogueCopy()
    const table = {
      table: '支出功能分类科目',
      year: 2023,
      source: '某处',
      codes: [{ code: '208', name: '社保', trust: 'sourced' }],
    }
    writeFileSync(join(own, 'codes', 'functional-2023.json'), JSON.stringify(table))
    expect(must(builtInEdition('beijing-2023', own)).linked.edition.functional).toEqual(table)
    expect(must(builtInEdition('beijing-2024', own)).linked.edition.functional.year).toBe(2024)
  })

  it('cannot be made from each other', () => {
    const catalogue = catalogueCopy()
    edit(join(catalogue, 'editions', 'beijing-2023', 'amends.json'), (text) =>
      text.replace('"edition": "dongcheng-2024"', '"edition": "beijing-2024"'),
    )
    const result = builtInEdition('beijing-2024', catalogue)
    expect(result).toMatchObject({ ok: false, fault: { kind: 'edition-invalid', file: 'amends.json' } })
    expect(JSON.stringify(result)).toMatch(/a cycle: beijing-2024 → beijing-2023 → beijing-2024/)
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
