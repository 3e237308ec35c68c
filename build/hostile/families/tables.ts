import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importCodeTable } from '../../../electron/services/edition-import.ts'
import type { Chance } from '../../testing/chance.ts'
import { biff } from '../biff.ts'
import type { Family } from '../family.ts'
import { Desk } from '../intake.ts'
import { mutateBytes, mutateText } from '../mutate.ts'
import { outcomeOf } from '../outcome.ts'
import { hostileText } from '../texts.ts'

const csv = [
  '收入决算表,,,,,\n科目编码,科目名称,本年收入合计,财政拨款收入,上级补助收入,事业收入\n合计,,1.00,1.00,,\n2080501,行政单位离退休,1.00,1.00,,\n',
  '一般公共预算财政拨款收入支出决算表\t\t\n科目编码\t科目名称\t年初结转和结余\n2080501\t行政单位离退休\t12.5\n',
  '科目编码,科目名称\n301,工资福利支出\n30101,基本工资\n',
]
const html =
  '<html><head><meta charset="utf-8"></head><body><table><tr><td colspan="4">收入决算表</td></tr><tr><td>科目编码</td><td>科目名称</td><td>本年收入合计</td></tr><tr><td>2080501</td><td>离退休</td><td>1</td></tr></table></body></html>'
const pieces = [
  ',',
  '"',
  '""',
  '\n',
  '\r',
  '\t',
  ';',
  '，',
  '=1+1',
  '\ufeff',
  '\u0000',
  '合计',
  '2080501',
  '<td colspan="99999999">',
  '<table>',
  '</td>',
  '<script>',
  '-',
  '9'.repeat(400),
]

/** Tables that other programs save under the names of workbooks, odd in what they say of their own size. */
const oddHtml = (chance: Chance): string =>
  chance.oneOf<() => string>([
    () => html.replace('colspan="4"', `colspan="${chance.oneOf(['99999999', '-1', '1e9', '0'])}"`),
    () => html.replace('<td>1</td>', `<td rowspan="${chance.oneOf(['99999999', '65536'])}">1</td>`),
    () => `<html><table>${'<tr><td>'.repeat(chance.oneOf([1_000, 200_000]))}`,
    () => '<table>'.repeat(chance.oneOf([1_000, 100_000])),
    () =>
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "${'&a;'.repeat(1_000)}">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row ss:Index="99999999"><Cell ss:Index="16384"><Data ss:Type="String">&b;</Data></Cell></Row></Table></Worksheet></Workbook>`,
    () => `<html><table><tr><td>${hostileText(chance)}</td></tr></table></html>`,
    () => mutateText(html, chance, pieces),
  ])()

const oddCsv = (chance: Chance): string =>
  chance.oneOf<() => string>([
    () => mutateText(chance.oneOf(csv), chance, pieces),
    () => mutateText(chance.oneOf(csv), chance, pieces),
    () =>
      chance
        .list(chance.between(1, 40), () => chance.list(chance.between(1, 12), () => hostileText(chance)).join(','))
        .join('\n'),
    () => `${'a,'.repeat(chance.oneOf([299, 301, 20_000]))}\n`.repeat(chance.oneOf([2, 50])),
    () => `"${'a,b\n'.repeat(chance.oneOf([10, 100_000]))}`,
    () => `${'"'.repeat(chance.oneOf([3, 100_000]))},1\n2,3\n`,
    () =>
      `科目编码,科目名称\n${chance.list(chance.oneOf([100, 30_000]), (at) => `${2_000_000 + at},科目${at}`).join('\n')}`,
    () =>
      `${chance.oneOf(csv)}${chance
        .list(
          chance.oneOf([100, 40_000]),
          (at) =>
            `${2_080_501 + at},${hostileText(chance)
              .slice(0, 5)
              .replaceAll(/[,"\r\n]/g, '')},${at}`,
        )
        .join('\n')}`,
  ])()

/** Files of the format before .xlsx, HTML and XML by that name, CSV and TSV; also as code tables of an edition. */
export const tables: Family = {
  name: 'tables',
  cases: 120,
  begin: async (folder) => {
    const desk = await Desk.in(folder)
    return {
      attempt: async (chance) => {
        const kind = chance.below(8)
        if (kind === 0) {
          const path = join(folder, '科目.csv')
          writeFileSync(path, oddCsv(chance))
          const { ledger } = desk.book
          const table = chance.oneOf(['functional', 'economic'] as const)
          const read = await importCodeTable(ledger, { path, edition: 'dongcheng-2024', table, dryRun: true })
          return `codes ${outcomeOf(read)}`
        }
        if (kind < 4)
          return desk.take(
            chance.oneOf(['表.csv', '表.tsv']),
            Buffer.from(oddCsv(chance), chance.once(8) ? 'utf16le' : 'utf8'),
          )
        if (kind === 4) return desk.take('表.xls', Buffer.from(oddHtml(chance)))
        const bytes = biff(chance)
        return desk.take('表.xls', chance.once(2) ? mutateBytes(bytes, chance) : bytes)
      },
      end: () => desk.end(),
    }
  },
}
