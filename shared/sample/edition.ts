import economic from '../catalogue/codes/economic-2024.json' with { type: 'json' }
import functional from '../catalogue/codes/functional-2024.json' with { type: 'json' }
import checks from '../catalogue/editions/dongcheng-2024/checks.json' with { type: 'json' }
import head from '../catalogue/editions/dongcheng-2024/edition.json' with { type: 'json' }
import GK01 from '../catalogue/editions/dongcheng-2024/GK01.json' with { type: 'json' }
import GK02 from '../catalogue/editions/dongcheng-2024/GK02.json' with { type: 'json' }
import GK03 from '../catalogue/editions/dongcheng-2024/GK03.json' with { type: 'json' }
import GK04 from '../catalogue/editions/dongcheng-2024/GK04.json' with { type: 'json' }
import GK05 from '../catalogue/editions/dongcheng-2024/GK05.json' with { type: 'json' }
import GK06 from '../catalogue/editions/dongcheng-2024/GK06.json' with { type: 'json' }
import GK07 from '../catalogue/editions/dongcheng-2024/GK07.json' with { type: 'json' }
import GK08 from '../catalogue/editions/dongcheng-2024/GK08.json' with { type: 'json' }
import GK09 from '../catalogue/editions/dongcheng-2024/GK09.json' with { type: 'json' }
import GK10 from '../catalogue/editions/dongcheng-2024/GK10.json' with { type: 'json' }
import GK11 from '../catalogue/editions/dongcheng-2024/GK11.json' with { type: 'json' }
import GK12 from '../catalogue/editions/dongcheng-2024/GK12.json' with { type: 'json' }
import GK13 from '../catalogue/editions/dongcheng-2024/GK13.json' with { type: 'json' }
import GK14 from '../catalogue/editions/dongcheng-2024/GK14.json' with { type: 'json' }
import S01 from '../catalogue/editions/dongcheng-2024/S01.json' with { type: 'json' }
import S02 from '../catalogue/editions/dongcheng-2024/S02.json' with { type: 'json' }
import S03 from '../catalogue/editions/dongcheng-2024/S03.json' with { type: 'json' }
import S04 from '../catalogue/editions/dongcheng-2024/S04.json' with { type: 'json' }
import S05 from '../catalogue/editions/dongcheng-2024/S05.json' with { type: 'json' }
import type { LinkedEdition } from '../catalogue/link.ts'
import { loadEdition, readEdition } from '../catalogue/load.ts'

/**
 * The edition of the sample, for tests that may not read files; services read it from the editions' folder.
 * @throws EditionProblem when a file does not follow the vocabulary
 */
export function sampleEdition(): LinkedEdition {
  return loadEdition(
    readEdition({
      'edition.json': head,
      'checks.json': checks,
      'functional.json': functional,
      'economic.json': economic,
      'GK01.json': GK01,
      'GK02.json': GK02,
      'GK03.json': GK03,
      'GK04.json': GK04,
      'GK05.json': GK05,
      'GK06.json': GK06,
      'GK07.json': GK07,
      'GK08.json': GK08,
      'GK09.json': GK09,
      'GK10.json': GK10,
      'GK11.json': GK11,
      'GK12.json': GK12,
      'GK13.json': GK13,
      'GK14.json': GK14,
      'S01.json': S01,
      'S02.json': S02,
      'S03.json': S03,
      'S04.json': S04,
      'S05.json': S05,
    }),
  )
}
