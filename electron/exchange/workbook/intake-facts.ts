import { z } from 'zod'
import { keyPattern, parseCellKey } from '../../../shared/address/cell.ts'
import type { LinkedEdition } from '../../../shared/catalogue/link.ts'
import type { ValueUnit } from '../../../shared/catalogue/vocabulary.ts'
import type { Fact, FactKind } from '../../../shared/engine/facts.ts'

/**
 * The facts of a manifest are text from a file: that its checksum is right says only that it is whole. What has not the
 * shape that the rest of the program counts on is not let in.
 */
const Key = z.string().regex(keyPattern)
const Whole = z.int()
const Text = z.string()
const Name = z.string().max(1000)
const shapes: Readonly<Record<Exclude<FactKind, 'cell' | 'stated'>, z.ZodType>> = {
  row: z.strictObject({ name: Name }),
  unit: z.strictObject({ name: Name, order: Whole }),
  project: z.strictObject({
    code: z.string().regex(/^[0-9]{1,20}$/),
    unit: z.union([Key, z.literal('')]),
    name: Name,
    order: Whole,
  }),
  explanation: z.strictObject({
    text: Text,
    left: Whole.nullable(),
    right: Whole.nullable(),
    kind: Name.optional(),
  }),
  text: Text,
  option: Text,
  cover: Text,
}
/** Half a character, or none at all: the ledger cannot give it back as it was. */
const unstorable = /[\p{Cs}\0]/u

/** The first fact that has not the shape of its kind, as `kind key`; null when all have. */
export function misshapenFact(facts: readonly Fact[], edition: LinkedEdition): string | null {
  const wrong = facts.find((fact) => !isStorable(fact) || !isShaped(fact, edition))
  return wrong === undefined ? null : `${wrong.kind} ${wrong.key.slice(0, 60)}`
}

const isStorable = ({ key, value }: Fact): boolean =>
  [key, ...(typeof value === 'object' ? Object.values(value) : [value])].every(
    (part) => typeof part !== 'string' || !unstorable.test(part),
  )

function isShaped({ kind, key, value }: Fact, edition: LinkedEdition): boolean {
  switch (kind) {
    case 'cell':
    case 'stated': {
      const unit = unitOf(key, edition)
      if (unit === null) return false
      return kind === 'cell' && unit === 'text' ? typeof value === 'string' : Number.isSafeInteger(value)
    }
    case 'row':
      return /^[0-9]{1,20}$/.test(key) && shapes.row.safeParse(value).success
    case 'unit':
    case 'project':
      return keyPattern.test(key) && shapes[kind].safeParse(value).success
    case 'explanation':
    case 'text':
    case 'option':
    case 'cover':
      return shapes[kind].safeParse(value).success
  }
}

/** Unit of the cell a key names, null when the edition has no such form, column or fixed row. */
function unitOf(key: string, edition: LinkedEdition): ValueUnit | null {
  const address = parseCellKey(key)
  const form = edition.forms[edition.formIndex.get(address?.form ?? '') ?? -1]
  const column = form?.columnIndex.get(address?.column ?? '')
  if (address === null || form === undefined || column === undefined) return null
  if (form.rows === null) return form.leaf[column]?.unit ?? null
  return form.rows[form.rowIndex.get(address.row) ?? -1]?.cells[column]?.unit ?? null
}
