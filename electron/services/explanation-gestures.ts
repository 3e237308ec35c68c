import { ok, type Result } from '../../shared/channels/result.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import type { ExplanationFact, FactChange } from '../../shared/engine/facts.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import type { BookNames } from '../../shared/words/cells.ts'
import { cellName } from '../../shared/words/cells.ts'
import { gestureLabels } from '../../shared/words/gestures.ts'
import { type Gesture, rejected } from './gesture.ts'
import { some } from './row-gestures.ts'

/** Which finding is explained: what is left out may be anything, as long as one place is left. */
export type ExplanationRequest = {
  readonly check: string
  readonly form?: string | undefined
  readonly row?: string | undefined
  readonly column?: string | undefined
  /** empty takes the explanation back */
  readonly text: string
}

const longestText = 2000

/** Key of the explanation of a finding. */
export const explanationKey = ({
  check,
  form,
  row,
  column,
}: Pick<Finding, 'check' | 'form' | 'row' | 'column'>): string => `${check}!${form ?? ''}!${row ?? ''}!${column ?? ''}`

/**
 * Attaches 审核说明 to a failing finding, with the two sides it was given for: when they move, it no longer counts.
 * Faults: request-rejected for an unknown check, none or several places (they are named); input-refused for a text
 * that is too long.
 *
 * @param texts findings about the text part, which the engine does not know
 */
export function explain(
  engine: Engine,
  names: BookNames,
  request: ExplanationRequest,
  texts: readonly Finding[] = [],
): Result<Gesture> {
  const { check } = request
  const text = request.text.trim()
  if (!engine.edition.checkIndex.has(check)) return rejected(`审核公式 ${check}`, '套表中没有这个公式，用 check 查看')
  if (text.length > longestText) {
    return {
      ok: false,
      fault: { kind: 'input-refused', where: `审核说明 ${check}`, reason: `文字过长，最多 ${longestText} 个字` },
    }
  }
  return text === '' ? takeBack(engine, names, request) : attach(engine, names, request, text, texts)
}

function attach(
  engine: Engine,
  names: BookNames,
  request: ExplanationRequest,
  text: string,
  texts: readonly Finding[],
): Result<Gesture> {
  const findings = [...engine.findings(), ...texts].filter((finding) => isMeant(request, finding))
  const [finding, ...more] = findings
  if (finding === undefined) return rejected(`审核公式 ${request.check}`, '此处没有不符的审核结果，不需要说明')
  if (more.length > 0) return several(request, findings)
  const { left, right } = finding
  const after: ExplanationFact = { text, left, right, ...differenceIn(engine, finding, text) }
  const changes: FactChange[] = [{ kind: 'explanation', key: explanationKey(finding), after }]
  return ok({
    changes,
    label: gestureLabels.explained(request.check, placeOf(names, finding)),
    place: gridPlace(finding),
  })
}

/** The kind of difference an explanation of another 年初数 begins with, as one that comes with the number says it. */
function differenceIn(engine: Engine, finding: Finding, text: string): { readonly kind?: string } {
  const { form, row, column } = finding
  if (form === null || row === null || column === null || finding.kind !== 'default') return {}
  if (engine.cell({ form, row, column })?.carried !== true) return {}
  const kind = engine.edition.edition.head.differences?.find((one) => text.startsWith(one))
  return kind === undefined ? {} : { kind }
}

function takeBack({ book }: Engine, names: BookNames, request: ExplanationRequest): Result<Gesture> {
  const found = [...book.facts.explanation.keys()]
    .map((key) => {
      const [check = '', form = '', row = '', column = ''] = key.split('!')
      return { key, check, form: form || null, row: row || null, column: column || null }
    })
    .filter((place) => place.check === request.check && isMeant(request, place))
  const [place, ...more] = found
  if (place === undefined) return rejected(`审核公式 ${request.check}`, '此处没有审核说明')
  if (more.length > 0) return several(request, found)
  const changes: FactChange[] = [{ kind: 'explanation', key: place.key, after: null }]
  return ok({
    changes,
    label: gestureLabels.unexplained(request.check, placeOf(names, place)),
    place: gridPlace(place),
  })
}

type FindingPlace = Pick<Finding, 'check' | 'form' | 'row' | 'column'>

const isMeant = (request: ExplanationRequest, place: FindingPlace): boolean =>
  place.check === request.check &&
  (request.form === undefined || place.form === request.form) &&
  (request.row === undefined || place.row === request.row) &&
  (request.column === undefined || place.column === request.column)

function several({ check }: ExplanationRequest, places: readonly FindingPlace[]): Result<never> {
  const list = places.map(({ form, row, column }) =>
    [form && `--form ${form}`, row && `--row ${row}`, column && `--column ${column}`].filter(Boolean).join(' '),
  )
  return rejected(`审核公式 ${check}`, `有 ${places.length} 处，请指明其中一处：${some(list)}`)
}

const placeOf = (names: BookNames, { form, row, column }: FindingPlace): string =>
  form !== null && row !== null && column !== null ? cellName(names, { form, row, column }) : (row ?? '')

const gridPlace = ({ form, row, column }: FindingPlace): Gesture['place'] =>
  form === null ? null : { form, row, column }
