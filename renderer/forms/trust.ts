import type { CodeEntry } from '../../shared/catalogue/vocabulary.ts'

/** How far the code table vouches for a code, in a sentence; null is a code it does not have. */
export function trustHints(trust: CodeEntry['trust'] | null): string {
  switch (trust) {
    case 'sourced':
      return '科目表中有，名称取自公开文本'
    case 'labelOnly':
      return '科目表中有，但只见过名称，请核对编码'
    case 'unverified':
      return '科目表中有，但未经核对，请核对编码和名称'
    case null:
      return '本年度科目表中没有这个编码；可以新增，审核结果会提示核实'
  }
}
