import { Fault } from '../../shared/channels/faults.ts'
import type { Result } from '../../shared/channels/result.ts'
import { faultText } from '../../shared/words/faults.ts'
import { claim } from './family.ts'

/**
 * What a service said, in a word: `value`, or the kind of its refusal.
 * @throws Broken for a fault outside the closed list, without words, or that says the program made a mistake
 */
export function outcomeOf(result: Result<unknown>): string {
  if (result.ok) return 'value'
  const { fault } = result
  claim(fault.kind !== 'unexpected', `unexpected: ${JSON.stringify(fault)}`)
  claim(Fault.safeParse(fault).success, `a fault that there is not: ${JSON.stringify(fault).slice(0, 300)}`)
  claim(faultText(fault).length > 0, `${fault.kind} without words`)
  return fault.kind
}
