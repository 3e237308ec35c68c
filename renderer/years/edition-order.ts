import type { EditionHeadline } from '../../shared/channels/values.ts'

/** The newest year first, within a year those taken from published paper, then as they come. */
export const newestFirst = (editions: readonly EditionHeadline[]): readonly EditionHeadline[] =>
  [...editions].sort(
    (one, other) => other.year - one.year || Number(one.trust === 'unverified') - Number(other.trust === 'unverified'),
  )

const family = (edition: string): string => edition.replace(/-[0-9]{4}$/, '')

/**
 * The edition to propose for a year after a book of an older one: that of the same family for the year, else the newest
 * of the family that is not of a later year, else the older one itself; null when there is none at all.
 */
export function usualEdition(editions: readonly EditionHeadline[], older: string, year: number): string | null {
  const own = newestFirst(editions).filter((one) => family(one.edition) === family(older) && one.year <= year)
  const known = [...own, ...editions.filter(({ edition }) => edition === older)]
  return (known[0] ?? newestFirst(editions)[0])?.edition ?? null
}
