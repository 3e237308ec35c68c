import type { TextRuleName } from '../catalogue/vocabulary.ts'
import type { Engine } from '../engine/engine.ts'
import type { ExplanationFact } from '../engine/facts.ts'
import { type Finding, withoutSides } from '../engine/finding.ts'
import type { NarrativeDocument } from './document.ts'
import type { Occasion } from './names.ts'
import { around, type Hit, type Line, readingOf, type TextCheck } from './reading.ts'
import { direction, sameWord, twoValues } from './rules/comparisons.ts'
import { figureOverridden, missingPercent, numberWithoutCell, percentOfNothing, wrongYear } from './rules/numbers.ts'
import {
  codeName,
  copiedTerm,
  itemList,
  leftover,
  missingReason,
  numbering,
  saysNone,
  unfilled,
} from './rules/places.ts'
import { parts, shares } from './rules/sums.ts'
import { doubledWords, unitName } from './rules/words.ts'

const rules: Readonly<Record<TextRuleName, TextCheck>> = {
  numberWithoutCell,
  figureOverridden,
  direction,
  sameWord,
  missingReason,
  unfilled,
  leftover,
  missingPercent,
  wrongYear,
  unitName,
  itemList,
  saysNone,
  twoValues,
  numbering,
  shares,
  parts,
  doubledWords,
  codeName,
  copiedTerm,
  percentOfNothing,
}

/** Longest mark of a finding in its block; keys of facts are no place for sentences. */
const longestMark = 60

/**
 * What is wrong with the text part, rule by rule as the edition's checks say, in the order of the text. `form` is null,
 * `row` the key of the block to jump to, `column` the words concerned there; `detail` holds rule, quotation and what
 * the sentence needs, parted by `|`. Only failures are listed.
 */
export function narrativeFindings(engine: Engine, document: NarrativeDocument, occasion: Occasion): Finding[] {
  const reading = readingOf(engine, document, occasion)
  if (reading === null) return []
  const { edition } = engine
  const place = new Map(reading.lines.map((line, number) => [line.key, number]))
  const seen = new Map<string, number>()
  const findings = edition.textRules.flatMap(({ check, severity, relation }) =>
    rules[relation.rule](reading, relation).map((hit): Finding => {
      const { id = '', title = '' } = edition.checks[check] ?? {}
      const line = reading.lines[place.get(hit.block) ?? -1]
      const mark = hit.at.replaceAll(/[!|\s]+/g, ' ').slice(0, longestMark)
      const times = (seen.get(`${id}!${hit.block}!${mark}`) ?? 0) + 1
      seen.set(`${id}!${hit.block}!${mark}`, times)
      const column = times === 1 ? mark : `${mark}#${times}`
      const explanation = engine.book.get('explanation', `${id}!!${hit.block}!${column}`) as ExplanationFact | null
      return {
        ...withoutSides,
        check: id,
        title,
        severity,
        kind: 'text',
        row: hit.block,
        column,
        cells: hit.cells ?? [],
        detail: [relation.rule, quotation(line, hit), ...hit.says].map((part) => part.replaceAll('|', '｜')).join('|'),
        explanation: explanation?.text ?? null,
      }
    }),
  )
  const order = ({ row }: Finding): number => place.get(row ?? '') ?? 0
  return findings
    .map((finding, number) => ({ finding, number }))
    .sort((a, b) => order(a.finding) - order(b.finding) || a.number - b.number)
    .map(({ finding }) => finding)
}

function quotation(line: Line | undefined, { at, from }: Hit): string {
  if (line === undefined) return ''
  if (from !== undefined) return around(line, from, 0)
  const found = line.text.indexOf(at)
  return found < 0 ? around(line, 0, 0) : around(line, found, at.length)
}
