import type { Engine } from '../../shared/engine/engine.ts'
import type { Finding } from '../../shared/engine/finding.ts'
import { isBlocking } from '../findings/finding-list.ts'

/** How far a form is: nothing in it; something to verify or explain; errors; or nothing left to do. */
export type FormState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'open'; readonly unexplained: number }
  | { readonly kind: 'errors'; readonly errors: number }
  | { readonly kind: 'clean' }

export type FormEntry = {
  readonly key: string
  readonly title: string
  readonly onPaper: boolean
  readonly state: FormState
}

/** Whether a form holds anything. A total of a code form is blank as long as all below it are. */
export function isEmptyForm(engine: Engine, form: string): boolean {
  const linked = engine.edition.forms[engine.edition.formIndex.get(form) ?? -1]
  if (linked === undefined) return true
  const addsUp = linked.form.codes?.total !== undefined
  const rows = addsUp ? ['total'] : engine.rows(form).map(({ key }) => key)
  return rows.every((row) => linked.columns.every(({ key }) => engine.value({ form, row, column: key }) === null))
}

/** State of every form of the book, in printed order, supplements last. */
export function formEntries(engine: Engine, year: number, findings: readonly Finding[]): FormEntry[] {
  const unexplained = new Map<string, number>()
  const errors = new Map<string, number>()
  for (const finding of findings) {
    if (finding.form === null || !isBlocking(finding)) continue
    const counts = finding.severity === 'error' ? errors : unexplained
    counts.set(finding.form, (counts.get(finding.form) ?? 0) + 1)
  }
  return engine.edition.forms.map(({ key, form }) => {
    const failing = errors.get(key) ?? 0
    const doubtful = unexplained.get(key) ?? 0
    const state: FormState =
      failing > 0
        ? { kind: 'errors', errors: failing }
        : isEmptyForm(engine, key)
          ? { kind: 'empty' }
          : doubtful > 0
            ? { kind: 'open', unexplained: doubtful }
            : { kind: 'clean' }
    return { key, title: form.title.replaceAll('{year}', String(year)), onPaper: form.onPaper, state }
  })
}

/** The state mark in words, short for the list and long for who points at it. */
export function stateWords(state: FormState): { readonly short: string; readonly long: string } {
  switch (state.kind) {
    case 'empty':
      return { short: '空', long: '没有填数' }
    case 'open':
      return { short: '填报中', long: `核实性不符 ${state.unexplained} 处待说明` }
    case 'errors':
      return { short: `错误 ${state.errors}`, long: `基本平衡不符 ${state.errors} 处` }
    case 'clean':
      return { short: '无误', long: '审核无误' }
  }
}
