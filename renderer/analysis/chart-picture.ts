import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartData } from '../../shared/compare/charts.ts'
import { type Caption, captionHeight, chartHeight, optionOf } from './chart-options.ts'

use([
  BarChart,
  LineChart,
  PieChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  LabelLayout,
  SVGRenderer,
])

/** A drawn chart: a picture that scales, and its size in px. */
export type ChartPicture = { readonly svg: string; readonly width: number; readonly height: number }

/**
 * Draws a chart. The drawing is a text that becomes an image: as part of the page its styles would be refused by the
 * page's content policy, and an image prints as sharp as it is on screen.
 */
export function drawChart(chart: ChartData, width: number, caption: Caption | null): ChartPicture {
  const height = chartHeight(chart) + (caption === null ? 0 : captionHeight)
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    drawing.setOption(optionOf(chart, width, caption))
    return { svg: drawing.renderToSVGString(), width, height }
  } finally {
    drawing.dispose()
  }
}

/** An address an image can show; to be given back with `URL.revokeObjectURL`. */
export const pictureAddress = ({ svg }: ChartPicture): string =>
  URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))

/** The chart as an image that is ready to be shown or painted. */
export async function pictureImage(picture: ChartPicture): Promise<{ image: HTMLImageElement; release: () => void }> {
  const address = pictureAddress(picture)
  const image = new Image(picture.width, picture.height)
  image.src = address
  await image.decode()
  return { image, release: () => URL.revokeObjectURL(address) }
}

/** The chart as a PNG in base64, twice as fine as on screen, on white. */
export async function picturePng(picture: ChartPicture): Promise<string> {
  const { image, release } = await pictureImage(picture)
  try {
    const canvas = document.createElement('canvas')
    canvas.width = picture.width * 2
    canvas.height = picture.height * 2
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '')
  } finally {
    release()
  }
}
