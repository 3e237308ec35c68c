import { Alert, Button, Modal, Spin } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Fault } from '../../shared/channels/faults.ts'
import type { RollForwardShown } from '../../shared/channels/year-values.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { type RollForwardOptions, usualOptions } from '../../shared/years/preview.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { usualEdition } from './edition-order.ts'
import { NewYearChoice } from './new-year-choice.tsx'
import { NewYearPreview } from './new-year-preview.tsx'
import './new-year.css'

/** What a new year is made from, and how. */
export type NewYearWishes = {
  /** the book of last year */
  readonly from: number
  /** name of the edition; '' for none */
  readonly edition: string
  readonly options: RollForwardOptions
}

/** Next year's book from last year's: first what is to come along, then everything that would become of it. */
export function NewYear({ from, onClose }: { readonly from: number; readonly onClose: () => void }) {
  const session = useSession()
  const books = useFrame((state) => state.books)
  const editions = useFrame((state) => state.editions)
  const [wishes, setWishes] = useState<NewYearWishes>({ from, edition: '', options: usualOptions })
  const [shown, setShown] = useState<RollForwardShown | null>(null)
  const [step, setStep] = useState<'choice' | 'preview'>('choice')
  const [fault, setFault] = useState<Fault | null>(null)
  const [isWorking, setIsWorking] = useState(false)
  const last = books.find(({ id }) => id === wishes.from) ?? null
  const year = (last?.year ?? 0) + 1
  const isThere = last !== null && books.some((book) => book.department === last.department && book.year === year)
  const usual = useMemo(
    () => (last === null ? null : usualEdition(editions, last.edition.name, last.year + 1)),
    [editions, last],
  )
  // an edition is proposed until one is chosen
  const edition = wishes.edition === '' ? (usual ?? '') : wishes.edition
  useEffect(() => void session.refreshEditions(), [session])

  const asked = useCallback(
    () => ({ book: wishes.from, edition, options: wishes.options }),
    [wishes.from, wishes.options, edition],
  )
  const look = async (): Promise<void> => {
    if (last === null || isThere || edition === '' || !(await session.leave())) return
    setFault(null)
    setShown(null)
    setStep('preview')
    const answer = await session.ask('book.rollForwardPreview', asked())
    if (answer.ok) setShown(answer.value)
    else {
      setFault(answer.fault)
      setStep('choice')
    }
  }
  const make = async (): Promise<void> => {
    setIsWorking(true)
    setFault(null)
    const made = await session.ask('book.rollForward', asked())
    setIsWorking(false)
    if (!made.ok) {
      setFault(made.fault)
      return
    }
    await session.refreshBooks()
    onClose()
    if (made.value.book !== null) await session.openBook(made.value.book.id)
    session.notice(`已由 ${made.value.from.year} 年度结转，建立 ${made.value.to.year} 年度决算`, 'success')
  }
  const isChoice = step === 'choice'
  return (
    <Modal
      open
      title={`新建 ${year} 年度决算（${isChoice ? '1／2 选择' : '2／2 核对'}）`}
      width={isChoice ? 760 : 'min(1080px, 94vw)'}
      className="new-year"
      style={{ top: 48 }}
      onCancel={onClose}
      footer={
        isChoice
          ? [
              <Button key="no" onClick={onClose}>
                取消
              </Button>,
              <Button
                key="next"
                type="primary"
                disabled={last === null || isThere || edition === ''}
                onClick={() => void look()}
              >
                下一步：核对
              </Button>,
            ]
          : [
              <Button key="back" onClick={() => setStep('choice')}>
                上一步
              </Button>,
              <Button key="no" onClick={onClose}>
                取消
              </Button>,
              <Button
                key="make"
                type="primary"
                loading={isWorking}
                disabled={shown === null}
                onClick={() => void make()}
              >
                新建 {year} 年度决算
              </Button>,
            ]
      }
    >
      {fault !== null && <Alert type="error" showIcon title={windowFaultText(fault)} className="form-alert" />}
      {isChoice && (
        <NewYearChoice
          wishes={{ ...wishes, edition }}
          year={year}
          isThere={isThere}
          isUsual={edition === usual}
          onChange={setWishes}
          onNext={() => void look()}
        />
      )}
      {!isChoice && shown === null && (
        <div className="new-year-wait">
          <Spin size="small" /> 正在核对上年决算的每一项…
        </div>
      )}
      {!isChoice && shown !== null && <NewYearPreview shown={shown} />}
    </Modal>
  )
}
