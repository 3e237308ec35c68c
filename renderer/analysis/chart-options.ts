import type { EChartsCoreOption } from 'echarts/core'
import type { ChartData, ChartRow } from '../../shared/compare/charts.ts'
import { chartFigure, chartUnit, percentWord } from '../../shared/words/compare.ts'

/** Told apart by the colour-blind and in grey print: neighbours differ in lightness (after Okabe and Ito). */
const colours = [
  '#1f4e9c',
  '#e69f00',
  '#56b4e9',
  '#7b3294',
  '#009e73',
  '#d55e00',
  '#8a8f98',
  '#cc79a7',
  '#00463a',
  '#c2b300',
]
/** 预算 light, 决算 dark: a pair reads the same in grey. */
const pairColours = ['#a9bddb', '#1f4e9c', '#e69f00', '#7b3294']

const font =
  "'PingFang SC','Microsoft YaHei UI','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
const ink = '#1f2733'
const soft = '#55606e'

/** Above the drawing when it leaves the window: title, and whose and of when it is. */
export type Caption = { readonly title: string; readonly under: string }

/** Height a chart wants, in px: bars that lie need a line each. */
export function chartHeight(chart: ChartData): number {
  const { kind, drawn, series } = chart
  if (kind === 'years' || isRound(chart)) return 300
  const perRow = kind === 'pairs' ? Math.max(40, 17 * series.length + 8) : 26
  return Math.max(200, 60 + perRow * drawn.length)
}

/** What echarts is to draw. Fixed sizes, no animation: the drawing is a picture. */
export function optionOf(chart: ChartData, width: number, caption: Caption | null): EChartsCoreOption {
  const common = {
    animation: false,
    color: colours,
    backgroundColor: caption === null ? 'transparent' : '#ffffff',
    textStyle: { fontFamily: font, fontSize: 12, color: ink },
    ...(caption === null
      ? {}
      : {
          title: {
            text: caption.title,
            subtext: caption.under,
            left: 'center',
            top: 6,
            textStyle: { fontFamily: font, fontSize: 16, color: ink },
            subtextStyle: { fontFamily: font, fontSize: 12, color: soft },
          },
        }),
  }
  const top = caption === null ? 0 : captionHeight
  if (chart.kind === 'years') return { ...common, ...overYears(chart, top) }
  return isRound(chart) ? { ...common, ...shares(chart, top) } : { ...common, ...bars(chart, width, top) }
}
/** px above the drawing for a caption */
export const captionHeight = 60

/** A ring can show some positive parts; anything else is bars. */
const isRound = ({ kind, drawn }: ChartData): boolean =>
  kind === 'shares' && drawn.length <= 10 && drawn.every(({ numbers }) => (numbers[0]?.value ?? 0) > 0)

/** Amounts in 万元 as echarts measures them; the exact number stands in the label. */
const scaled = (value: number | null, chart: ChartData): number | null =>
  value === null ? null : chart.unit === 'amount' ? value / 1_000_000 : chart.unit === 'score' ? value / 100 : value

const short = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)

function shares(chart: ChartData, top: number) {
  return {
    series: [
      {
        type: 'pie',
        radius: ['36%', '66%'],
        center: ['50%', '50%'],
        top,
        startAngle: 90,
        itemStyle: { borderColor: '#fff', borderWidth: 2 },
        label: {
          color: ink,
          fontSize: 12,
          lineHeight: 16,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const row = chart.drawn[dataIndex]
            if (row === undefined) return ''
            const share = row.share === null ? '' : `（${percentWord(row.share)}）`
            return `${short(row.label, 18)}\n${chartFigure(row.numbers[0]?.value ?? null, chart.unit)}${share}`
          },
        },
        labelLine: { length: 10, length2: 12 },
        data: chart.drawn.map((row) => ({ name: row.label, value: scaled(row.numbers[0]?.value ?? null, chart) })),
      },
    ],
  }
}

const valueAxis = {
  type: 'value',
  axisLabel: { color: soft, hideOverlap: true },
  splitLine: { lineStyle: { color: '#e6e9ee' } },
}
const nameAxis = {
  type: 'category',
  axisTick: { show: false },
  axisLine: { lineStyle: { color: '#8a929d' } },
}
const legend = { top: 0, itemWidth: 16, itemHeight: 10, textStyle: { color: ink, fontFamily: font } }

/** Lying bars, the largest on top: names are long. */
function bars(chart: ChartData, width: number, top: number) {
  // names may take two fifths of the width
  const nameWidth = Math.round(width * 0.42)
  const { drawn, series, kind } = chart
  const isPair = kind === 'pairs'
  const labelOf = (row: ChartRow | undefined, at: number): string => {
    const figure = chartFigure(row?.numbers[at]?.value ?? null, chart.unit)
    return row === undefined || row.share === null ? figure : `${figure}（${percentWord(row.share)}）`
  }
  return {
    color: isPair ? pairColours : colours,
    ...(isPair ? { legend: { ...legend, top } } : {}),
    grid: { left: 8, right: kind === 'shares' ? 150 : 90, top: top + (isPair ? 30 : 8), bottom: 8, containLabel: true },
    xAxis: { ...valueAxis, splitNumber: 4, axisLabel: { ...valueAxis.axisLabel, formatter: grouped } },
    yAxis: {
      ...nameAxis,
      inverse: true,
      data: drawn.map(({ label }) => short(label, Math.floor(nameWidth / 12))),
      axisLabel: { color: ink, width: nameWidth, overflow: 'truncate', interval: 0 },
    },
    series: series.map((name, at) => ({
      type: 'bar',
      name,
      barMaxWidth: isPair ? 15 : 18,
      barGap: '10%',
      itemStyle: { borderColor: ink, borderWidth: isPair && at === 0 ? 0.5 : 0 },
      label: {
        show: true,
        position: 'right',
        color: ink,
        fontSize: 11,
        formatter: ({ dataIndex }: { dataIndex: number }) => labelOf(drawn[dataIndex], at),
      },
      data: drawn.map(({ numbers }) => scaled(numbers[at]?.value ?? null, chart)),
    })),
  }
}

/** Standing bars while there are few years, lines over many; a year without a book is a gap. */
function overYears(chart: ChartData, top: number) {
  const { drawn } = chart
  // what never was anything would only crowd the legend; it is in the table
  const at = chart.series.flatMap((_, place) =>
    drawn.some(({ numbers }) => Boolean(numbers[place]?.value)) ? [place] : [],
  )
  const isLine = drawn.length > 8
  // figures over narrow bars stand upright, else some would have to be left out
  const isDense = !isLine && drawn.length * at.length > 6
  return {
    ...(at.length > 2 ? { aria: { enabled: true, decal: { show: true } } } : {}),
    legend: { ...legend, top },
    grid: { left: 8, right: 24, top: top + (isDense ? 84 : 50), bottom: 8, containLabel: true },
    xAxis: { ...nameAxis, data: drawn.map(({ label }) => label), axisLabel: { color: ink } },
    yAxis: {
      ...valueAxis,
      axisLabel: { ...valueAxis.axisLabel, formatter: grouped },
      name: chartUnit(chart.unit),
      nameTextStyle: { color: soft },
    },
    series: at.map((place, number) => ({
      type: isLine ? 'line' : 'bar',
      name: chart.series[place],
      connectNulls: false,
      symbol: ['circle', 'rect', 'triangle', 'diamond', 'roundRect'][number % 5],
      symbolSize: 8,
      lineStyle: { width: 2, type: (['solid', 'dashed', 'dotted'] as const)[number % 3] },
      barMaxWidth: 42,
      barGap: '8%',
      labelLayout: { hideOverlap: true },
      label: {
        show: true,
        position: 'top',
        ...(isDense ? { rotate: 90, align: 'left', verticalAlign: 'middle' } : {}),
        color: ink,
        fontSize: 11,
        formatter: ({ dataIndex }: { dataIndex: number }) =>
          chartFigure(drawn[dataIndex]?.numbers[place]?.value ?? null, chart.unit),
      },
      data: drawn.map(({ numbers }) => scaled(numbers[place]?.value ?? null, chart)),
    })),
  }
}

/** Numbers of an axis: it has no room for decimals that are nought. */
const grouped = (value: number): string => value.toLocaleString('zh-CN', { maximumFractionDigits: 2 })
