import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { lineFrom, ruledTable, smallPdf, textAt } from '../../../electron/exchange/intake/fixtures/small-pdf.ts'
import type { Family } from '../family.ts'
import { Desk } from '../intake.ts'
import { mutateBytes, mutateText } from '../mutate.ts'
import type { Random } from '../random.ts'
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
function oddPdf(random: Random): Buffer {
  const table = ruledTable(
    640,
    [60, 160, 300, 440],
    random.list(random.pick([2, 40]), (at) => [`20805${at}`, '离退休', `${at}.5`]),
  )
  const page = `${textAt(60, 700, '收入决算表')}${table}`
  const swapped = (from: RegExp | string, to: string): Buffer =>
    Buffer.from(
      smallPdf([{ content: page }])
        .toString('latin1')
        .replace(from, to),
      'latin1',
    )
  return random.pick<() => Buffer>([
    () => smallPdf([{ content: mutateText(page, random, operators) }]),
    () => smallPdf([{ content: random.list(random.pick([50, 20_000]), () => random.pick(operators)).join('') }]),
    // a page that is its own parent, an object that is its own content, a length that is its own stream
    () => swapped(/\/Kids \[.*?\]/, '/Kids [2 0 R 2 0 R]'),
    () => swapped('/Type /Catalog', `/Type /Catalog /Outlines 1 0 R /Names 1 0 R /AcroForm 1 0 R`),
    () => swapped(/\/Length \d+/, `/Length ${random.pick(['8 0 R', '99999999999', '-1', '1 0 R'])}`),
    () => swapped(/\/Count \d+/, `/Count ${random.pick(['99999999', '-1', '2 0 R'])}`),
    () => swapped(/\/MediaBox \[.*?\]/, `/MediaBox [0 0 ${random.pick(['1e30 1e30', '0 0', '-9 -9', 'NaN 1'])}]`),
    () =>
      swapped(
        '/Type /Catalog',
        '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> /AA << /WC << /S /Launch /F (calc) >> >>',
      ),
    () =>
      smallPdf(
        random.list(random.pick([30, 501]), () => ({
          content: textAt(60, 700, hostileText(random).replaceAll(/[^\u4e00-\u9fa5\w]/g, '') || '表'),
        })),
      ),
    () =>
      smallPdf([
        {
          content: `${textAt(60, 700, '收入决算表')}${random.list(random.pick([500, 30_000]), () => lineFrom(random.below(600), random.below(800), random.below(600), random.below(800))).join('')}`,
        },
      ]),
    () => smallPdf([{ content: page, rotate: random.pick([45, 90, 1e9]), width: random.pick([0, -1, 1e9]) }]),
    () => {
      const packed = deflateSync(Buffer.alloc(random.pick([1_000_000, 150_000_000]), 32)).toString('latin1')
      return swapped(
        '<< /Type /Catalog',
        `<< /Type /Catalog >>\nendobj\n99 0 obj\n<< /Filter ${random.pick(['/FlateDecode', '[/FlateDecode /FlateDecode]', '/JBIG2Decode'])} /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj\n1 0 obj\n<< /Type /Catalog`,
      )
    },
    () =>
      Buffer.from(
        `%PDF-1.7\n1 0 obj\n${random.pick(['<<', '[', '(']).repeat(random.pick([1_000, 300_000]))}\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n`,
        'latin1',
      ),
  ])()
}

function oddText(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  return random.pick<() => string>([
    () =>
      mutateText(text, random, [
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
    () => lines.toSpliced(at, 1, hostileText(random)).join('\n'),
    () => lines.toSpliced(at, 0, ...random.list(random.pick([10, 3_000]), () => lines[at] ?? '')).join('\n'),
    () =>
      lines.map((line) => (random.once(30) ? `${line}${'-—–1.'.repeat(random.pick([10, 2_000]))}` : line)).join('\n'),
    () => random.list(200, () => lines[random.below(lines.length)] ?? '').join('\n'),
    () => text.replaceAll('，', '，主要原因为。比2023年度'.repeat(random.pick([2, 20]))),
    () =>
      `${'收入决算表 科目编码 科目名称 '.repeat(random.pick([10, 600]))}\n${'2080501 1.0 '.repeat(random.pick([10, 1_500]))}\n`.repeat(
        random.pick([1, 30]),
      ),
    () => hostileText(random).repeat(random.pick([1, 50])),
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
      attempt: (random) => {
        const kind = random.below(10)
        if (kind < 2) return desk.take('决算.pdf', mutateBytes(random.once(6) ? encrypted : whole, random))
        if (kind < 6)
          return desk.take('决算.pdf', random.once(4) ? mutateBytes(oddPdf(random), random) : oddPdf(random))
        const bytes = Buffer.from(oddText(text, random), random.once(10) ? 'utf16le' : 'utf8')
        return desk.take('决算.txt', random.once(8) ? mutateBytes(bytes, random) : bytes)
      },
      end: () => desk.end(),
    }
  },
}
