import { type Result, refuse } from '../../shared/channels/result.ts'
import { isImportable, onlyImportable } from '../../shared/channels/values.ts'

/** The largest file main takes in; the readers refuse beyond the same. */
const mostBytes = 50 * 1024 * 1024

/** Why a dropped file is not sent, or null. */
export function fileProblem({ name, size }: File): Result<never> | null {
  const reason =
    size > mostBytes
      ? `有 ${Math.round(size / 1024 / 1024)} MB，不像决算报表，未读取`
      : isImportable(name)
        ? null
        : onlyImportable
  return reason === null ? null : refuse({ kind: 'request-rejected', where: name.slice(0, 100), reason })
}
