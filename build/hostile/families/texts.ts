import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { csvText } from '../../../electron/exchange/csv.ts'
import { readFile } from '../../../electron/exchange/intake/read-file.ts'
import { builtInEdition } from '../../../electron/services/editions.ts'
import type { Chance } from '../../testing/chance.ts'
import { claim, type Family } from '../family.ts'
import { outcomeOf } from '../outcome.ts'
import { must, sampleLedger, startProgram } from '../program.ts'
import { hostileText, megabyte, typstMarkup } from '../texts.ts'

const secret = 'the-secret-of-another-file'

/** What is left of a text when everything is taken away that paper and XML may show otherwise. */
const bare = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\p{C}\u{fffd}]/gu, '')
const unescaped = (xml: string): string =>
  xml
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll(/&#(x?)([0-9a-fA-F]+);/g, (_, hex: string, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, hex === '' ? 10 : 16)),
    )
    .replaceAll('&amp;', '&')
    .replaceAll(/_x005F_/gi, '_')

/** All parts of an office file as one text of XML, by the directory at its end. */
function xmlOf(path: string): string {
  const bytes = readFileSync(path)
  const parts: string[] = []
  for (let at = bytes.readUInt32LE(bytes.length - 6); bytes.readUInt32LE(at) === 0x02014b50; ) {
    const [packed, name, extra, comment] = [
      bytes.readUInt32LE(at + 20),
      ...[28, 30, 32].map((place) => bytes.readUInt16LE(at + place)),
    ] as [number, number, number, number]
    const local = bytes.readUInt32LE(at + 42)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const content = bytes.subarray(from, from + packed)
    parts.push((bytes.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)).toString('utf8'))
    at += 46 + name + extra + comment
  }
  claim(parts.length > 3, 'the file has no parts')
  return parts.join('\n')
}

/** Words that only formulas of a payload have. */
const isPayload = (formula: string): boolean => /HYPERLINK|WEBSERVICE|cmd|calc|192\.0\.2\.1|^\s*1\+1/i.test(formula)

/** The first signs of a cell of a CSV file that a spreadsheet would run; numbers are none. */
const runs = (cell: string): boolean =>
  /^[=+@\t\r＝＋－＠]/.test(cell) || (/^-/.test(cell) && !/^-[\d,.]+%?$/.test(cell))

/** Names and free texts of a book, on their way into the files that go out. */
export const texts: Family = {
  name: 'texts',
  cases: 60,
  begin: async (folder) => {
    const ledger = await sampleLedger(join(folder, '样例.juesuan'))
    const canary = join(folder, 'secret.txt')
    writeFileSync(canary, secret)
    const { linked } = must(builtInEdition('dongcheng-2024'))
    const slots = [
      ...new Set(
        [...JSON.stringify(linked.edition.narrative).matchAll(/\{slot ([^}]+)\}/g)].map(([, slot]) => slot ?? ''),
      ),
    ]
    const out = join(folder, 'out')
    const text = (chance: Chance): string =>
      chance.once(3)
        ? `标记${chance.oneOf(typstMarkup(canary))}`
        : chance.once(12)
          ? megabyte(chance)
          : hostileText(chance, canary)

    // the typesetter and its fonts are loaded once a program
    const first = await startProgram(join(folder, 'home'), ledger)
    first.answers.save = join(folder, '先.pdf')
    must(
      await first.services.serve(
        'export.document',
        { book: first.book, format: 'pdf', textOnly: false, form: null },
        { client: 'one', isTrusted: true },
      ),
    )
    await first.end()

    return {
      attempt: async (chance) => {
        rmSync(out, { recursive: true, force: true })
        mkdirSync(out)
        const program = await startProgram(join(folder, 'home'), ledger)
        const { book, services, answers } = program
        const call = async (name: string, input: unknown): Promise<{ outcome: string; value: unknown }> => {
          const before = await program.state()
          const result = await services.serve(name, input, { client: 'one', isTrusted: true })
          const outcome = outcomeOf(result)
          if (!result.ok)
            claim((await program.state())?.revision === before?.revision, `${name}: refused, and changed the book`)
          return { outcome, value: result.ok ? result.value : null }
        }
        const base = async (): Promise<number> => (await program.state())?.revision ?? 0
        try {
          const { value } = await call('book.open', { book })
          const { facts } = value as { facts: readonly { kind: string; key: string }[] }
          const unit = facts.find(({ kind }) => kind === 'unit')?.key ?? ''
          const project = facts.find(({ kind }) => kind === 'project')?.key ?? ''
          const accepted: string[] = []
          const outcomes: string[] = []
          const give = async (
            name: string,
            make: (base: number, given: string) => unknown,
            isPrinted: boolean,
          ): Promise<void> => {
            const given = text(chance)
            const { outcome } = await call(name, make(await base(), given))
            outcomes.push(outcome)
            if (outcome === 'value' && isPrinted) accepted.push(given)
          }
          await give(
            'book.structure',
            (now, name) => ({ book, base: now, request: { kind: 'rename-unit', unit, name } }),
            true,
          )
          await give(
            'book.structure',
            (now, name) => ({ book, base: now, request: { kind: 'rename-project', project, name } }),
            true,
          )
          await give(
            'book.structure',
            (now, name) => ({ book, base: now, request: { kind: 'rename-row', code: '2080501', name } }),
            false,
          )
          const slot = chance.oneOf(slots)
          const commit = (kind: string, key: string) => (now: number, after: string) => ({
            book,
            base: now,
            label: '录入',
            place: null,
            changes: [{ kind, key, after }],
          })
          await give('book.commit', commit('text', slot), false)
          await give(
            'book.commit',
            commit('text', chance.oneOf([`figure:${hostileText(chance).slice(0, 40)}`, slot, '__proto__'])),
            false,
          )
          await give('book.commit', commit('cover', 'title'), false)

          const wanted = chance.oneOf(['xlsx', 'xlsx', 'xlsx', 'pdf', 'docx', 'csv', 'csv'] as const)
          const path = join(out, `决算.${wanted}`)
          answers.save = path
          if (wanted === 'csv') {
            const wishes = {
              basis: 'budget',
              form: 'GK06',
              percent: 0,
              amount: 0,
              order: 'printed',
              column: null,
              onlyMarked: false,
              text: '',
            }
            await call('export.comparison', { book, wishes })
            const cells = csvText([[text(chance)]])
            if (existsSync(path))
              claim(
                readFileSync(path, 'utf8')
                  .split(/[\r\n]+/)
                  .every((line) => line.split(',').every((cell) => !runs(cell.replace(/^\ufeff?"?/, '')))),
                'a cell of the comparison runs',
              )
            claim(!runs(cells.replace(/^"/, '')), `a cell of a CSV runs: ${cells.slice(0, 60)}`)
          } else if (wanted === 'xlsx') {
            claim(
              (await call('export.workbook', { book, supplements: chance.once(2) })).outcome === 'value',
              'no workbook',
            )
            const xml = xmlOf(path)
            for (const [, formula = ''] of xml.matchAll(/<f(?: [^>]*)?>([^<]*)<\/f>/g))
              claim(!isPayload(formula), `a formula of a text: ${formula}`)
            const odd = /<f(?: [^>]*)?>\s*=.{0,40}|<hyperlink [^>]*>/.exec(xml)?.[0]
            claim(odd === undefined, `a formula or a link came out of a text: ${odd}`)
            const plain = bare(unescaped(xml))
            for (const one of accepted)
              claim(
                plain.includes(bare(one)),
                `a name is not in the workbook as it is: ${JSON.stringify(one.slice(0, 80))}`,
              )
          } else {
            const form = wanted === 'pdf' ? chance.oneOf([null, 'GK06', 'GK14', 'GK03']) : null
            const printed = await call('export.document', { book, format: wanted, textOnly: wanted === 'docx', form })
            claim(printed.outcome === 'value', `no ${wanted}`)
            if (wanted === 'docx') {
              const xml = xmlOf(path)
              claim(
                !xml.includes(secret) && !/192\.0\.2\.1"|TargetMode="External"/.test(xml),
                'Word would fetch something',
              )
              claim(!/<w:instrText[^>]*>[^<]*(?:INCLUDE|DDE)/i.test(xml), 'a field of a text')
            } else {
              const bytes = readFileSync(path).toString('latin1')
              claim(
                !/\/(?:JavaScript|Launch|EmbeddedFile|OpenAction\s*<<\s*\/S)/.test(bytes),
                'the PDF would run something',
              )
              const read = await readFile(path)
              const said = read.ok && 'content' in read.value ? JSON.stringify(read.value.content) : ''
              claim(!said.includes(secret), 'a file of the machine is in the PDF')
              // paragraphs of 20,000 characters may be more than the reader takes in its time
              claim(read.ok || read.fault.kind === 'input-refused', 'the PDF cannot be read')
              claim(!read.ok || said.includes('决算'), 'nothing is in the PDF')
            }
          }
          return `${wanted}, ${accepted.length > 0 ? 'names taken' : 'names refused'}`
        } finally {
          await program.end()
        }
      },
    }
  },
}
