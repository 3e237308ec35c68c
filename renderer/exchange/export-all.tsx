import { Alert, Checkbox } from 'antd'
import { useState } from 'react'
import type { ExportedAll } from '../../shared/channels/care-values.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { RemarkList } from '../narrative/remarks.tsx'
import { ExportWindow, useExport } from './export-window.tsx'

/** 导出全部年度: every book of the ledger as files that need no program of ours. It takes a while, and can be called off. */
export function ExportAll({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const isDesktop = useFrame((state) => state.start?.shell === 'desktop')
  const [replace, setReplace] = useState(false)
  const run = useExport(() => session.ask('export.all', { replace }), onClose)
  const { made, isWorking } = run
  return (
    <ExportWindow title="导出全部年度" width={620} run={run} outcome={made !== null && <Outcome done={made} />}>
      <p>
        把账套里全部部门、全部年度导出为不用本程序也能读的文件：工作簿、PDF、Word、决算说明的文字、每张表的
        CSV，填列的数据和操作记录（JSON）、套表，以及上报时留存的文件。里面的 README.txt 说明每个文件是什么。
      </p>
      {isDesktop ? (
        <>
          <p className="hint">在您选择的文件夹里另建一个文件夹。取消或中断以后，再导出到同一处会接着做。</p>
          <Checkbox checked={replace} disabled={isWorking} onChange={(event) => setReplace(event.target.checked)}>
            替换上次导出的文件
          </Checkbox>
        </>
      ) : (
        <p className="hint">浏览器里得到的是一个 ZIP 压缩文件。</p>
      )}
    </ExportWindow>
  )
}

function Outcome({ done: { books, files, kept, problems, remarks } }: { readonly done: ExportedAll }) {
  const unchanged = kept === 0 ? '' : `，其中 ${kept} 个没有变化`
  const notes = [...problems, ...remarks]
  return (
    <Alert
      type={problems.length > 0 ? 'error' : notes.length > 0 ? 'warning' : 'success'}
      showIcon
      className="form-alert"
      title={`已导出 ${books} 个年度决算${unchanged}，${files} 个文件${problems.length > 0 ? '。以下决算没有导全：' : ''}`}
      description={notes.length > 0 && <RemarkList remarks={notes} />}
    />
  )
}
