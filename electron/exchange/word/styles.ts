import {
  AlignmentType,
  type IParagraphStylePropertiesOptions,
  type IRunStylePropertiesOptions,
  LineRuleType,
} from 'docx'

/** Fonts by name: Word takes them from the machine. Letters and digits are always in Times New Roman. */
export const fonts = {
  fangsong: '仿宋_GB2312',
  hei: '黑体',
  kai: '楷体_GB2312',
  song: '宋体',
  latin: 'Times New Roman',
} as const

export type FontName = (typeof fonts)['fangsong' | 'hei' | 'kai' | 'song']

export const font = (eastAsia: FontName) => ({
  eastAsia,
  ascii: fonts.latin,
  hAnsi: fonts.latin,
  cs: fonts.latin,
  // quotation marks and dashes are Chinese ones
  hint: 'eastAsia',
})

/** 三号: 16 points; docx counts half points. */
export const bodySize = 32
/** 固定行距 28 磅, in twentieths of a point */
export const exactly = (points: number) => ({ line: Math.round(points * 20), lineRule: LineRuleType.EXACT })
export const bodyLine = 28

/** 首行缩进 2 字符: in characters for Word, in twentieths of a point for programs that do not know characters. */
export const indented = { firstLineChars: 200, firstLine: 640 } as const
export const notIndented = { firstLineChars: 0, firstLine: 0 } as const

type HeadingStyle = {
  readonly run: IRunStylePropertiesOptions
  readonly paragraph: IParagraphStylePropertiesOptions
}

const heading = (eastAsia: FontName, outlineLevel: number, bold = false): HeadingStyle => ({
  run: { font: font(eastAsia), size: bodySize, bold, color: '000000' },
  paragraph: {
    alignment: AlignmentType.LEFT,
    indent: indented,
    keepNext: true,
    outlineLevel,
    spacing: { ...exactly(bodyLine), before: 0, after: 0 },
  },
})

/** Headings by official rules: part, then 一、 黑体, （一） 楷体, 1. 仿宋加粗, （1） 仿宋, unnumbered 楷体. */
const headings = {
  heading1: {
    run: { font: font(fonts.hei), size: 44, bold: false, color: '000000' },
    paragraph: {
      alignment: AlignmentType.CENTER,
      indent: notIndented,
      keepNext: true,
      outlineLevel: 0,
      spacing: { ...exactly(36), before: 0, after: 280 },
    },
  },
  heading2: heading(fonts.hei, 1),
  heading3: heading(fonts.kai, 2),
  heading4: heading(fonts.fangsong, 3, true),
  heading5: heading(fonts.fangsong, 4),
  heading6: heading(fonts.kai, 5),
} satisfies Record<string, HeadingStyle>

/** Style of table cells in letters of so many points. */
export const cellStyle = (size: number): string => `Cell${size * 2}`

/** From one line of a table cell to the next, as a share of its letters. */
export const cellLineStep = 1.25

const cellStyleOf = (size: number) => ({
  id: cellStyle(size),
  name: `表格 ${size} 磅`,
  basedOn: 'Normal',
  run: { font: font(fonts.song), size: size * 2 },
  paragraph: { indent: notIndented, spacing: { ...exactly(size * cellLineStep), before: 0, after: 0 } },
})

/** Styles of the document: headings are the real ones of Word, so its navigation and its contents know them. */
export const stylesWith = (cellSizes: readonly number[]) => ({
  default: {
    document: {
      run: { font: font(fonts.fangsong), size: bodySize, language: { value: 'en-US', eastAsia: 'zh-CN' } },
      paragraph: { spacing: { ...exactly(bodyLine), before: 0, after: 0 } },
    },
    ...headings,
  },
  paragraphStyles: [
    {
      id: 'BodyText',
      name: 'Body Text',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { indent: indented, alignment: AlignmentType.BOTH },
    },
    ...cellSizes.map(cellStyleOf),
    ...[1, 2, 3, 4, 5, 6].map((level) => ({
      id: `TOC${level}`,
      name: `toc ${level}`,
      basedOn: 'Normal',
      next: 'Normal',
      run: { size: level === 1 ? 28 : 24, font: font(level === 1 ? fonts.hei : fonts.fangsong) },
      paragraph: {
        indent: { ...notIndented, left: (level - 1) * 240 },
        spacing: { ...exactly(20), before: level === 1 ? 120 : 0, after: 0 },
      },
    })),
  ],
})
