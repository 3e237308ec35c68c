import { tryCases } from './cases.ts'
import { claim, type Family } from './family.ts'

// Families that do what must be noticed, for the test of who watches them (watch.test.ts).

const planted = (name: string, attempt: (number: number) => string, end?: () => void): Family => ({
  name,
  cases: 2,
  begin: () =>
    Promise.resolve({
      attempt: (_, number) => attempt(number),
      ...(end === undefined ? {} : { end }),
      triedAgain: name === 'twice' ? 'opening' : null,
    }),
})

const later = (): void => void setTimeout(() => claim(false, 'left behind'), 0)
const rejected = (): void => void Promise.reject(new Error('left behind'))

await tryCases([
  planted('calm', () => 'value'),
  planted('twice', () => 'value'),
  planted('stray-last', (number) => {
    if (number === 1) later()
    return 'value'
  }),
  planted('stray-promise', (number) => {
    if (number === 1) rejected()
    return 'value'
  }),
  planted('stray-end', () => 'value', later),
  planted('throws', (number) => {
    claim(number !== 0, 'thrown')
    return 'value'
  }),
  planted('large', (number) => {
    // more than the limit, and gone again within the case
    if (number === 0) new Uint8Array(1_200_000_000).fill(1)
    return 'value'
  }),
])
