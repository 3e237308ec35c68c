import type { z } from 'zod'
import { Analysis } from './analysis.ts'
import type { LinkedEdition } from './link.ts'
import { linkEdition } from './link.ts'
import { analysisFile } from './link-analysis.ts'
import { lintFiles, lintLinks } from './lint.ts'
import { Glossary, type Narrative, NarrativeHead, NarrativePart } from './narrative-vocabulary.ts'
import { parsed } from './parsed.ts'
import { problem } from './problem.ts'
import { isSuccessionFile, Succession, successionFile } from './succession.ts'
import { Checks, CodeTable, Edition, EditionHead, Form } from './vocabulary.ts'

/**
 * The files of one edition as parsed JSON, by file name: `edition.json`, one per form, `checks.json`, code tables, the
 * text part as `narrative/document.json`, `narrative/glossary.json` and one file per part, the charts of
 * `analysis.json`, and what became of an older edition's keys as `from-….json`.
 */
export type EditionFiles = Readonly<Record<string, unknown>>

/**
 * Reads an edition from its files: parse (vocabulary) → one value, as the ledger keeps it.
 * @throws EditionProblem naming file, property and reason
 */
export function readEdition(files: EditionFiles): Edition {
  const take = <T extends z.ZodType>(schema: T, file: string): z.output<T> => {
    if (!(file in files)) throw problem(file, '(whole file)', 'is missing')
    return parsed(schema, files[file], file)
  }
  const head = take(EditionHead, 'edition.json')
  const forms = head.forms.map((key) => {
    const form = take(Form, `${key}.json`)
    if (form.form !== key) throw problem(`${key}.json`, 'form', `says ${form.form}`)
    return form
  })
  const narrative = (): Narrative => {
    const text = take(NarrativeHead, 'narrative/document.json')
    const parts = text.parts.map((key) => {
      const part = take(NarrativePart, `narrative/${key}.json`)
      if (part.part !== key) throw problem(`narrative/${key}.json`, 'part', `says ${part.part}`)
      return part
    })
    return { head: text, parts, glossary: take(Glossary, 'narrative/glossary.json') }
  }
  const successions = Object.keys(files)
    .filter(isSuccessionFile)
    .sort()
    .map((file) => {
      const succession = take(Succession, file)
      if (successionFile(succession.from) !== file) throw problem(file, 'from', `says ${succession.from}`)
      return succession
    })
  return {
    head,
    forms,
    checks: take(Checks, 'checks.json'),
    functional: take(CodeTable, 'functional.json'),
    economic: take(CodeTable, 'economic.json'),
    ...('narrative/document.json' in files ? { narrative: narrative() } : {}),
    ...(successions.length > 0 ? { successions } : {}),
    ...(analysisFile in files ? { analysis: take(Analysis, analysisFile) } : {}),
  }
}

/**
 * Makes an edition ready for use: parse → link → lint → freeze.
 * @param edition one value as kept in a ledger, or as put together by `readEdition`
 * @throws EditionProblem naming file, property and reason
 */
export function loadEdition(edition: unknown): LinkedEdition {
  const whole = parsed(Edition, edition, 'edition')
  lintFiles(whole)
  const linked = linkEdition(whole)
  lintLinks(linked)
  return freeze(linked)
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of value instanceof Map ? value.values() : Object.values(value)) freeze(part)
  }
  return value
}
