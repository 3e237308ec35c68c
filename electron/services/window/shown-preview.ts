import { parseCellKey } from '../../../shared/address/cell.ts'
import type { ValueUnit } from '../../../shared/catalogue/vocabulary.ts'
import type { ImportPreview } from '../../../shared/channels/values.ts'
import type { FactChange, FactKind, FactValue } from '../../../shared/engine/facts.ts'
import { cellName, plainValue } from '../../../shared/words/cells.ts'
import { slotName } from '../../../shared/words/narrative.ts'
import { type ReadImport, unitOf } from '../import.ts'
import type { OpenBook } from '../open-book.ts'

/** What an import would do, as a person reads it; amounts are decimals in 万元. */
export function shownPreview({ engine, names }: OpenBook, { kind, preview }: ReadImport, file: string): ImportPreview {
  const { source, added, stored, unchanged } = preview
  return {
    file,
    kind,
    source,
    added,
    forms: [...preview.forms],
    texts: preview.texts.map(({ slot, text, place }) => ({ slot, name: slotName(engine.edition, slot), text, place })),
    stored,
    unchanged,
    changes: preview.changes.map(({ kind, key, after }: FactChange) => {
      const address = kind === 'cell' || kind === 'stated' ? parseCellKey(key) : null
      const unit = address === null ? 'text' : unitOf(engine, address)
      return {
        form: address?.form ?? '',
        cell: address === null ? `${kindWords[kind]} ${key}`.trim() : cellName(names, address),
        before: shownValue(engine.book.get(kind, key), unit),
        after: shownValue(after, unit),
        key,
      }
    }),
    cleared: preview.cleared.map(({ was, form, row, column }) => {
      const address = { form, row, column }
      return { ...address, was: plainValue(was, unitOf(engine, address)) ?? '' }
    }),
    conflicts: preview.conflicts.map(({ form, row, column, computed, given, sheet, cell }) => {
      const address = { form, row, column }
      const unit = unitOf(engine, address)
      return {
        ...address,
        cell: cellName(names, address),
        computed: plainValue(computed, unit),
        given: plainValue(given, unit) ?? '',
        at: kind === 'pdf' || kind === 'text' ? cell : `“${sheet}”${cell}`,
      }
    }),
    notUnderstood: [...preview.notUnderstood],
    remarks: [...preview.remarks],
  }
}

const kindWords: Readonly<Record<FactKind, string>> = {
  cell: '',
  stated: '',
  row: '科目',
  unit: '单位',
  project: '项目',
  explanation: '审核说明',
  text: '文字',
  option: '选项',
  cover: '封面',
}

/** A figure in its unit; the name of what has one. */
function shownValue(value: FactValue | null, unit: ValueUnit): string | null {
  if (value === null || typeof value !== 'object') return plainValue(value, unit)
  return String(value['name'] ?? value['text'] ?? '')
}
