import { beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../shared/engine/engine.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import { sampleBook, sampleFacts } from '../../../shared/sample/sample.ts'
import { builtInEdition } from '../../services/editions.ts'
import { type Part, zipOf } from './fixtures/hostile.ts'
import { openPackage, WorkbookRefused } from './guard.ts'
import { previewIntake } from './intake.ts'
import { readSheets } from './sheet-parts.ts'
import { writeWorkbook } from './write.ts'

/** Files made from the published book by accident or malice. `MUTATIONS` sets how many of each kind are tried. */
const count = Number(process.env['MUTATIONS'] ?? 60)
const built = builtInEdition('dongcheng-2024')
if (!built.ok) throw new Error(JSON.stringify(built.fault))
const { linked: edition, stored } = built.value
const { department, year } = sampleBook
const facts = sampleFacts(edition)

/** The same sequence every time (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

let whole = Buffer.alloc(0)
let parts: Part[] = []
beforeAll(async () => {
  const engine = Engine.create(edition, facts)
  if (engine === null) throw new Error('out of range')
  const identity = { edition: stored.name, revision: stored.revision, hash: stored.hash }
  const tables = edition.edition.forms.map((form) => layOut(engine, form.form, { department, year }))
  const manifest = { edition: identity, department, year, revision: 1, lastJournalTime: null, facts }
  const properties = { title: '决算', department, year, created: new Date(0) }
  whole = Buffer.from(
    await writeWorkbook({ tables, supplements: [], explanations: [], manifest, properties, showSupplements: false }),
  )
  const files = openPackage(whole)
  const names = [
    '[Content_Types].xml',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/sharedStrings.xml',
    'xl/styles.xml',
  ]
  const sheets = Array.from({ length: 30 }, (_, at) => `xl/worksheets/sheet${at + 1}.xml`)
  parts = [...names, ...sheets].flatMap((name) => {
    const content = files.part(name)
    return content === null ? [] : [{ name, content, stored: true }]
  })
})

/** Reads and previews as an import does; anything but a value or a refusal in words is a failure of ours. */
function outcome(bytes: Buffer, withManifest: boolean): 'read' | 'refused' {
  try {
    const sheets = readSheets(openPackage(bytes)).filter(({ name }) => withManifest || !name.startsWith('_'))
    const preview = previewIntake({ edition, editionHash: stored.hash, department, year, facts, prior: null, sheets })
    if (!preview.ok) expect(preview.fault.kind).toBe('input-refused')
    return preview.ok ? 'read' : 'refused'
  } catch (error) {
    if (!(error instanceof WorkbookRefused)) throw error
    expect(error.reason).toMatch(/\p{Script=Han}/u)
    return 'refused'
  }
}

const snippets = [
  '<',
  '>',
  '&',
  '"',
  '\0',
  '<!DOCTYPE a [',
  '<![CDATA[',
  '<!--',
  '&#0;',
  '&#x10FFFF;',
  '1e999',
  '-0',
  'XFD1048576',
  'A1:XFD1048576',
  '<c>',
  '</row>',
  '<row r="-1">',
  '<v>99999999999999999999</v>',
  '<f/>',
  't="s"',
  '_xD800_',
  '\u202e',
  '9007199254740993',
  '单位:元',
  '合计',
  '2080501',
  '收入决算表',
  '=1/0',
]

describe('mutated workbooks are read or refused, never more', () => {
  it('bytes of the file', () => {
    const random = seeded(1)
    for (let turn = 0; turn < count; turn++) {
      const bytes = Buffer.from(whole)
      for (let change = random(8) + 1; change > 0; change--) bytes[random(bytes.length)] = random(256)
      outcome(random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes, turn % 2 === 0)
    }
  })

  it('text of its parts', () => {
    const random = seeded(2)
    const seen = { read: 0, refused: 0 }
    for (let turn = 0; turn < count; turn++) {
      const changed = [...parts]
      for (let change = random(3) + 1; change > 0; change--) {
        const at = random(changed.length)
        const part = changed[at] as Part
        const text = String(part.content)
        const from = random(text.length)
        const to = random(2) === 0 ? from : Math.min(text.length, from + random(40))
        changed[at] = {
          ...part,
          content: text.slice(0, from) + (snippets[random(snippets.length)] ?? '') + text.slice(to),
        }
      }
      seen[outcome(zipOf(changed), turn % 2 === 0)]++
    }
    expect(seen.read).toBeGreaterThan(0)
    expect(seen.refused).toBeGreaterThan(0)
  })

  it('contents of its cells', () => {
    const random = seeded(3)
    const texts = String(parts.find(({ name }) => name === 'xl/sharedStrings.xml')?.content).split('<si>').length - 1
    const seen = { read: 0, refused: 0 }
    for (let turn = 0; turn < count; turn++) {
      const changed = parts.map((part) => {
        if (!part.name.includes('sheet')) return part
        // now and then another text of the book or another figure stands where one of its kind stood
        const text = String(part.content)
          .replace(/ t="s"><v>\d+<\/v>/g, (cell) => (random(40) > 0 ? cell : ` t="s"><v>${random(texts)}</v>`))
          .replace(/(s="\d+")><v>[^<]*<\/v>/g, (cell, style: string) =>
            random(20) > 0 ? cell : `${style}><v>${random(1e6)}.${random(1e7)}</v>`,
          )
        return { ...part, content: text }
      })
      seen[outcome(zipOf(changed), turn % 2 === 0)]++
    }
    expect(seen.read).toBeGreaterThan(count / 4)
  })
})
