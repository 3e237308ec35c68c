/**
 * What is wrong with an edition file, in Chinese. The loader says it in English, as everything for developers; but an
 * edition file is also what a finance bureau hands to its units, and what they bring is told to them in their language.
 * Names of files, properties and keys stay as they are: they are what has to be looked for.
 */
type Sentence = readonly [pattern: RegExp, chinese: string]

const unit = '(\\S+|no value)'

/** In the order they are tried; `$1` … stand for what the parentheses hold. */
const sentences: readonly Sentence[] = [
  // ---- of the file
  [/^is missing$/, '缺少这个文件'],
  [/^is nested too deep$/, '层次过深，不是套表文件'],
  [/^has more than (\S+) lists and objects, .*$/, '列表和对象超过 $1 个，不是套表文件'],
  [/^says (.*), its folder is (.*)$/, '写的是 $1，而文件夹名是 $2'],
  [/^says (.*)$/, '写的是 $1，与文件名不符'],
  [/^does not follow the vocabulary$/, '不符合套表的写法'],
  [/\(line ([0-9]+) column ([0-9]+)\)$/, '第 $1 行第 $2 个字符处不是合法的 JSON'],
  [/ in JSON at position ([0-9]+)$/, '第 $1 个字符处不是合法的 JSON'],
  [/^(Unexpected end of JSON input|Unterminated string.*|Unexpected token.*)$/, '不是合法的 JSON（$1）'],
  // ---- of the vocabulary
  [/^Unrecognized keys?: (.*)$/, '没有 $1 这样的属性'],
  [/^Invalid input: expected (\S+), received undefined$/, '缺少，应为 $1'],
  [/^Invalid input: expected (.*), received (.*)$/, '应为 $1，写的是 $2'],
  [/^Invalid option: expected one of (.*)$/, '应为 $1 之一'],
  [/^Invalid string: must match pattern (.*)$/, '写法不对，应符合 $1'],
  [/^Too (small|big): expected (\S+) to have (\S+?) ?([0-9]+) (items|characters)$/, '个数或字数应 $3 $4'],
  [/^Too (small|big): expected (\S+) to be (\S+?) ?([0-9.]+)$/, '应 $3 $4'],
  [/^Invalid input$/, '不符合任何一种写法'],
  [/^expected a relation of a rule there is$/, '没有这样的审核规则'],
  // ---- of amendments
  [
    /^was written for revision (.*), there is (.*): read the changes again$/,
    '依据的是第 $1 版，现有的是第 $2 版，请重新核对各项修改',
  ],
  [/^there is no edition (.*)$/, '没有套表 $1'],
  [/^there is no such file$/, '没有这个文件'],
  [/^there is no “(.*)” to stand behind$/, '没有“$1”，不能加在其后'],
  [/^there is no “(.*)”$/, '没有“$1”'],
  [/^“(.*)” is no list$/, '“$1”不是列表'],
  [/^“(.*)” names (\S+) members: name one by its number, (.*)$/, '有 $2 处叫“$1”，请用序号指明其一，如 $3'],
  [/^is no name of a property$/, '不能用作属性名'],
  [/^would give two properties one name$/, '替换后有两个属性同名'],
  [/^stands nowhere in the file$/, '文件中没有这段文字'],
  [/^a cycle: (.*)$/, '循环引用：$1'],
  // ---- of formulas
  [/^(unexpected character .*|expected .*, found .*)$/, '写法不对（$1）'],
  [/^children is for fixed rows; .*$/, 'children 只用于固定行'],
  [/^row (.*) has no children$/, '行 $1 没有下级行'],
  [/^unknown form (.*)$/, '没有报表 $1'],
  [/^unknown row (.*)$/, '没有行 $1'],
  [/^the range runs backwards$/, '起止行颠倒'],
  [/^form (\S+) has no value column (.*)$/, '报表 $1 没有数据栏 $2'],
  [/^"\." is a code here, and form (\S+) has fixed rows$/, '报表 $1 是固定行，不能按科目引用'],
  [/^form (\S+) has no row (.*)$/, '报表 $1 没有行 $2'],
  [/^form (\S+) has no rows (\S+) to (\S+)$/, '报表 $1 没有从 $2 到 $3 的行'],
  [/^form (\S+) has no such rows$/, '报表 $1 没有这些行'],
  [/^form (\S+) adds nothing up: .*$/, '报表 $1 没有合计'],
  [/^name the form and the column$/, '应写明报表和栏'],
  [/^"\." needs rows around it$/, '“.”只能用在逐行的地方'],
  [/^(.*) holds nothing there$/, '$1 处没有单元格'],
  [/^patterns name cells of this book$/, '文字中只能引用本年的单元格'],
  [/^the budget stands in this book$/, '年初预算数应在本年的表中'],
  [new RegExp(`^the budget of ${unit} is ${unit}$`), '年初预算数的单位不同（$1、$2）'],
  [/^"(.*)" refers to a cell that holds nothing$/, '公式“$1”引用的单元格没有数'],
  [new RegExp(`^"(.*)" mixes ${unit} and ${unit}$`), '公式“$1”混用单位（$2、$3）'],
  [/^"(.*)" mixes units$/, '公式“$1”混用单位'],
  [/^"(.*)" and "(.*)" mix units$/, '公式“$1”与“$2”单位不同'],
  [/^"(.*)" is no formula$/, '“$1”不是公式'],
  [/^lines below the item have no counterpart in other forms$/, '项以下的行在别的报表中没有对应的行'],
  [/^text takes no part in formulas$/, '文字不能用于公式'],
  // ---- of forms and checks
  [/^unknown column (.*)$/, '没有栏 $1'],
  [/^unknown check (.*)$/, '没有审核公式 $1'],
  [/^form (\S+) has no typed lines$/, '报表 $1 没有填列的行'],
  [/^form (\S+) has no (\S+) lines$/, '报表 $1 没有 $2 一级的行'],
  [/^form (\S+) has rows of codes: state "level"$/, '报表 $1 的行是科目，应写 level'],
  [/^form (\S+) has fixed rows: state "under" or "keys"$/, '报表 $1 是固定行，应写 under 或 keys'],
  [/^row (\S*) has no rows below it$/, '行 $1 没有下级行'],
  [/^(\S+) is no form with rows of codes$/, '报表 $1 的行不是科目'],
  [/^(.*) occurs twice in "(.*)"$/, '$1 在 $2 中重复'],
  [/^(.*) occurs twice$/, '$1 重复'],
  [/^neither input nor formula: state "cell"$/, '没有说明是填列还是计算，应写 cell'],
  [/^a (\S+) cell needs a formula$/, '$1 单元格应有公式'],
  [/^an input cell has no formula$/, '填列的单元格不应有公式'],
  [/^a (\S+) cell names the check that owns it$/, '$1 单元格应写明所属的审核公式（check）'],
  [/^row and column both have a formula; .*$/, '行和栏都有公式，应写 crossing 说明以谁为准'],
  [/^subtotals and row formulas cross: .*$/, '科目行的小计与行公式交叉，crossing 应为 column'],
  [/^state either "(\S+)" or "(\S+)"$/, '应写 $1 或 $2 之一'],
  [/^(\S+) wide, (\S+) fit the paper$/, '各栏共宽 $1，纸上最多 $2'],
  [/^is stated exactly when columns have a number$/, '有栏次时应有，没有栏次时不应有'],
  [/^is stated exactly when there is a "total"$/, '有合计时应有，没有合计时不应有'],
  [/^the typed level (\S+) is not printed$/, '填列的 $1 一级没有打印'],
  [/^a code form has a code column$/, '科目行的报表应有科目编码栏'],
  [/^the label is missing$/, '没有行名'],
  [/^line (\S+) comes after line (\S+)$/, '第 $1 行排在了第 $2 行之后'],
  [/^column (\S+) is not in block (\S+)$/, '栏 $1 不在 $2 一侧'],
  [/^a carried cell is a default of one prior\(…\) term$/, '结转的单元格应是取自上年一个数的默认值'],
  [
    /^a carried cell needs "differences" in edition.json$/,
    '有结转的单元格时，edition.json 中应列出差异类型（differences）',
  ],
  // ---- of successions and charts
  [/^an edition does not follow itself$/, '不能承接自身'],
  [/^names no key$/, '没有写出任何代号'],
  [/^splits and merges at once: .*$/, '同时拆分和合并，请分成几条'],
  [/^(\S+) stays the same: leave the line out$/, '$1 没有变化，请删去这一条'],
  [/^this edition has no form (.*)$/, '本套表没有报表 $1'],
  [/^this edition has no (.*)$/, '本套表没有 $1'],
  [/^(\S+) is still there under the same key$/, '$1 在本套表中仍在'],
  [/^the codes are of different levels$/, '编码不是同一级'],
  [/^the rows of (\S+) are codes: .*$/, '报表 $1 的行是科目，应写在 codes 中'],
  [/^a chart over years has no "rows"$/, '历年的图不写 rows'],
  [/^(\S+) need "rows"$/, '$1 图应写 rows'],
  [/^pairs are of two values at least$/, '对比图至少有两个数'],
  [/^(\S+) are of one value$/, '$1 图只有一个数'],
  [/^values of (.*)$/, '图中的数单位不同（$1）'],
  // ---- of the text part
  [/^is used nowhere$/, '没有用到'],
  [/^not below the one before$/, '应低于前一级'],
  [/^the last one is not from 0$/, '最后一级应从 0 起'],
  [/^a row is longer than the head$/, '有一行比表头长'],
  [/^a choice: .*$/, '分支的写法不对：除最后一支外都应有 if'],
  [/^unknown phrase (.*)$/, '没有套语 $1'],
  [/^unknown slot (.*)$/, '没有自由文字 $1'],
  [/^(\S+) takes (.*), given (\S+)$/, '套语 $1 应给出 $2，给了 $3 个'],
  [/^says itself$/, '套语引用了自身'],
  [/^no parameter (.*)$/, '套语没有参数 $1'],
  [/^no name (.*)$/, '没有名称 $1'],
  [/^(\{.*\}|slot .*) needs rows (of \w+ )?around it$/, '$1 只能用在逐行的地方'],
  [/^"(.*)" is no (\S+)$/, '“$1”不是 $2'],
  [/^(\S+) of ((?:\S+ and )*\S+)$/, '$1 不能用于 $2'],
  [/^(\{.*\}) begins with no word$/, '$1 没有以词开头'],
  [/^(\{.*\}): no display rule (.*)$/, '$1：没有显示方式 $2'],
  [/^"(.*)": a brace without its pair$/, '“$1”：花括号不成对'],
  [/^"(.*)": expected (.*) at "(.*)"$/, '条件“$1”在“$3”处写法不对（应为 $2）'],
  [/^(.*) takes (one operand|two operands with ~ between)$/, '$1 的参数个数不对'],
]

/** The reason an edition was refused, in Chinese; what has no sentence here is told as it is. */
export function editionProblemText(reason: string): string {
  for (const [pattern, chinese] of sentences) {
    const found = pattern.exec(reason)
    if (found !== null) return chinese.replaceAll(/\$([0-9])/g, (_, place: string) => found[Number(place)] ?? '')
  }
  // the formula first, then what is wrong with it
  const [, formula, rest] = /^"(.*?)": (.*)$/.exec(reason) ?? []
  return formula === undefined ? reason : `公式“${formula}”：${editionProblemText(rest ?? '')}`
}

/** Where in the file, when it is the whole of it. */
export const editionPropertyText = (property: string): string => (property === '(whole file)' ? '整个文件' : property)
