import { tryCases } from './cases.ts'
import { families } from './families.ts'

// Tries the cases of one of the real families (cases.ts).
await tryCases(families)
