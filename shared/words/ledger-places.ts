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
  const known = places.find(([pattern]) => pattern.test(place))
  return known === undefined ? place : place.replace(...known)
}
