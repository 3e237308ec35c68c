import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { lineFrom, ruledTable, smallPdf, textAt } from '../../../electron/exchange/intake/fixtures/small-pdf.ts'
import type { Chance } from '../../testing/chance.ts'
import type { Family } from '../family.ts'
import { Desk } from '../intake.ts'
import { mutateBytes, mutateText } from '../mutate.ts'
import { hostileText } from '../texts.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../electron/exchange/intake/fixtures/${name}`, import.meta.url))
const published = fileURLToPath(new URL('../../../shared/sample/published/document.txt', import.meta.url))

const operators = [
  'q ',
  'Q ',
  'BT ',
  'ET ',
  '/Im1 Do ',
  '/Fm1 Do ',
  '0 0 0 0 0 0 cm ',
  '1e30 0 0 1e30 0 0 cm ',
  '1 0 0 1 99999999 -9 Tm ',
  '(',
  '<',
  '[',
  '0 0 m ',
  '1e999 1 l S ',
  'W n ',
  'BI /W 99999 /H 99999 ID ',
  '\u0000',
]

/** A PDF as old programs write them, odd in one respect. */
function oddPdf(chance: Chance): Buffer {
  const table = ruledTable(
    640,
    [60, 160, 300, 440],
    chance.list(chance.oneOf([2, 40]), (at) => [`20805${at}`, '离退休', `${at}.5`]),
  )
  const page = `${textAt(60, 700, '收入决算表')}${table}`
  const swapped = (from: RegExp | string, to: string): Buffer =>
    Buffer.from(
      smallPdf([{ content: page }])
        .toString('latin1')
        .replace(from, to),
      'latin1',
    )
  return chance.oneOf<() => Buffer>([
    () => smallPdf([{ content: mutateText(page, chance, operators) }]),
    () => smallPdf([{ content: chance.list(chance.oneOf([50, 20_000]), () => chance.oneOf(operators)).join('') }]),
    // a page that is its own parent, an object that is its own content, a length that is its own stream
    () => swapped(/\/Kids \[.*?\]/, '/Kids [2 0 R 2 0 R]'),
    () => swapped('/Type /Catalog', `/Type /Catalog /Outlines 1 0 R /Names 1 0 R /AcroForm 1 0 R`),
    () => swapped(/\/Length \d+/, `/Length ${chance.oneOf(['8 0 R', '99999999999', '-1', '1 0 R'])}`),
    () => swapped(/\/Count \d+/, `/Count ${chance.oneOf(['99999999', '-1', '2 0 R'])}`),
    () => swapped(/\/MediaBox \[.*?\]/, `/MediaBox [0 0 ${chance.oneOf(['1e30 1e30', '0 0', '-9 -9', 'NaN 1'])}]`),
    () =>
      swapped(
        '/Type /Catalog',
        '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> /AA << /WC << /S /Launch /F (calc) >> >>',
      ),
    () =>
      smallPdf(
        chance.list(chance.oneOf([30, 501]), () => ({
          content: textAt(60, 700, hostileText(chance).replaceAll(/[^\u4e00-\u9fa5\w]/g, '') || '表'),
        })),
      ),
    () =>
      smallPdf([
        {
          content: `${textAt(60, 700, '收入决算表')}${chance.list(chance.oneOf([500, 30_000]), () => lineFrom(chance.below(600), chance.below(800), chance.below(600), chance.below(800))).join('')}`,
        },
      ]),
    () => smallPdf([{ content: page, rotate: chance.oneOf([45, 90, 1e9]), width: chance.oneOf([0, -1, 1e9]) }]),
    () => {
      const packed = deflateSync(Buffer.alloc(chance.oneOf([1_000_000, 150_000_000]), 32)).toString('latin1')
      return swapped(
        '<< /Type /Catalog',
        `<< /Type /Catalog >>\nendobj\n99 0 obj\n<< /Filter ${chance.oneOf(['/FlateDecode', '[/FlateDecode /FlateDecode]', '/JBIG2Decode'])} /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj\n1 0 obj\n<< /Type /Catalog`,
      )
    },
    () =>
      Buffer.from(
        `%PDF-1.7\n1 0 obj\n${chance.oneOf(['<<', '[', '(']).repeat(chance.oneOf([1_000, 300_000]))}\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n`,
        'latin1',
      ),
  ])()
}

function oddText(text: string, chance: Chance): string {
  const lines = text.split('\n')
  const at = chance.below(lines.length)
  return chance.oneOf<() => string>([
    () =>
      mutateText(text, chance, [
        '收入决算表',
        '合计',
        '万元',
        '，主要原因',
        '\u202e',
        '\f',
        '\t',
        '1,',
        '（',
        '-—–'.repeat(500),
        '栏次',
      ]),
    () => lines.toSpliced(at, 1, hostileText(chance)).join('\n'),
    () => lines.toSpliced(at, 0, ...chance.list(chance.oneOf([10, 3_000]), () => lines[at] ?? '')).join('\n'),
    () =>
      lines.map((line) => (chance.once(30) ? `${line}${'-—–1.'.repeat(chance.oneOf([10, 2_000]))}` : line)).join('\n'),
    () => chance.list(200, () => lines[chance.below(lines.length)] ?? '').join('\n'),
    () => text.replaceAll('，', '，主要原因为。比2023年度'.repeat(chance.oneOf([2, 20]))),
    () =>
      `${'收入决算表 科目编码 科目名称 '.repeat(chance.oneOf([10, 600]))}\n${'2080501 1.0 '.repeat(chance.oneOf([10, 1_500]))}\n`.repeat(
        chance.oneOf([1, 30]),
      ),
    () => hostileText(chance).repeat(chance.oneOf([1, 50])),
  ])()
}

/** Published documents as PDF and as text. */
export const documents: Family = {
  name: 'documents',
  cases: 80,
  begin: async (folder) => {
    const desk = await Desk.in(folder)
    const whole = readFileSync(fixture('published-libreoffice.pdf'))
    const encrypted = readFileSync(fixture('encrypted.pdf'))
    const text = readFileSync(published, 'utf8')
    return {
      attempt: (chance) => {
        const kind = chance.below(10)
        if (kind < 2) return desk.take('决算.pdf', mutateBytes(chance.once(6) ? encrypted : whole, chance))
        if (kind < 6)
          return desk.take('决算.pdf', chance.once(4) ? mutateBytes(oddPdf(chance), chance) : oddPdf(chance))
        const bytes = Buffer.from(oddText(text, chance), chance.once(10) ? 'utf16le' : 'utf8')
        return desk.take('决算.txt', chance.once(8) ? mutateBytes(bytes, chance) : bytes)
      },
      end: () => desk.end(),
    }
  },
}
