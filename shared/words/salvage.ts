import type { SalvagedBook, SalvageReport } from '../channels/salvage-values.ts'
import { factWords } from './fact-kinds.ts'
import { localTime } from './time.ts'

/** True if nothing of the book was lost. */
export const isSaved = ({ outcome, lostFiles, lostEditions }: SalvagedBook): boolean =>
  (outcome === 'whole' || outcome === 'rebuilt') && lostFiles.length === 0 && lostEditions === 0

/** A book as people name it, also one whose name cannot be read. */
export const salvagedBookName = ({ department, year, number }: SalvagedBook): string =>
  department === null || year === null ? `编号 ${number ?? '？'} 的决算` : `“${department}”${year} 年度决算`

/** What became of one book: what came along, what did not, and where a whole one is. */
export function salvagedBookText(book: SalvagedBook): string {
  const { state, was, lostFiles, lostEditions } = book
  return [
    isSaved(book) && book.outcome === 'whole' ? `完整救出，共 ${book.steps} 步` : outcomeText(book),
    lostFiles.length === 0 ? '' : `留存的上报文件读不出：${lostFiles.join('、')}`,
    lostEditions === 0 ? '' : `以前用过的 ${lostEditions} 个套表读不出`,
    state === 'open' && was === 'sealed' ? '原为已上报，救出后为填报中，请核对后重新上报' : '',
    backupText(book),
  ]
    .filter((part) => part !== '')
    .join('；')
}

function outcomeText({ outcome, steps, until, lostSteps, changed, lostFacts, unsure, detail }: SalvagedBook): string {
  const reached = `第 ${steps} 步（${until === null ? '' : localTime(until)}）`
  const rest = lostSteps === null ? '其后是否还有，无法知道' : `其后的 ${lostSteps} 步读不出`
  switch (outcome) {
    case 'whole':
      return `各表的数和操作记录完整，共 ${steps} 步`
    case 'rebuilt':
      return `操作记录完整，共 ${steps} 步，各表的数按它重建${changed === 0 ? '' : `（账上有 ${changed} 处读不出或与记录不符）`}`
    case 'continued':
      return `操作记录救出到${reached}，${rest}；各表的数完整，已按账上的数补记为一步`
    case 'pieced':
      return `操作记录救出到${reached}，${rest}；各表的数按账上读得出的补记为一步${unsureText(unsure)}，请逐表核对`
    case 'facts':
      return `操作记录读不出，各表的数照账上救出${lostFacts ? `，但有读不出的${unsureText(unsure)}，请逐表核对` : ''}，操作记录另起`
    case 'lost':
      return `没有救出：${detail ?? '读不出'}`
  }
}

const unsureText = (unsure: number): string =>
  unsure === 0 ? '' : `，另有 ${unsure} 个数账上读不出，取自操作记录中读得出的，可能不是最后的`

/** A fact that may not be the last, by the place it has; what is no cell, by its kind and key. */
export function unsureFactText(name: string): string {
  const space = name.indexOf(' ')
  const [kind, key] = [name.slice(0, space), name.slice(space + 1)]
  return (kind === 'cell' ? key : factWords(kind, key)).replaceAll('!', ' ')
}

function backupText(book: SalvagedBook): string {
  const { backup, outcome } = book
  if (backup !== null) {
    return `备份 ${backup.name} 中有完整的一份，操作记录 ${backup.steps} 步，改动至 ${localTime(backup.changed)}`
  }
  return isSaved(book) || outcome === 'rebuilt' ? '' : '备份中没有这一份'
}

/** What a person has to know besides the books. */
export function salvageRemarks({ isListBroken, lostEditions, foreign }: SalvageReport): readonly string[] {
  return [
    isListBroken ? '决算目录有读不出的地方，可能还有没有列出的年度决算，请与备份核对' : '',
    lostEditions.length === 0 ? '' : `套表读不出：${lostEditions.join('、')}`,
    foreign.length === 0 ? '' : `有不是本程序的内容，没有带过来：${foreign.join('、')}`,
  ].filter((remark) => remark !== '')
}

/** The whole in one sentence. */
export function salvageSummary({ books, ledger }: SalvageReport): string {
  const saved = books.filter(isSaved).length
  const none = books.filter(({ outcome }) => outcome === 'lost').length
  const part = books.length - saved - none
  if (ledger === null) return '没有可以救出的年度决算，没有建立新账套'
  return [
    `完整救出 ${saved} 个年度决算`,
    part === 0 ? '' : `部分救出 ${part} 个`,
    none === 0 ? '' : `没有救出 ${none} 个`,
  ]
    .filter((text) => text !== '')
    .join('，')
}

/** The line that ends a salvage which did not save everything; the books were told before. */
export const salvageShortfall = (report: SalvageReport): string =>
  report.ledger === null
    ? `账套 ${report.from} 没有救出：${salvageSummary(report)}，请看各年度的说明；有备份的可从备份恢复（restore）`
    : `账套 ${report.from} 没有全部救出：${salvageSummary(report)}，请按各年度的说明核对新账套 ${report.ledger}`
