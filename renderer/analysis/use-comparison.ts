import { useEffect, useMemo, useState } from 'react'
import type { Basis } from '../../shared/compare/basis.ts'
import { type Comparison, compareForm } from '../../shared/compare/comparison.ts'
import type { Threshold } from '../../shared/compare/percent.ts'
import type { PriorForm } from '../../shared/compare/prior-form.ts'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useFrame, useSession } from '../app/use-session.ts'
import { lastYearsBook } from '../book/last-years-book.ts'
import type { OpenedBook } from '../book/opened-book.ts'

type Gestures = { readonly all: number; readonly ofRows: number }

/**
 * Counts gestures of a book, and those by which rows came or went; many in a row as one, since whoever computes from
 * the whole book does so after them.
 */
export function useGestures(book: OpenedBook): Gestures {
  const [count, setCount] = useState<Gestures>({ all: 0, ofRows: 0 })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    let hasRows = false
    const stop = book.subscribe(({ changed }) => {
      hasRows ||= changed === 'all'
      timer ??= setTimeout(() => {
        timer = null
        const rows = hasRows ? 1 : 0
        hasRows = false
        setCount(({ all, ofRows }) => ({ all: all + 1, ofRows: ofRows + rows }))
      }, 40)
    })
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [book])
  return count
}

type Asked = { readonly form: string; readonly prior: PriorForm | null; readonly trouble: string | null }

/**
 * Last year's side of a form; undefined until main has answered. Asked again when last year's book was changed, or when
 * rows of this one came or went.
 */
function usePrior(book: OpenedBook, form: string, isWanted: boolean, ofRows: number): Asked | undefined {
  const session = useSession()
  const [asked, setAsked] = useState<Asked>()
  const revision = useFrame(({ books }) => lastYearsBook(books, book)?.revision ?? null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision of last year's book, and other rows of this one, are asked for again
  useEffect(() => {
    if (!isWanted) return
    let isOver = false
    void session.ask('compare.prior', { book: book.id, form }).then((answer) => {
      if (isOver) return
      setAsked(
        answer.ok
          ? { form, prior: answer.value, trouble: null }
          : { form, prior: null, trouble: windowFaultText(answer.fault) },
      )
    })
    return () => {
      isOver = true
    }
  }, [session, book, form, isWanted, revision, ofRows])
  return asked?.form === form ? asked : undefined
}

export type Compared =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'here'; readonly comparison: Comparison }

/** A form beside last year's or its budget, computed anew after every gesture. */
export function useComparison(book: OpenedBook, form: string, basis: Basis, threshold: Threshold): Compared {
  const gestures = useGestures(book)
  const asked = usePrior(book, form, basis === 'prior', gestures.ofRows)
  const { percent, amount } = threshold
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engine is one and the same after a gesture
  return useMemo((): Compared => {
    if (basis === 'prior') {
      if (asked === undefined) return { kind: 'waiting' }
      if (asked.trouble !== null) return { kind: 'missing', reason: asked.trouble }
      if (asked.prior === null)
        return {
          kind: 'missing',
          reason: `账套中没有“${book.department}”${book.year - 1}年度决算。先新建或导入上年决算，再与上年比较；也可以改为与年初预算比较。`,
        }
      if (!asked.prior.hasForm) return { kind: 'missing', reason: `${book.year - 1}年度的套表没有这张表。` }
    }
    const prior = basis === 'prior' ? (asked?.prior ?? null) : null
    const findings = book.findings()
    const comparison = compareForm({
      engine: book.engine,
      form,
      basis,
      threshold: { percent, amount },
      findings,
      prior,
    })
    return { kind: 'here', comparison }
  }, [book, form, basis, percent, amount, asked, gestures.all])
}
