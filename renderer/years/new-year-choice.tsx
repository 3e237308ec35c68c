import { Alert, Button, Checkbox, Select } from 'antd'
import { type RollForwardOptions, usualOptions } from '../../shared/years/preview.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { newestFirst } from './edition-order.ts'
import type { NewYearWishes } from './new-year.tsx'

type Option = keyof RollForwardOptions

const optionWords: readonly (readonly [option: Option, label: string, hint: string])[] = [
  ['rows', '科目（行）', '不选时，也带入年末有结转结余的科目'],
  ['units', '单位', '不选时，只有部门本级一个单位'],
  ['projects', '项目', '只带名称，不带金额；项目属于单位，须连同单位'],
  ['texts', '文字', '机构职责、机构设置等'],
  ['reasons', '主要原因、改写过的段落', '说的是上年的增减，请逐处改写'],
  ['style', '行文习惯', '金额的单位和小数、年份的写法等'],
  ['cover', '封面', '日期除外'],
]

/** What a new year is made from, under which edition, and what comes along. */
export function NewYearChoice({
  wishes,
  year,
  isThere,
  isUsual,
  onChange,
  onNext,
}: {
  readonly wishes: NewYearWishes
  readonly year: number
  /** the book to be made is there already */
  readonly isThere: boolean
  /** the edition is the one that was proposed */
  readonly isUsual: boolean
  readonly onChange: (wishes: NewYearWishes) => void
  readonly onNext: () => void
}) {
  const session = useSession()
  const books = useFrame((state) => state.books)
  const editions = useFrame((state) => state.editions)
  const { from, edition, options } = wishes
  const chosen = editions.find((one) => one.edition === edition)
  const set = (option: Option, isChosen: boolean): void => {
    const next = { ...options, [option]: isChosen }
    onChange({ ...wishes, options: option === 'units' && !isChosen ? { ...next, projects: false } : next })
  }
  const severalDepartments = new Set(books.map(({ department }) => department)).size > 1
  return (
    <form
      className="new-year-choice"
      onSubmit={(event) => {
        event.preventDefault()
        onNext()
      }}
    >
      <label className="field">
        上年决算
        <Select
          autoFocus
          aria-label="上年决算"
          value={from}
          options={[...books]
            .sort((a, b) => b.year - a.year)
            .map(({ id, department, year: one, state }) => ({
              value: id,
              label: `${severalDepartments ? `${department} ` : ''}${one} 年度${state === 'sealed' ? '（已上报）' : ''}`,
            }))}
          onChange={(id: number) => onChange({ ...wishes, from: id, edition: '' })}
        />
      </label>
      <p className="hint">
        由它结转出 <strong>{year} 年度</strong>，上年决算本身不改动。决算逐年结转，不能隔年。
      </p>
      {isThere && <Alert type="error" showIcon title={`账套里已经有 ${year} 年度决算，请另选上年决算，或直接打开它`} />}
      <label className="field">
        {year} 年度的套表
        <Select
          aria-label="套表"
          value={edition === '' ? null : edition}
          options={newestFirst(editions).map((one) => ({
            value: one.edition,
            label: one.title,
            headline: one,
          }))}
          optionRender={({ data: { headline } }) => (
            <div className="edition-option">
              <div>
                {headline.title} {headline.trust === 'unverified' && <span className="tag tag-readonly">未核实</span>}
              </div>
              <div className="hint">
                {headline.year} 年度，{headline.isBuiltIn ? '随程序提供' : '账套中导入的'}
                {headline.trust === 'unverified' ? `；${headline.source}` : ''}
              </div>
            </div>
          )}
          onChange={(name: string) => onChange({ ...wishes, edition: name })}
        />
      </label>
      {edition === '' && <Alert type="error" showIcon title="没有可用的套表，请先导入套表" />}
      {chosen !== undefined && chosen.year !== year && (
        <Alert
          type="warning"
          showIcon
          action={
            <Button size="small" onClick={() => session.showDialog({ kind: 'editions' })}>
              套表…
            </Button>
          }
          title={`${isUsual ? `没有同一地区 ${year} 年度的套表。` : ''}所选套表是 ${chosen.year} 年度的，用于 ${year} 年度时，表样、科目和审核公式请自行核对；有了 ${year} 年度的套表，请导入后再新建。`}
        />
      )}
      {chosen?.trust === 'unverified' && <Alert type="warning" showIcon title={`所选套表未核实：${chosen.source}`} />}
      <fieldset>
        <legend>带入什么</legend>
        {optionWords.map(([option, label, hint]) => (
          <Checkbox
            key={option}
            checked={options[option]}
            disabled={option === 'projects' && !options.units}
            onChange={({ target }) => set(option, target.checked)}
          >
            {label}
            <span className="hint">
              {options[option] === usualOptions[option] ? '' : '（与平常不同）'}　{hint}
            </span>
          </Checkbox>
        ))}
        <p className="hint">年初结转和结余不用带入：自动取上年年末数。各表填列的数、审核说明不带入。</p>
      </fieldset>
      <button type="submit" hidden />
    </form>
  )
}
