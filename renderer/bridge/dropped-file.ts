import { type Result, refuse } from '../../shared/channels/result.ts'

/** The largest file main takes in; the reader of workbooks refuses beyond the same. */
const mostBytes = 50 * 1024 * 1024

/** Why a dropped file is not sent, or null. */
export function fileProblem({ name, size }: File): Result<never> | null {
  const reason =
    size > mostBytes
      ? `有 ${Math.round(size / 1024 / 1024)} MB，不像决算报表，未读取`
      : /\.xlsx$/i.test(name)
        ? null
        : '只能导入 .xlsx 工作簿'
  return reason === null ? null : refuse({ kind: 'request-rejected', where: name.slice(0, 100), reason })
}
