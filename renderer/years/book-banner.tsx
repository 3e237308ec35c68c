import { Button } from 'antd'
import { useBookStatus, useFrame, useSession } from '../app/use-session.ts'
import type { OpenedBook } from '../book/opened-book.ts'
import { momentText } from '../kit/moments.ts'
import { returnFromLook, takeUp } from './look-up.ts'
import { useSealing } from './sealed-files.tsx'
import './new-year.css'

/** Over whatever is on screen while nothing can be changed: why, and what can be done instead. */
export function BookBanner({ book }: { readonly book: OpenedBook }) {
  const session = useSession()
  const { readOnly, summary } = useBookStatus(book)
  const lookedFrom = useFrame((state) => state.lookedFrom)
  const isReadOnlyLedger = useFrame((state) => state.start?.ledger?.readOnly === true)
  const isSealed = summary.state === 'sealed'
  const sealing = useSealing(book, isSealed)
  if (!readOnly && lookedFrom === null) return null
  return (
    <div className="book-banner" role="note" aria-label="只读">
      {lookedFrom !== null && (
        <Button size="small" onClick={() => void returnFromLook(session)}>
          ← 返回 {lookedFrom.year} 年度
        </Button>
      )}
      <strong>只读</strong>
      <span className="book-banner-words">
        {isSealed
          ? `${book.year} 年度决算已上报${sealing === null ? '' : `（${momentText(sealing.time)}）`}，内容不能修改`
          : isReadOnlyLedger
            ? '账套以只读方式打开，内容不能修改'
            : `正在查看 ${book.year} 年度决算`}
      </span>
      {isSealed && (
        <Button size="small" type="link" onClick={() => session.showDialog({ kind: 'sealed-files' })}>
          上报的文件{sealing === null ? '' : `（${sealing.files.length}）`}…
        </Button>
      )}
      {isSealed && !isReadOnlyLedger && (
        <Button size="small" type="link" onClick={() => session.showDialog({ kind: 'unseal' })}>
          撤销上报…
        </Button>
      )}
      {book.isLook && !isSealed && !isReadOnlyLedger && (
        <Button size="small" type="link" onClick={() => takeUp(session)}>
          修改本决算
        </Button>
      )}
    </div>
  )
}
