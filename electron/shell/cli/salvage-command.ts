import type { Fault } from '../../../shared/channels/faults.ts'
import { ok } from '../../../shared/channels/result.ts'
import {
  isSaved,
  salvagedBookName,
  salvagedBookText,
  salvageRemarks,
  salvageShortfall,
  salvageSummary,
} from '../../../shared/words/salvage.ts'
import { salvage as salvageBooks } from '../../services/salvage.ts'
import type { Handler } from './context.ts'

/** `salvage`: the fault that comes with a report says that something was lost. */
export const salvage: Handler = async ({ args, path, opener }) => {
  const from = path(args.need('ledger'))
  const made = await salvageBooks({ from, to: path(args.need('out')) }, opener)
  if (!made.ok) return made
  const report = made.value
  const { ledger, books } = report
  const summary = salvageSummary(report)
  const remarks = salvageRemarks(report)
  const lines = [
    ledger === null ? summary : `${summary}，新账套 ${ledger}；原文件没有改动`,
    ...books.map((book) => `${salvagedBookName(book)}：${salvagedBookText(book)}`),
    ...remarks.map((remark) => `请留意：${remark}`),
  ]
  const isAll = ledger !== null && books.every(isSaved) && !report.isListBroken && report.lostEditions.length === 0
  if (isAll) return ok({ json: report, lines })
  const fault: Fault = { kind: 'ledger-damaged', path: from, detail: summary }
  return ok({ json: report, lines, fault, message: salvageShortfall(report) })
}
