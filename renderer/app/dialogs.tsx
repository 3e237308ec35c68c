import { lazy, Suspense } from 'react'
import { CodeTable } from '../editions/code-table.tsx'
import { EditionsDialog } from '../editions/editions-dialog.tsx'
import { RevisionDialog } from '../editions/revision-dialog.tsx'
import { ExportAll } from '../exchange/export-all.tsx'
import { ImportScreen } from '../exchange/import-screen.tsx'
import { Seal, Unseal } from '../exchange/seal.tsx'
import { Explain } from '../findings/explain.tsx'
import { AddRow } from '../forms/add-row.tsx'
import { Projects } from '../forms/projects.tsx'
import { RemoveRow } from '../forms/remove-row.tsx'
import { RenameRow } from '../forms/rename-row.tsx'
import { Units } from '../forms/units.tsx'
import { LogFolder } from '../help/log-folder.tsx'
import { ExportDialog } from '../narrative/export-dialog.tsx'
import { ReuseTexts } from '../narrative/reuse-texts.tsx'
import { AllBooks } from '../years/all-books.tsx'
import { Backups } from '../years/backups.tsx'
import { DifferenceDialog } from '../years/difference-dialog.tsx'
import { MovedBook } from '../years/moved-book.tsx'
import { NewBook } from '../years/new-book.tsx'
import { NewLedger } from '../years/new-ledger.tsx'
import { NewYear } from '../years/new-year.tsx'
import { Salvage } from '../years/salvage.tsx'
import { SealedFiles } from '../years/sealed-files.tsx'
import { Transfer } from '../years/transfer.tsx'
import { Verify } from '../years/verify.tsx'
import { useFrame, useSession } from './use-session.ts'

const Guide = lazy(() => import('../help/guide.tsx').then(({ Guide: one }) => ({ default: one })))
const PrintView = lazy(() => import('../narrative/print-view.tsx'))
const Keys = lazy(() => import('../help/keys.tsx').then(({ Keys: one }) => ({ default: one })))
const Diagnostics = lazy(() => import('../help/diagnostics.tsx').then(({ Diagnostics: one }) => ({ default: one })))
const About = lazy(() => import('../help/about.tsx').then(({ About: one }) => ({ default: one })))

/** The dialog that is open, if any. */
export function Dialogs() {
  const session = useSession()
  const dialog = useFrame((state) => state.dialog)
  const book = useFrame((state) => state.book)
  const onClose = (): void => {
    session.set({ dialog: null })
    // once the dialog is gone; whatever it opened instead keeps the focus
    setTimeout(() => {
      if (session.state.dialog === null) session.focusForm()
    })
  }
  if (dialog === null) return null
  switch (dialog.kind) {
    case 'new-book':
      return <NewBook onClose={onClose} />
    case 'new-ledger':
      return <NewLedger onClose={onClose} />
    case 'backups':
      return <Backups onClose={onClose} />
    case 'editions':
      return <EditionsDialog onClose={onClose} />
    case 'code-table':
      return <CodeTable onClose={onClose} />
    case 'revision':
      return book && <RevisionDialog book={book} onClose={onClose} />
    case 'all-books':
      return <AllBooks onClose={onClose} />
    case 'transfer':
      return <Transfer key={`${dialog.how} ${dialog.book}`} id={dialog.book} how={dialog.how} onClose={onClose} />
    case 'moved-book':
      return <MovedBook book={dialog.book} onClose={onClose} />
    case 'verify':
      return <Verify onClose={onClose} />
    case 'salvage':
      return <Salvage onClose={onClose} />
    case 'guide':
    case 'keys':
    case 'diagnostics':
    case 'about':
      return (
        <Suspense>
          {dialog.kind === 'guide' && <Guide onClose={onClose} />}
          {dialog.kind === 'keys' && <Keys onClose={onClose} />}
          {dialog.kind === 'diagnostics' && <Diagnostics onClose={onClose} />}
          {dialog.kind === 'about' && <About onClose={onClose} />}
        </Suspense>
      )
    case 'log-folder':
      return <LogFolder path={dialog.path} onClose={onClose} />
    case 'export-all':
      return <ExportAll onClose={onClose} />
    case 'reuse-texts':
      return book && <ReuseTexts book={book} onClose={onClose} />
    case 'export':
      return book && <ExportDialog book={book} onClose={onClose} />
    case 'print-view':
      return (
        book && (
          <Suspense>
            <PrintView book={book} form={dialog.form} onClose={onClose} />
          </Suspense>
        )
      )
    case 'add-row':
      return book && <AddRow book={book} onClose={onClose} />
    case 'rename-row':
      return book && <RenameRow book={book} code={dialog.code} onClose={onClose} />
    case 'remove-row':
      return book && <RemoveRow book={book} code={dialog.code} onClose={onClose} />
    case 'units':
      return book && <Units book={book} onClose={onClose} />
    case 'projects':
      return book && <Projects book={book} code={dialog.code} onClose={onClose} />
    case 'explain':
      return book && <Explain book={book} finding={dialog.finding} onClose={onClose} />
    case 'new-year':
      return <NewYear from={dialog.from} onClose={onClose} />
    case 'difference':
      return (
        book && (
          <DifferenceDialog
            book={book}
            differences={dialog.differences}
            onAnswer={(difference) => {
              onClose()
              dialog.answer(difference)
            }}
          />
        )
      )
    case 'sealed-files':
      return book && <SealedFiles book={book} onClose={onClose} />
    case 'seal':
      return book && <Seal book={book} onClose={onClose} />
    case 'unseal':
      return book && <Unseal book={book} onClose={onClose} />
    case 'import':
      return book && <ImportScreen book={book} file={dialog.file} preview={dialog.preview} onClose={onClose} />
  }
}
