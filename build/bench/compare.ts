import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { thresholdOf } from '../../shared/compare/basis.ts'
import { chartsOf, yearPoints } from '../../shared/compare/charts.ts'
import { compareForm } from '../../shared/compare/comparison.ts'
import { priorForm } from '../../shared/compare/prior-form.ts'
import { viewRows } from '../../shared/compare/sorting.ts'
import { engineOf, sizes } from './books.ts'
import { generateBook } from './generate.ts'
import { type Results, summary, timedRuns } from './measure.ts'

/** Two large books side by side: the widest form of codes and the longest one, ordered by size; and all charts. */
export async function compareResults(edition: LinkedEdition): Promise<Results> {
  const now = engineOf(edition, generateBook(sizes.large))
  const before = engineOf(edition, generateBook({ ...sizes.large, seed: 2 }))
  const findings = now.findings()
  const results: Results = {}
  for (const form of ['GK03', 'GK06']) {
    const compare = (): unknown => {
      const prior = priorForm(now, before, form, 2023)
      const threshold = thresholdOf(edition, 'prior')
      const compared = compareForm({ engine: now, form, basis: 'prior', threshold, findings, prior })
      return compared.sections.map((section) =>
        viewRows(section, { order: 'difference', column: null, onlyMarked: false, text: '' }),
      )
    }
    results[`compare.prior.${form}.large`] = summary(await timedRuns(9, compare), 'ms', 100)
  }
  const budget = (): unknown =>
    compareForm({ engine: now, form: 'GK05', basis: 'budget', threshold: thresholdOf(edition, 'budget'), findings })
  results['compare.budget.GK05.large'] = summary(await timedRuns(9, budget), 'ms', 100)
  const charts = (): unknown => chartsOf(now, 2024, yearPoints(before, 2023))
  results['compare.charts.large'] = summary(await timedRuns(9, charts), 'ms', null)
  return results
}
