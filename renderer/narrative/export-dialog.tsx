import { Radio } from 'antd'
import { useState } from 'react'
import type { Result } from '../../shared/channels/result.ts'
import type { FileToken, PrintedFile } from '../../shared/channels/values.ts'
import { useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { ExportWindow, useExport } from '../exchange/export-window.tsx'
import { FontChoices } from './font-choices.tsx'
import { Remarks } from './remarks.tsx'

const choices = [
  { value: 'pdf', label: 'PDF：封面、目录、报表和决算说明' },
  { value: 'word', label: 'Word：封面、目录、报表和决算说明' },
  { value: 'text', label: 'Word：只有决算说明的文字' },
  { value: 'xlsx', label: 'Excel 工作簿：全部报表' },
  { value: 'supplements', label: 'Excel 工作簿：报表连同补充资料和审核说明' },
] as const
type Choice = (typeof choices)[number]['value']

/** What to export; the finished file is offered by the frame. It may take seconds, and can be called off. */
export function ExportDialog({ book, onClose }: { readonly book: OpenedBook; readonly onClose: () => void }) {
  const session = useSession()
  const [choice, setChoice] = useState<Choice>('pdf')

  const write = (): Promise<Result<PrintedFile | FileToken | null>> => {
    switch (choice) {
      case 'xlsx':
      case 'supplements':
        return session.ask('export.workbook', { book: book.id, supplements: choice === 'supplements' })
      case 'pdf':
        return session.ask('export.document', { book: book.id, format: 'pdf', textOnly: false, form: null })
      case 'word':
      case 'text':
        return session.ask('export.document', {
          book: book.id,
          format: 'docx',
          textOnly: choice === 'text',
          form: null,
        })
    }
  }
  const run = useExport(write, onClose, (made) => {
    if (remarksOf(made).length === 0) onClose()
  })
  const remarks = run.made === null ? [] : remarksOf(run.made)
  return (
    <ExportWindow
      title="导出"
      width={560}
      run={run}
      outcome={remarks.length > 0 && <Remarks remarks={remarks} done="已导出。请留意：" />}
    >
      <Radio.Group
        className="export-choices"
        aria-label="导出什么"
        value={choice}
        disabled={run.isWorking}
        onChange={(event) => setChoice(event.target.value as Choice)}
        options={choices.map((one) => ({ ...one }))}
        vertical
      />
      {choice === 'pdf' && <FontChoices book={book} isOff={run.isWorking} />}
    </ExportWindow>
  )
}

const remarksOf = (made: PrintedFile | FileToken): readonly string[] => ('remarks' in made ? made.remarks : [])
