import type { Fault } from '../channels/faults.ts'
import { editionProblemText, editionPropertyText } from './edition-problems.ts'

/** Who holds a lock, where it is known. */
const holder = (who: string, since: string): string =>
  who === '' ? '' : `（${who}${since === '' ? '' : `，自 ${since}`}）`

/**
 * A fault as one Chinese sentence without full stop and line ends: what happened, where, and what to do. What a fault
 * quotes from outside may be anything, so line ends and controls become spaces.
 */
export const faultText = (fault: Fault): string =>
  sentence(fault)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()

function sentence(fault: Fault): string {
  switch (fault.kind) {
    case 'ledger-missing':
      return `找不到账套文件 ${fault.path}，请核对路径；新建账套用 new`
    case 'ledger-exists':
      return `${fault.path} 已经存在，新建不会覆盖，请换一个文件名`
    case 'ledger-locked':
      return `账套 ${fault.path} 正在被另一处修改${holder(fault.who, fault.since)}，请关闭那一处后重试`
    case 'ledger-too-new':
      return `账套 ${fault.path} 由更新的程序写成（数据版本 ${fault.theirs}，本程序只认到 ${fault.ours}），请升级程序后打开`
    case 'ledger-foreign':
      return `${fault.path} 不是本程序的账套，请核对路径`
    case 'ledger-damaged':
      return `账套 ${fault.path} 已损坏：${fault.detail}，请用备份恢复（restore），或把可读的救出到新账套（salvage）`
    case 'ledger-read-only':
      return `账套 ${fault.path} 或所在文件夹是只读的，不能修改，请复制到可写的位置`
    case 'disk-full':
      return `磁盘空间不足，${fault.path} 没有写成，请清理磁盘后重试`
    case 'file-failed':
      return `文件 ${fault.path} 读写失败：${fault.detail}，请检查磁盘和权限后重试`
    case 'migration-changed':
      return `程序文件不完整：升级脚本 ${fault.name} 与发布时不同，请重新安装程序`
    case 'migration-failed':
      return `账套 ${fault.path} 升级失败（${fault.name}：${fault.detail}），原账套没有改动，请联系维护人员`
    case 'book-missing':
      return `账套中没有“${fault.department}”${fault.year} 年度决算，用 books 查看已有的年度，用 new 新建`
    case 'book-exists':
      return `“${fault.department}”${fault.year} 年度决算已经存在，不重复新建`
    case 'stale-revision':
      return `决算在别处已改动（依据第 ${fault.base} 版，现为第 ${fault.current} 版），请重新打开后再改`
    case 'book-sealed':
      return `“${fault.department}”${fault.year} 年度决算已上报，不能修改；确需修改请先撤销上报（unseal）`
    case 'book-not-sealed':
      return `“${fault.department}”${fault.year} 年度决算没有上报`
    case 'nothing-to-undo':
      return '没有可以撤销的操作'
    case 'nothing-to-redo':
      return '没有可以重做的操作'
    case 'difference-needed':
      return `${fault.where}：${differenceText(fault)}，请用 --difference 注明差异类型：${fault.kinds.join('、')}`
    case 'edition-missing':
      return `没有套表 ${fault.edition}，请核对名称`
    case 'edition-invalid':
      return `套表文件 ${fault.file} 有误：${editionPropertyText(fault.property)}：${editionProblemText(fault.reason)}`
    case 'request-rejected':
    case 'input-refused':
      return `${fault.where}：${fault.reason}`
    case 'output-exists':
      return `${fault.path} 已经存在，没有覆盖；要替换请加 --replace`
    case 'seal-refused':
      return sealRefused(fault.errors, fault.unexplained)
    case 'unexpected':
      return `程序出错，编号 ${fault.incident}，${fault.detail}`
  }
}

/** Why another 年初数 is not taken without a word. */
export const differenceText = ({ carried }: Extract<Fault, { kind: 'difference-needed' }>): string =>
  `年初数应等于上年年末数 ${carried}，改为其他数须说明原因`

function sealRefused(errors: number, unexplained: number): string {
  const reasons = [
    errors > 0 ? `基本平衡不符 ${errors} 处（须改正）` : '',
    unexplained > 0 ? `核实性不符且没有审核说明 ${unexplained} 处（须改正或用 explain 说明）` : '',
  ].filter((reason) => reason !== '')
  return `不能上报：${reasons.join('，')}`
}
