import type { FactKind } from '../engine/facts.ts'

const kindWords: Readonly<Record<FactKind, string>> = {
  unit: '单位',
  row: '科目',
  project: '项目',
  cell: '填列数',
  text: '文字',
  option: '行文习惯',
  cover: '封面',
  explanation: '审核说明',
  stated: '来源数',
}
/** Kinds of things of a book, in the order a preview tells them. */
export const kindsInOrder = Object.keys(kindWords) as FactKind[]
export const kindWord = (kind: FactKind): string => kindWords[kind]

/** A fact by its kind and key, as `科目 2010101`; a kind there is not stays as it is. */
export const factWords = (kind: string, key: string): string =>
  `${(kindWords as Readonly<Record<string, string>>)[kind] ?? kind} ${key}`
