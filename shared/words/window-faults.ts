import type { Fault } from '../channels/faults.ts'
import { differenceText, faultText } from './faults.ts'

/** A fault in the window's words: as `faultText`, but with what can be done by hand instead of commands. */
export function windowFaultText(fault: Fault): string {
  switch (fault.kind) {
    case 'ledger-missing':
      return `找不到账套文件 ${fault.path}，可能已被移动、改名或删除`
    case 'ledger-damaged':
      return `账套 ${fault.path} 已损坏：${fault.detail.replaceAll(/\s+/g, ' ')}`
    case 'book-missing':
      return `账套中没有“${fault.department}”${fault.year} 年度决算`
    case 'book-sealed':
      return `“${fault.department}”${fault.year} 年度决算已上报，不能修改；确需修改请先撤销上报`
    case 'stale-revision':
      return '决算在别处已改动，屏幕已换成最新内容'
    case 'output-exists':
      return `${fault.path} 已经存在，没有覆盖`
    case 'seal-refused': {
      const reasons = [
        fault.errors > 0 ? `基本平衡不符 ${fault.errors} 处（须改正）` : '',
        fault.unexplained > 0 ? `核实性不符且没有审核说明 ${fault.unexplained} 处（须改正或填写说明）` : '',
      ]
      return `不能上报：${reasons.filter((reason) => reason !== '').join('，')}`
    }
    case 'difference-needed':
      return `${fault.where}：${differenceText(fault)}，请选择差异类型：${fault.kinds.join('、')}`
    case 'ledger-exists':
    case 'ledger-locked':
    case 'ledger-too-new':
    case 'ledger-foreign':
    case 'ledger-read-only':
    case 'disk-full':
    case 'file-failed':
    case 'migration-changed':
    case 'migration-failed':
    case 'book-exists':
    case 'book-not-sealed':
    case 'nothing-to-undo':
    case 'nothing-to-redo':
    case 'edition-missing':
    case 'edition-invalid':
    case 'request-rejected':
    case 'input-refused':
    case 'unexpected':
      return faultText(fault)
  }
}

/** What stands over a fault screen, and what a person can do about it. */
export type FaultScreen = {
  readonly title: string
  readonly advice: string
  /** what the screen offers, the most likely first */
  readonly offers: readonly FaultOffer[]
}
export type FaultOffer = 'retry' | 'choose' | 'readOnly' | 'restore' | 'salvage' | 'new' | 'sample'

/** How a ledger that could not be opened is told (start-up and opening). */
export function faultScreen(fault: Fault): FaultScreen {
  switch (fault.kind) {
    case 'ledger-missing':
      return {
        title: '找不到账套文件',
        advice: '文件可能已被移动、改名，或所在的移动硬盘、网络盘没有连上。连上后重试，或指出文件现在的位置。',
        offers: ['retry', 'choose', 'restore', 'new'],
      }
    case 'ledger-locked':
      return {
        title: '账套正在另一处使用',
        advice: '同一时间只能有一处修改账套。请关闭那一处后重试；只是查看，可以以只读方式打开。',
        offers: ['retry', 'readOnly', 'choose'],
      }
    case 'ledger-too-new':
      return {
        title: '账套由更新的程序写成',
        advice: `账套的数据版本是 ${fault.theirs}，本程序只认到 ${fault.ours}。请升级本程序后再打开，账套没有改动。`,
        offers: ['choose', 'restore'],
      }
    case 'ledger-damaged':
      return {
        title: '账套已损坏',
        advice:
          '请从最近的备份恢复；恢复前现有文件会另存，不会丢掉。没有够新的备份时，把还能读出的年度决算救出到新文件，损坏的文件不会改动。',
        offers: ['restore', 'salvage', 'retry', 'choose'],
      }
    case 'ledger-foreign':
      return {
        title: '这不是本程序的账套',
        advice:
          '账套文件的后缀是 .juesuan。请另选文件。原来是账套、开头被别的程序覆盖了的，可以从备份恢复，或把还能读出的救出到新文件。',
        offers: ['choose', 'new', 'restore', 'salvage'],
      }
    case 'ledger-read-only':
      return {
        title: '账套是只读的',
        advice: '文件或所在文件夹不允许写入。可以以只读方式打开查看；要填报，请把账套复制到可写的位置再打开。',
        offers: ['readOnly', 'retry', 'choose'],
      }
    case 'ledger-exists':
      return {
        title: '这个文件已经存在',
        advice: '新建不会覆盖已有文件，请换一个文件名，或直接打开它。',
        offers: ['choose', 'new'],
      }
    case 'disk-full':
      return { title: '磁盘空间不足', advice: '请清理磁盘后重试，账套没有改动。', offers: ['retry', 'choose'] }
    case 'migration-changed':
    case 'migration-failed':
      return {
        title: '账套升级没有成功',
        advice: '原账套没有改动。请重新安装程序后重试；仍不成功时请联系维护人员。',
        offers: ['retry', 'choose', 'restore'],
      }
    case 'file-failed':
    case 'book-missing':
    case 'book-exists':
    case 'stale-revision':
    case 'book-sealed':
    case 'book-not-sealed':
    case 'nothing-to-undo':
    case 'nothing-to-redo':
    case 'difference-needed':
    case 'edition-missing':
    case 'edition-invalid':
    case 'request-rejected':
    case 'input-refused':
    case 'output-exists':
    case 'seal-refused':
    case 'unexpected':
      return {
        title: '账套没有打开',
        advice: '请重试；仍不成功时另选账套，或从备份恢复。',
        offers: ['retry', 'choose', 'restore'],
      }
  }
}
