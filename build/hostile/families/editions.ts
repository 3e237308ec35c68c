import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readEditionFolder } from '../../../electron/services/edition-files.ts'
import { readEditionFile } from '../../../electron/services/edition-import.ts'
import { attemptEdition, builtInEditions, catalogueFolder, loadedEdition } from '../../../electron/services/editions.ts'
import type { LinkedEdition } from '../../../shared/catalogue/link.ts'
import { readEdition } from '../../../shared/catalogue/load.ts'
import { ok, refuse } from '../../../shared/channels/result.ts'
import { Engine } from '../../../shared/engine/engine.ts'
import { layOut } from '../../../shared/layout/layout.ts'
import { narrate } from '../../../shared/narrative/narrate.ts'
import type { Chance } from '../../testing/chance.ts'
import { claim, type Family } from '../family.ts'
import { mutateBytes, mutateJson, nested } from '../mutate.ts'
import { outcomeOf } from '../outcome.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Files that are odd as JSON before they are odd as editions. */
function oddText(text: string, chance: Chance): Uint8Array {
  const at = chance.below(text.length)
  switch (chance.below(7)) {
    case 0:
      return encode('['.repeat(chance.oneOf([1_000, 200_000])))
    case 1:
      return encode(JSON.stringify(nested(chance.oneOf([100, 3_000]), chance)))
    case 2:
      // a member twice: the last one counts
      return encode(text.replace('"head":{', `"head":{"edition":"x","edition":1,"__proto__":{"revision":9},`))
    case 3:
      return encode(`{"forms":[${'{},'.repeat(chance.oneOf([10, 39_000, 200_000]))}{}]}`)
    case 4:
      return encode(text.slice(0, at) + chance.oneOf(['"', '{', '\u0000', '\\ud800', ',', '1e999']) + text.slice(at))
    case 5:
      return encode(
        text.replace(/"revision":\d+/, `"revision":${chance.oneOf(['1e400', '-1', '1.5', '99999999999999999999'])}`),
      )
    default:
      return mutateBytes(encode(text), chance)
  }
}

/** What was let in must be of use: a book of it is computed and printed. */
function use(edition: LinkedEdition): void {
  const engine = Engine.create(edition, [])
  claim(engine !== null, 'a blank book has a total out of range')
  engine.findings()
  for (const form of edition.forms) layOut(engine, form.key, { department: '某局', year: edition.edition.head.year })
  narrate(engine, { department: '某局', year: edition.edition.head.year })
}

/** Edition files, whole and as folders that amend another edition. */
export const editions: Family = {
  name: 'editions',
  cases: 600,
  begin: (folder) => {
    const whole = builtInEditions().map((name) => {
      const at = join(catalogueFolder(), 'editions', name)
      return { name, at, value: readEdition(readEditionFolder(at, catalogueFolder())) }
    })
    const texts = whole.map(({ value }) => JSON.stringify(value))
    const amending = join(folder, 'editions', 'beijing-2023')
    let count = 0
    return Promise.resolve({
      attempt: (chance) => {
        const at = chance.below(whole.length)
        const kind = chance.below(6)
        if (kind === 0) {
          // a folder that amends another edition
          const own = amends(chance)
          const target = `${amending}-${count++}`
          mkdirSync(target, { recursive: true })
          for (const [file, content] of Object.entries(own)) {
            mkdirSync(dirname(join(target, file)), { recursive: true })
            writeFileSync(join(target, file), JSON.stringify(content))
          }
          const made = attemptEdition(() => loadedEdition(readEdition(readEditionFolder(target, catalogueFolder()))))
          if (made.ok) use(made.value.linked)
          return `folder ${outcomeOf(made)}`
        }
        let bytes =
          kind === 1
            ? oddText(texts[at] ?? '', chance)
            : encode(JSON.stringify(mutateJson(whole[at]?.value, chance, { isGentle: kind > 3 })))
        // a larger file is not read at all
        if (bytes.length > 8 << 20) bytes = bytes.slice(0, 8 << 20)
        const read = readEditionFile('套表.json', bytes)
        if (read.ok) use(read.value.linked)
        claim(({} as { polluted?: unknown }).polluted === undefined, 'the prototype of all objects was changed')
        return outcomeOf(read.ok ? ok(null) : refuse(read.fault))
      },
    })

    function amends(chance: Chance): Record<string, unknown> {
      const changes = [
        {
          in: 'GK03.json',
          at: chance.oneOf(['title', 'columns/total', '__proto__/x', '#1/#99999999', '.', '/', 'a'.repeat(200)]),
          set: '改',
        },
        {
          in: chance.oneOf([
            'GK01.json',
            '../../codes/functional-2024.json',
            '/etc/passwd',
            '__proto__',
            'narrative/matters.json',
          ]),
          replace: '决算',
          with: '决算'.repeat(200),
        },
        { in: 'checks.json', at: 'checks', insert: [1, {}, null], after: chance.oneOf([null, 'X1', '__proto__']) },
        { in: 'edition.json', at: 'year', set: chance.oneOf([2023, -1, 'x', 1e9]) },
        { in: 'edition.json', at: 'edition', remove: true },
      ]
      const file = {
        edition: chance.oneOf(['beijing-2024', 'dongcheng-2024', 'beijing-2023', '../../..', 'nobody-2024']),
        revision: chance.oneOf([1, 1, 1, 9]),
        changes: chance.list(chance.between(0, 4), () => chance.oneOf(changes)),
      }
      return {
        'amends.json': chance.once(2) ? mutateJson(file, chance) : file,
        ...(chance.once(3)
          ? { 'from-beijing-2024.json': mutateJson({ from: 'beijing-2024', revision: 1, forms: [] }, chance) }
          : {}),
      }
    }
  },
}
