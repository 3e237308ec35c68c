import type { CellAddress } from '../address/cell.ts'
import type { BookNames } from './cells.ts'
import { cellName } from './cells.ts'

/** Words for the history: what a gesture did, in a few characters. */
export const gestureLabels = {
  cell: (names: BookNames, cell: CellAddress, isCleared: boolean): string =>
    `${isCleared ? '清空' : '录入'} ${cellName(names, cell)}`,
  statedCleared: (names: BookNames, cell: CellAddress): string => `去掉来源数 ${cellName(names, cell)}`,
  rowAdded: (code: string, name: string): string => `新增科目 ${code} ${name}`.trim(),
  rowNamed: (code: string, name: string): string => `科目 ${code} 改名为 ${name}`,
  rowRemoved: (code: string, name: string): string => `删除科目 ${code} ${name}`.trim(),
  unitAdded: (name: string): string => `新增单位 ${name}`,
  unitNamed: (before: string, after: string): string => `单位 ${before} 改名为 ${after}`,
  unitMoved: (name: string, place: number): string => `单位 ${name} 移到第 ${place} 位`,
  unitRemoved: (name: string): string => `删除单位 ${name}`,
  projectAdded: (name: string): string => `新增项目 ${name}`,
  projectNamed: (before: string, after: string): string => `项目 ${before} 改名为 ${after}`,
  projectMoved: (name: string): string => `移动项目 ${name}`,
  projectRemoved: (name: string): string => `删除项目 ${name}`,
  explained: (check: string, place: string): string => `审核说明 ${check} ${place}`.trim(),
  unexplained: (check: string, place: string): string => `删除审核说明 ${check} ${place}`.trim(),
  imported: (file: string): string => `导入 ${file}`,
  revised: (edition: string, from: string, to: string): string => `套表 ${edition} 由${from}改为${to}`,
  rolledForward: (year: number): string => `由 ${year} 年度结转`,
  sealed: '上报',
} as const

const journalKinds: Readonly<Record<string, string>> = {
  open: '建账',
  gesture: '',
  undo: '撤销',
  redo: '重做',
  edition: '更换套表',
  seal: '上报',
  unseal: '撤销上报',
  close: '转出',
  arrive: '转入',
}

/** A journal row in words: what kind of step it was and what it was about. */
export function journalText(kind: string, label: string): string {
  const word = journalKinds[kind] ?? kind
  if (word === '' || word === label) return label
  return label === '' ? word : `${word}：${label}`
}
