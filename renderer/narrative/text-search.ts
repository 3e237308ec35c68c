import { useCallback, useEffect, useRef } from 'react'
import { findWords } from './find-words.ts'

/** Marks of the browser over what is found: the text itself is left as it is. */
const all = 'text-hit'
const one = 'text-hit-here'

/** What stands in the text for the window's sake only. */
const notText = '.block-tools,.slot-reuse,.reworded-mark,.hint,.text-dispute'

/** Which hit one is at, counted from 1, and of how many. */
export type Found = { readonly found: boolean; readonly count: number; readonly at: number }

export type TextSearch = {
  /** finds what is being typed, from what is in sight on */
  readonly begin: (words: string) => Found
  /** the next or previous hit */
  readonly find: (words: string, back: boolean) => Found
  /** takes the marks away */
  readonly end: () => void
}

/**
 * Search in the text as it stands on the page, figures, words and free texts alike. `changed` is whatever may have
 * changed the page: hits are found again then.
 */
export function useTextSearch(
  page: React.RefObject<HTMLElement | null>,
  changed: readonly unknown[],
  onHit: (block: string) => void,
): TextSearch {
  const words = useRef('')
  const at = useRef(0)
  const hits = useRef<Range[]>([])
  const telling = useRef(onHit)
  telling.current = onHit

  const mark = useCallback(() => {
    const here = hits.current[at.current]
    CSS.highlights.set(all, new Highlight(...hits.current))
    CSS.highlights.set(one, here === undefined ? new Highlight() : new Highlight(here))
  }, [])
  const look = useCallback(
    (wanted: string) => {
      words.current = wanted
      hits.current = page.current === null ? [] : rangesOf(page.current, wanted)
      at.current = Math.min(at.current, Math.max(0, hits.current.length - 1))
      mark()
    },
    [page, mark],
  )
  const goTo = useCallback(
    (place: number): Found => {
      const { length } = hits.current
      if (length === 0) return { found: false, count: 0, at: 0 }
      at.current = (place + length) % length
      mark()
      const hit = hits.current[at.current]?.startContainer.parentElement
      hit?.scrollIntoView({ block: 'center' })
      const block = hit?.closest<HTMLElement>('[data-block]')?.dataset['block']
      if (block !== undefined) telling.current(block)
      return { found: true, count: length, at: at.current + 1 }
    },
    [mark],
  )
  const begin = useCallback(
    (wanted: string): Found => {
      look(wanted)
      const top = page.current?.getBoundingClientRect().top ?? 0
      const inSight = hits.current.findIndex((hit) => hit.getBoundingClientRect().top >= top)
      return goTo(Math.max(0, inSight))
    },
    [look, goTo, page],
  )
  const find = useCallback(
    (wanted: string, back: boolean): Found => {
      if (wanted !== words.current) return begin(wanted)
      return goTo(at.current + (back ? -1 : 1))
    },
    [begin, goTo],
  )
  const end = useCallback(() => {
    words.current = ''
    hits.current = []
    CSS.highlights.delete(all)
    CSS.highlights.delete(one)
  }, [])
  useEffect(() => {
    if (words.current !== '') look(words.current)
    // what the page shows may be any of these
    // biome-ignore lint/correctness/useExhaustiveDependencies: the list is the caller's
  }, [look, ...changed])
  useEffect(() => end, [end])
  return { begin, find, end }
}

/** Where the words stand on the page, block by block. */
function rangesOf(page: HTMLElement, words: string): Range[] {
  return [...page.querySelectorAll('[data-block]')].flatMap((block) => {
    const nodes: { readonly node: Text; readonly from: number }[] = []
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    let text = ''
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.closest(notText) !== null) continue
      nodes.push({ node: node as Text, from: text.length })
      text += node.nodeValue ?? ''
    }
    return findWords(text, words).map(([from, to]) => {
      const range = document.createRange()
      const [start, end] = [placeIn(nodes, from), placeIn(nodes, to - 1)]
      if (start !== null) range.setStart(start.node, from - start.from)
      if (end !== null) range.setEnd(end.node, to - end.from)
      return range
    })
  })
}

const placeIn = (nodes: readonly { readonly node: Text; readonly from: number }[], at: number) =>
  nodes.findLast(({ from }) => from <= at) ?? null
