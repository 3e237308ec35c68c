import { z } from 'zod'
import { FileToken } from './values.ts'

/** Values of looking after a program and its ledgers: everything exported, the log, diagnostics. */

/** What an export of all years came to; the token is that of the folder, in a browser of a zip of it. */
export const ExportedAll = FileToken.extend({
  books: z.int(),
  files: z.int(),
  /** books that were as an earlier export had left them */
  kept: z.int(),
  /** books of which only what is stored could be written, and why, in words */
  problems: z.array(z.string()),
  /** what a person should know of printed files, in words */
  remarks: z.array(z.string()),
})
export type ExportedAll = z.infer<typeof ExportedAll>

/** Where the log lies, and whether the shell could open it for the person. */
export const LogFolder = z.strictObject({ path: z.string(), isOpened: z.boolean() })

/** One part of the diagnostics; the person looks at it, and may leave it out. */
export const DiagnosticSection = z.strictObject({ key: z.string(), title: z.string(), lines: z.array(z.string()) })
export type DiagnosticSection = z.infer<typeof DiagnosticSection>

/** The text that is shown, saved and handed over: the very same one. */
export const diagnosticText = (sections: readonly DiagnosticSection[]): string =>
  [
    '部门决算填报：诊断信息',
    '不含金额、单位和个人名称、文字内容和路径。本程序不会发送它，由您决定交给谁。',
    ...sections.flatMap(({ title, lines }) => ['', `【${title}】`, ...lines]),
    '',
  ].join('\n')
