import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Part,
  sheetXml,
  textCell,
  workbookOf,
  workbookParts,
  zipOf,
} from '../../../electron/exchange/workbook/fixtures/hostile.ts'
import { openPackage } from '../../../electron/exchange/workbook/guard.ts'
import { renderBook } from '../../../electron/services/export.ts'
import { exportTemplate } from '../../../electron/services/template.ts'
import type { Chance } from '../../testing/chance.ts'
import type { Family } from '../family.ts'
import { Desk } from '../intake.ts'
import { mutateBytes, mutateText } from '../mutate.ts'
import { must } from '../program.ts'
import { hostileText } from '../texts.ts'

/** The parts of a workbook that a reader looks at. */
function partsOf(bytes: Uint8Array): Part[] {
  const whole = openPackage(Buffer.from(bytes))
  const names = [
    '[Content_Types].xml',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/sharedStrings.xml',
    'xl/styles.xml',
    ...Array.from({ length: 30 }, (_, at) => `xl/worksheets/sheet${at + 1}.xml`),
  ]
  return names.flatMap((name) => {
    const content = whole.part(name.toLowerCase())
    return content === null ? [] : [{ name, content }]
  })
}

const escaped = (text: string): string =>
  text
    .replace(/[\p{Cs}\p{Cc}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')

const xmlPieces = [
  '<row r="1048577">',
  '<c r="XFE1"/>',
  'r="-1"',
  'r="99999999999"',
  't="s"><v>99999999</v>',
  '<v>1e999</v>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '&#0;',
  '&#x110000;',
  '&boom;',
  '</sheetData>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<f>1+1</f>',
  'xmlns:x="y"',
  '<?xml version="1.1"?>',
  '\u0000',
  '"',
  '<',
] as const

/** What a sheet may hold that a reader must not follow, multiply or believe. */
function oddSheet(chance: Chance): string {
  const many = chance.oneOf([10, 1_000, 60_000])
  switch (chance.below(12)) {
    case 0:
      return `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${chance.list(12, (at) => `<!ENTITY ${'b'.repeat(at + 1)} "${`&${at === 0 ? 'a' : 'b'.repeat(at)};`.repeat(10)}">`).join('')}]><sheetData><row r="1">${textCell('A1', `&${'b'.repeat(12)};`)}</row></sheetData>`
    case 1:
      return `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sheetData><row r="1">${textCell('A1', '&e;')}</row></sheetData>`
    case 2:
      return `<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`
    case 3:
      return `<sheetData>${'<row>'.repeat(many)}${'</row>'.repeat(many)}</sheetData>`
    case 4:
      return `<sheetData><row r="1"><c r="A1" t="s"><v>${chance.oneOf(['-1', '99999999', '1e9', 'x', ''])}</v></c></row></sheetData>`
    case 5:
      return `<sheetData/><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(many)}</mergeCells>`
    case 6:
      return `<sheetData>${chance.list(many, (at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at}</v></c></row>`).join('')}</sheetData>`
    case 7:
      return `<sheetData><row r="1">${textCell('A1', escaped(hostileText(chance)))}</row></sheetData>`
    case 8:
      return `<sheetData><row r="1"><c r="A1"><f>${'('.repeat(many)}</f></c></row></sheetData>`
    case 9:
      return `<sheetData><row r="1" ${chance.list(Math.min(many, 5_000), (at) => `a${at}="${at}"`).join(' ')}/></sheetData>`
    case 10:
      return `<sheetData>${`<row r="1">${textCell('A1', '收入决算表')}</row>`.repeat(many)}</sheetData>`
    default:
      return `<sheetData><row r="1">${textCell('A1', 'x'.repeat(many * 50))}</row></sheetData>`
  }
}

/** Part of a real form, so often that whoever compares each with each never ends. */
function bulk(chance: Chance, template: readonly Part[]): Buffer {
  const sheets = template.filter(({ name }) => name.startsWith('xl/worksheets/'))
  const xml = String(chance.oneOf(sheets).content)
  const rows = /<sheetData>([^]*)<\/sheetData>/.exec(xml)?.[1] ?? ''
  const last = /<row [^>]*>(?:(?!<row )[^])*$/.exec(rows)?.[0] ?? ''
  const strings = template.find(({ name }) => name === 'xl/sharedStrings.xml')
  const more = strings === undefined ? [] : [strings]
  const renumbered = (row: string, number: number): string =>
    row.replace(/<row r="\d+"/, `<row r="${number}"`).replace(/ r="([A-Z]+)\d+"/g, ` r="$1${number}"`)
  switch (chance.below(4)) {
    case 0: {
      // the same form on sheet after sheet
      const count = chance.oneOf([50, 250])
      return zipOf(
        workbookParts(
          chance.list(count, (at) => ({ name: `表${at}`, xml })),
          more,
        ),
      )
    }
    case 1: {
      const count = chance.oneOf([2_000, 15_000])
      const repeated = chance.list(count, (at) => renumbered(last, 200 + at)).join('')
      return zipOf(workbookParts([{ name: 'GK05', xml: xml.replace('</sheetData>', `${repeated}</sheetData>`) }], more))
    }
    case 2: {
      // a code of its own in each line, and a project each
      const count = chance.oneOf([2_000, 12_000])
      const lines = chance.list(
        count,
        (at) =>
          `<row r="${200 + at}">${textCell(`A${200 + at}`, String(2_000_000 + at * 7))}${textCell(`B${200 + at}`, `项目${at}`)}${textCell(`C${200 + at}`, `单位${at}`)}<c r="E${200 + at}"><v>${at}</v></c><c r="F${200 + at}"><v>1</v></c></row>`,
      )
      return zipOf(
        workbookParts(
          [
            {
              name: chance.oneOf(['GK14', 'GK06', 'GK05', 'GK03']),
              xml: xml.replace('</sheetData>', `${lines.join('')}</sheetData>`),
            },
          ],
          more,
        ),
      )
    }
    default: {
      const text = escaped(
        chance.oneOf(['收入决算表', '项目支出决算明细表', '合计', '栏次1', '单位：', '-—–'.repeat(30)]),
      )
      const width = chance.oneOf([20, 250])
      const lines = chance.list(
        chance.oneOf([100, 1_500]),
        (at) =>
          `<row r="${at + 1}">${textCell(`A${at + 1}`, text).repeat(1)}${chance.list(width, (column) => textCell(`${nameOf(column + 1)}${at + 1}`, text)).join('')}</row>`,
      )
      return zipOf(workbookParts([{ name: '收入决算表', xml: sheetXml(`<sheetData>${lines.join('')}</sheetData>`) }]))
    }
  }
}

const nameOf = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : nameOf(Math.floor(column / 26) - 1) + nameOf(column % 26)

/** A zip that says of itself what is not so. */
function lying(parts: readonly Part[], chance: Chance): Buffer {
  const made = parts.map((part): Part => {
    if (!chance.once(3)) return part
    switch (chance.below(7)) {
      case 0:
        return { ...part, statedSize: chance.oneOf([0, 1, 0x7fffffff, 0xffffffff]) }
      case 1:
        return { ...part, localSize: chance.oneOf([0, 0xffffffff]) }
      case 2:
        return { ...part, statedChecksum: 1 }
      case 3:
        return { ...part, encrypted: true }
      case 4:
        return {
          ...part,
          name: chance.oneOf([
            '../../../tmp/x',
            '/etc/passwd',
            'C:\\x',
            '',
            part.name.toUpperCase(),
            'x'.repeat(60_000),
          ]),
        }
      case 5:
        return { ...part, content: Buffer.alloc(chance.oneOf([1_000_000, 100_000_000]), '<a>') }
      default:
        return { ...part, localName: 'xl/other.xml' }
    }
  })
  const doubled = chance.once(4) ? [...made, ...made] : chance.once(4) ? made.slice(chance.below(made.length)) : made
  return zipOf(doubled, chance.once(6) ? chance.oneOf([0, 1, 65_535, 5_001]) : doubled.length)
}

/** Workbooks (.xlsx) that were made to break their reader, and damaged ones of ours. */
export const workbooks: Family = {
  name: 'workbooks',
  cases: 150,
  begin: async (folder) => {
    const desk = await Desk.in(folder)
    const [own] = await renderBook(desk.book)
    const path = must(await exportTemplate({ edition: 'dongcheng-2024', path: join(folder, '模板.xlsx') }))
    const template = readFileSync(path)
    const ownParts = partsOf(own?.bytes ?? new Uint8Array())
    const templateParts = partsOf(template)
    const make = (chance: Chance): Uint8Array => {
      const parts = chance.once(2) ? ownParts : templateParts
      switch (chance.below(12)) {
        case 0:
          return mutateBytes(chance.once(2) ? template : (own?.bytes ?? template), chance)
        case 1:
        case 2:
          return lying(parts, chance)
        case 3:
          return bulk(chance, templateParts)
        case 4:
        case 5:
          return workbookOf(
            oddSheet(chance),
            chance.once(3)
              ? [
                  {
                    name: 'xl/sharedStrings.xml',
                    content: `<sst>${'<si><t>收入决算表</t></si>'.repeat(chance.oneOf([1, 100_000]))}</sst>`,
                  },
                ]
              : [],
          )
        default: {
          // whole as a zip, damaged inside
          const at = chance.below(parts.length)
          return zipOf(
            parts.map((part, place) => {
              if (place !== at) return part
              const text = String(part.content)
              return {
                ...part,
                content: chance.once(4)
                  ? Buffer.from(mutateBytes(Buffer.from(text), chance))
                  : mutateText(text, chance, xmlPieces),
              }
            }),
          )
        }
      }
    }
    return { attempt: (chance) => desk.take('表.xlsx', make(chance)), end: () => desk.end() }
  },
}
