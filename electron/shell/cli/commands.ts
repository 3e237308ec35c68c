import type { OptionSpec, OptionSpecs, PositionalSpec } from './arguments.ts'
import type { Handler } from './context.ts'

/** A command as data. Its handler is loaded when it is called: start-up time is most of what a command costs. */
export type Command = {
  readonly name: string
  readonly help: string
  readonly options: OptionSpecs
  readonly positionals: readonly PositionalSpec[]
  readonly load: () => Promise<Handler>
}

const ledger: OptionSpec = { value: 'FILE', help: '账套文件', required: true }
const department: OptionSpec = { value: 'NAME', help: '部门；账套中只有一个部门时可以不写' }
const year: OptionSpec = { value: 'Y', help: '年度', required: true }
const otherLedger: OptionSpec = { value: 'FILE', help: '另一账套；不存在时新建', required: true }
const replace: OptionSpec = { help: '替换已有的文件' }
const form: OptionSpec = { value: 'F', help: '报表，如 GK05', required: true }
const row: OptionSpec = { value: 'R', help: '行的代号，见 show', required: true }
const column: OptionSpec = { value: 'C', help: '栏的代号，见 show', required: true }
const code: OptionSpec = { value: 'CODE', help: '功能分类科目编码', required: true }
const unit: OptionSpec = { value: 'UNIT', help: '单位代号（如 u1）或名称', required: true }
const project: OptionSpec = { value: 'PROJECT', help: '项目代号（如 p1）或名称', required: true }
const place: OptionSpec = { value: 'N', help: '移到第几位', required: true }
const newName = (what: string): OptionSpec => ({ value: 'NAME', help: `${what}名称`, required: true })
const optional = (option: OptionSpec): OptionSpec => ({ ...option, required: false })
const ofLedger = { ledger, department } as const
const ofBook = { ...ofLedger, year } as const

const command = (
  name: string,
  help: string,
  options: OptionSpecs,
  load: Command['load'],
  positionals: readonly PositionalSpec[] = [],
): Command => ({ name, help, options, positionals, load })

const books = () => import('./book-commands.ts')
const edits = () => import('./edit-commands.ts')
const views = () => import('./view-commands.ts')
const files = () => import('./file-commands.ts')
const editions = () => import('./edition-commands.ts')
const years = () => import('./year-commands.ts')
const comparing = () => import('./compare-command.ts')
const care = () => import('./care-commands.ts')

export const commands: readonly Command[] = [
  command(
    'new',
    '新建年度决算；账套文件不存在时一并建立',
    {
      ledger,
      department: { value: 'NAME', help: '部门名称', required: true },
      year,
      edition: { value: 'E', help: '套表；不写时用 dongcheng-年度' },
      unit: { value: 'NAME', help: '单位名称，可写多次；不写时部门即唯一的单位', many: true },
    },
    async () => (await books()).create,
  ),
  command(
    'books',
    '列出部门和年度',
    { ...ofLedger, all: { help: '也列出已转出的，以及套表来源、转入转出和留存的上报文件' } },
    async () => (await books()).list,
  ),
  command(
    'move-book',
    '把年度决算转到另一账套，连同操作记录、套表和上报文件；重做一遍可完成中断的转出',
    { ...ofBook, to: otherLedger },
    async () => (await books()).moveBook,
  ),
  command(
    'copy-book',
    '把年度决算复制到另一账套，连同操作记录、套表和上报文件',
    { ...ofBook, to: otherLedger },
    async () => (await books()).copyBook,
  ),
  command(
    'roll-forward',
    '由上年决算结转，新建下一年度；上年决算在另一账套时，先用 copy-book 复制过来',
    {
      ...ofLedger,
      from: { value: 'Y', help: '上年年度', required: true },
      to: { value: 'Y', help: '新的年度；不写时为下一年度' },
      edition: { value: 'E', help: '套表；不写时用同一地区该年度的' },
      projects: { help: '项目也结转，不带金额' },
      reasons: { help: '主要原因和改写过的段落也结转' },
      'no-rows': { help: '不结转科目，只带有年末结转结余的' },
      'no-units': { help: '不结转单位' },
      'no-texts': { help: '不结转机构职责等文字' },
      'no-style': { help: '不结转行文习惯' },
      'no-cover': { help: '不结转封面' },
      'dry-run': { help: '只看结果，不存' },
    },
    async () => (await years()).rollForward,
  ),
  command(
    'template',
    '写出空白的填报工作簿',
    {
      edition: { value: 'E', help: '套表，如 dongcheng-2024', required: true },
      out: { value: 'FILE.xlsx', help: '工作簿', required: true },
      replace,
    },
    async () => (await files()).template,
  ),
  command(
    'import',
    '导入工作簿、CSV 或公开的决算（PDF、文字），成为一次可以撤销的操作',
    { ...ofBook, 'dry-run': { help: '只看结果，不存' } },
    async () => (await files()).importFile,
    [{ name: 'FILE', help: '要导入的文件：.xlsx .xls .csv .pdf .txt' }],
  ),
  command(
    'set',
    '录入一个单元格，金额以万元为单位',
    {
      ...ofBook,
      form,
      row,
      column,
      name: { value: 'NAME', help: '科目表中没有的编码的名称' },
      difference: { value: 'KIND', help: '年初数与上年年末数不同时，差异类型，如 会计差错更正' },
      note: { value: 'TEXT', help: '对差异的说明，与 --difference 一起写' },
    },
    async () => (await edits()).set,
    [{ name: 'VALUE', help: "要录入的数；清空写 ''" }],
  ),
  command(
    'row add',
    '新增科目及其上级科目；已有的科目可改名称',
    { ...ofBook, code, name: optional(newName('科目')) },
    async () => (await edits()).addRow,
  ),
  command('row remove', '删除科目及其在各表的数', { ...ofBook, code }, async () => (await edits()).removeRow),
  command('unit add', '新增单位', { ...ofBook, name: newName('单位') }, async () => (await edits()).addUnit),
  command(
    'unit rename',
    '单位改名',
    { ...ofBook, unit, name: newName('新的单位') },
    async () => (await edits()).renameUnit,
  ),
  command('unit move', '调整单位次序', { ...ofBook, unit, to: place }, async () => (await edits()).moveUnit),
  command('unit remove', '删除单位及其各行的数', { ...ofBook, unit }, async () => (await edits()).removeUnit),
  command(
    'project add',
    '新增项目',
    { ...ofBook, code, unit: optional(unit), name: newName('项目') },
    async () => (await edits()).addProject,
  ),
  command(
    'project rename',
    '项目改名',
    { ...ofBook, project, name: newName('新的项目') },
    async () => (await edits()).renameProject,
  ),
  command(
    'project move',
    '项目移到别的科目、单位或次序，数随项目走',
    { ...ofBook, project, code: optional(code), unit: optional(unit), to: optional(place) },
    async () => (await edits()).moveProject,
  ),
  command('project remove', '删除项目及其数', { ...ofBook, project }, async () => (await edits()).removeProject),
  command(
    'explain',
    '填写一处审核结果的审核说明',
    {
      ...ofBook,
      check: { value: 'ID', help: '审核公式，如 Y5', required: true },
      form: optional(form),
      row: optional(row),
      column: optional(column),
    },
    async () => (await edits()).explain,
    [{ name: 'TEXT', help: "说明文字；删去说明写 ''" }],
  ),
  command(
    'show',
    '显示一张表，含计算出的数',
    { ...ofBook, form, offered: { help: '也列出可填而没有数的行' } },
    async () => (await views()).show,
  ),
  command('trace', '一个单元格的数从何而来', { ...ofBook, form, row, column }, async () => (await views()).trace),
  command(
    'compare',
    '与上年决算或年初预算比较；金额以万元为单位',
    {
      ...ofBook,
      with: { value: 'BASE', help: '与什么比较：prior 上年决算（不写时），budget 年初预算' },
      form: optional(form),
      sort: { value: 'ORDER', help: '次序：printed 按表（不写时），difference 按增减额，percent 按增减幅度' },
      threshold: { value: 'P', help: '增减超过百分之几要标出；不写时用审核公式的' },
      amount: { value: 'A', help: '并且达到多少万元；不写时用审核公式的' },
      marked: { help: '只列超过界限和要说明的行' },
      csv: { help: '输出 CSV' },
    },
    async () => (await comparing()).compare,
  ),
  command(
    'analysis',
    '分析图表的数：收支结构、预决算、历年',
    { ...ofBook, chart: { value: 'KEY', help: '只要这个图表，如 income' }, csv: { help: '输出 CSV' } },
    async () => (await comparing()).analysis,
  ),
  command('narrative', '决算说明的文字；--json 给出各段的数及其来源', ofBook, async () => (await views()).narrative),
  command(
    'check',
    '审核各表和决算说明；有基本平衡不符时退出码为 1',
    { ...ofBook, all: { help: '也列出相符和不适用的' } },
    async () => (await views()).check,
  ),
  command(
    'editions',
    '列出程序自带的和账套中的套表',
    { ledger: { value: 'FILE', help: '也列出这个账套中的' } },
    async () => (await editions()).list,
  ),
  command(
    'editions import',
    '把套表文件存入账套，随账套走',
    { ledger, 'dry-run': { help: '只看结果，不存' } },
    async () => (await editions()).importFile,
    [{ name: 'FILE.json', help: '套表文件' }],
  ),
  command(
    'editions codes',
    '用科目表文件更换套表的科目表；新建的决算按新的科目表填报',
    {
      ledger,
      edition: { value: 'E', help: '套表，如 dongcheng-2024', required: true },
      table: { value: 'TABLE', help: 'functional 功能分类，economic 经济分类', required: true },
      'dry-run': { help: '只看结果，不存' },
    },
    async () => (await editions()).importCodes,
    [{ name: 'FILE.csv', help: '科目表，CSV 或 Excel，有“科目编码”“科目名称”两栏' }],
  ),
  command(
    'editions upgrade',
    '把填报中的决算改到套表的新版次，成为一次记入操作记录的操作',
    { ...ofBook, 'dry-run': { help: '只看结果，不改' } },
    async () => (await editions()).upgrade,
  ),
  command('undo', '撤销最近一次操作', ofBook, async () => (await books()).undo),
  command('redo', '重做最近一次撤销的操作', ofBook, async () => (await books()).redo),
  command(
    'history',
    '操作记录，最近的在前',
    {
      ...ofBook,
      limit: { value: 'N', help: '最多几条，不写时 100 条' },
      before: { value: 'SEQ', help: '只列这一条以前的' },
    },
    async () => (await books()).history,
  ),
  command('seal', '上报：审核通过后锁定，并留存上报文件', ofBook, async () => (await files()).seal),
  command(
    'unseal',
    '撤销上报',
    { ...ofBook, reason: { value: 'TEXT', help: '原因，记入操作记录', required: true } },
    async () => (await files()).unseal,
  ),
  command(
    'export',
    '导出上报文件',
    {
      ...ofBook,
      out: { value: 'DIR', help: '导出到的文件夹', required: true },
      sealed: { help: '原样取出上报时留存的全部文件' },
      format: { value: 'FORMATS', help: '格式，可写几种，如 xlsx,pdf,docx；不写时为 xlsx' },
      replace,
      supplements: { help: 'xlsx：附表和审核说明也显示' },
      form: { value: 'FORM', help: 'pdf：只打印这张表，如 GK05' },
      'text-only': { help: 'docx：只要文字部分' },
      font: { value: '宋体=FILE', help: 'pdf：用本机的宋体、黑体、楷体或仿宋，可写几次', many: true },
    },
    async () => (await files()).exportFiles,
  ),
  command(
    'export-all',
    '把账套里全部部门、全部年度导出为公开格式的文件；中断后再做一次可接着做',
    {
      ledger,
      out: { value: 'DIR', help: '导出到的文件夹，应为空', required: true },
      replace: { help: '替换上次导出的文件' },
    },
    async () => (await care()).exportAll,
  ),
  command(
    'backup',
    '备份账套并验证',
    { ...ofLedger, out: { value: 'FILE', help: '备份文件', required: true }, replace },
    async () => (await files()).backup,
  ),
  command(
    'restore',
    '用备份恢复账套，原有的另存为备份',
    { from: { value: 'FILE', help: '备份文件', required: true }, ...ofLedger },
    async () => (await files()).restore,
  ),
  command(
    'serve',
    '在浏览器中填报：打印地址，按 Ctrl+C 结束',
    {
      ledger: { value: 'FILE', help: '先打开的账套；不写时为上次打开的' },
      port: { value: 'N', help: '端口，不写时由系统选' },
      'no-open': { help: '只打印地址，不打开浏览器' },
    },
    async () => (await import('./serve-command.ts')).serve,
  ),
  command(
    'salvage',
    '从损坏的账套救出可读的年度决算，另建新账套；原文件只读，不改动',
    { ledger, out: { value: 'FILE', help: '新账套', required: true } },
    async () => (await import('./salvage-command.ts')).salvage,
  ),
  command('verify', '检查账套文件、操作记录和套表是否完好', ofLedger, async () => (await files()).verify),
  command(
    'diagnostics',
    '诊断信息：程序、电脑、账套的情况和最近的出错记录，不含金额、名称和路径',
    {
      ledger: { value: 'FILE', help: '也检查这个账套' },
      out: { value: 'FILE', help: '写入文件；不写时只显示' },
      replace,
    },
    async () => (await care()).diagnostics,
  ),
]

/** The command a line begins with: one word, or two for those on rows, units and projects. */
export function findCommand(
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const found = words.length >= length ? commands.find((one) => one.name === name) : undefined
    if (found !== undefined) return { command: found, rest: words.slice(length) }
  }
  return null
}

const optionText = ([name, { value }]: [string, OptionSpec]): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`

/** Help for one command. */
export function commandHelp({ name, help, options, positionals }: Command): readonly string[] {
  const entries = [...Object.entries(options), ...Object.entries(shared)]
  const usage = entries.map((entry) => {
    const text = optionText(entry)
    const { required, many } = entry[1]
    return required === true ? text : `[${text}]${many === true ? '…' : ''}`
  })
  const rows = [
    ...positionals.map((one) => [one.name, one.help] as const),
    ...entries.map((entry) => [optionText(entry), entry[1].help] as const),
  ]
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return [
    `${name}：${help}`,
    '',
    `用法：juesuan ${[name, ...usage, ...positionals.map((one) => one.name)].join(' ')}`,
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`),
  ]
}

/** Options of every command. */
export const shared: OptionSpecs = {
  json: { help: '只输出一个 JSON 值' },
  help: { help: '显示用法' },
}

/** Help for all commands. */
export function overallHelp(): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  return [
    '部门决算填报：离线填报、审核、导出部门决算',
    '',
    '用法：juesuan 命令 [选项]',
    '',
    ...commands.map(({ name, help }) => `  ${name.padEnd(width)}${help}`),
    '',
    '每个命令的选项用 juesuan 命令 --help 查看；金额以万元为单位；--json 只输出一个 JSON 值。',
    '退出码：0 完成；1 审核有基本平衡不符，或不能上报；2 请求或内容有误，没有改动；3 账套有问题。',
  ]
}
