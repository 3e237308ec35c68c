const tableWords: Readonly<Record<string, string>> = {
  migration: '升级记录',
  ledger: '账套',
  department: '部门',
  edition: '套表',
  book: '决算目录',
  fact: '各表的数',
  journal: '操作记录',
  sealed_file: '上报文件',
}
/** A table of a ledger as a person knows it; one of another program by its name. */
export const tableWord = (table: string): string => tableWords[table] ?? `表 ${table} `

/** A row of a table by the number it has in the file, which is no number a person knows; a table may have none. */
const row = /^row (\S+)(?: (\d+))?$/

const places: readonly (readonly [RegExp, string])[] = [
  [/^file$/, '账套文件'],
  [/^book$/, '决算目录'],
  [/^journal (\d+)$/, '操作记录第 $1 条'],
  [/^fact \w+ (.*)$/, '数据 $1'],
  [/^edition (\S+) (\d+)$/, '套表 $1 第 $2 次修订'],
  [/^edition (\S+)$/, '套表 $1'],
  [/^sealed_file (\d+) (.*)$/, '上报文件“$2”（操作记录第 $1 条）'],
  [/^user_version$/, '数据版本'],
  [/^table (.*)$/, '表 $1'],
  [/^index (.*)$/, '索引 $1'],
  [/^trigger (.*)$/, '触发器 $1'],
  [/^view (.*)$/, '视图 $1'],
]

/** Where a verification found something, as a person reads it; what is unknown, as it is. */
export function problemPlace(place: string): string {
  const [, table, number] = row.exec(place) ?? []
  if (table !== undefined) return `${tableWord(table)}中的一行${number === undefined ? '' : `（文件内编号 ${number}）`}`
  const known = places.find(([pattern]) => pattern.test(place))
  return known === undefined ? place : place.replace(...known)
}
