import { textFile } from './export-all-book.ts'
import { type ExportedBook, isOld } from './export-all-manifest.ts'

const states = { open: '填报中', sealed: '已上报', moved: '已转到另一账套' } as const

/** A book that could not be read or computed, and why, in words. */
export type ProblemLine = { readonly folder: string; readonly line: string }

/** Problem, and what there is of the book all the same. */
function problemLine({ folder, line }: ProblemLine, books: readonly ExportedBook[]): string {
  const files = books.find((book) => book.folder === folder)?.files ?? []
  const old = files.flatMap(({ revision }) => (revision === undefined ? [] : [revision]))
  const revisions = `第 ${[...new Set(old)].sort((a, b) => a - b).join('、')} 版`
  if (files.length === 0) return `  ${line}。没有它的文件`
  if (old.length === files.length) return `  ${line}。文件夹 ${folder} 里是以前导出的，${revisions}，这次没有改动`
  if (old.length === 0) return `  ${line}。存储的数据在“数据”文件夹里，计算出的没有做全`
  return `  ${line}。存储的数据是这次的；另有 ${old.length} 个文件是以前导出的，${revisions}，在 manifest.json 里注有 revision`
}

/** README.txt of an export: what each file is, in which units, and how a book can be built from it again. */
export const readmeBytes = (books: readonly ExportedBook[], problems: readonly ProblemLine[]): Uint8Array =>
  textFile([
    '部门决算填报：全部年度的导出',
    '',
    '这个文件夹是一个账套里全部部门、全部年度决算的完整导出，都是公开的格式，不用本程序也能读。',
    '',
    '一、年度决算',
    ...books.map((book) => {
      const { folder, department, year, state, edition, revision } = book
      const old = isOld(book) ? '（以前导出的）' : ''
      return `  ${folder}：${department} ${year} 年度，${states[state]}，套表 ${edition.name} 第 ${edition.revision} 次修订，第 ${revision} 版${old}`
    }),
    ...(books.length === 0 ? ['  （没有）'] : []),
    ...(problems.length === 0
      ? []
      : ['', '没有导全的决算：', ...problems.map((problem) => problemLine(problem, books))]),
    '',
    '二、每个年度决算的文件夹里',
    '  ….xlsx              工作簿：全部报表，连同补充资料和审核说明',
    '  ….pdf、….docx       公开文件：封面、目录、报表、决算说明；已上报的决算是上报时的那一份',
    '  决算说明.txt、.md   决算说明的文字；〔〕里是还没有写的内容',
    '  审核结果.csv        不符合审核公式之处，以及填写的审核说明',
    '  报表/*.csv          每张表一个文件，补充资料也在内',
    '  上报文件/第N步/     第 N 步上报时留存的文件，逐字节相同；N 是操作记录的序号',
    '  数据/facts.json     填列的全部数据：由它和套表可以重新算出所有的表',
    '  数据/journal.json   操作记录：每一步的时间、人、内容，改动前后的值',
    '  数据/edition.json   套表：报表、公式、审核公式、说明的文字和科目表；它的 SHA-256 就是套表的校验值',
    '',
    '三、单位和写法',
    '  CSV 是 UTF-8（带标记），逗号分隔；第一行是名称，第二行是代号，以下是数据。金额以万元为单位，',
    '  有六位小数，与填列的数完全相等；没有小数的是个数，两位小数的是分值；空白不是零。',
    "  文字以 = + - @ 开头的，前面加了一个撇号（'），以免被表格软件当作公式；facts.json 里是原文。",
    '  JSON 是 UTF-8。金额是以“分”为单位的整数（1 万元 = 1000000 分）；分值是百分之一分的整数；',
    '  个数是整数。时间是世界协调时（UTC）。',
    '',
    '四、facts.json 里的种类（kind）和代号（key）',
    '  cell         填列的格，“报表!行!栏”；value 是数，文字格是文字',
    '  stated       由公式计算的格上，外来文件写的数，同上',
    '  row          列出的科目；name 是另起的名称，空的用科目表的名称',
    '  unit         单位：name 名称，order 次序',
    '  project      项目：code 科目编码，unit 单位，name 名称，order 次序',
    '  explanation  审核说明，“审核公式!报表!行!栏”；text 说明，left、right 是说明时两边的数，kind 是差异类型',
    '  text         决算说明里的文字；option 行文习惯；cover 封面',
    '  “年初结转和结余”等由上年结转的格不在里面，由上一年度的决算算出；另填了别的数的才在里面。',
    '',
    '五、其他',
    '  其他套表/           账套里没有用于任何决算的套表',
    '  manifest.json       全部文件的清单，有字节数和 SHA-256；文件夹里有“未完成.json”时导出没有做完，再导出一次即可接着做',
    '  同一个账套、同一版程序、同样的字体，导出的每个文件逐字节相同。',
  ])
