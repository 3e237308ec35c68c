import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FEN } from '../amount/fen.ts'
import { Edges, Graph } from './graph.ts'

/** A graph from edges written `[source, target, factor]`, with numbers typed into some nodes. */
function graphOf(
  size: number,
  terms: readonly (readonly [number, number, number])[],
  typed: Readonly<Record<number, number>> = {},
): Graph {
  const edges = new Edges()
  for (const [source, target, factor] of terms) edges.add(source, target, factor)
  const graph = new Graph(size, edges)
  for (const [node, value] of Object.entries(typed)) graph.preset(Number(node), value)
  expect(graph.settle()).toBe(true)
  return graph
}
const set = (node: number, value: number | null) => ({ node, value, override: false })
const state = (node: number, value: number | null) => ({ node, value, override: true })
const all = (graph: Graph): (number | null)[] => Array.from({ length: graph.size }, (_, node) => graph.value(node))

describe('a graph of integer terms', () => {
  // 0 + 1 = 2; 2 - 3 = 4
  const terms = [
    [0, 2, 1],
    [1, 2, 1],
    [2, 4, 1],
    [3, 4, -1],
  ] as const

  it('computes every node once the numbers are there', () => {
    expect(all(graphOf(5, terms, { 0: 1, 1: 2, 3: 10 }))).toEqual([1, 2, 3, 10, -7])
    expect(all(graphOf(5, terms, { 0: 0 }))).toEqual([0, null, 0, null, 0])
    expect(all(graphOf(5, terms))).toEqual([null, null, null, null, null])
  })

  it('lets a difference flow and stops where nothing changes', () => {
    const graph = graphOf(5, terms, { 0: 1, 1: 2 })
    expect(graph.edit([set(0, 5)])).toEqual([0, 2, 4])
    expect(all(graph)).toEqual([5, 2, 7, null, 7])
    expect(graph.edit([set(0, 4), set(1, 3)])).toEqual([0, 1, 2])
    expect(graph.edit([set(0, 4)])).toEqual([0])
  })

  it('keeps blank apart from 0', () => {
    const graph = graphOf(5, terms, { 0: 0 })
    expect(graph.edit([set(0, null)])).toEqual([0, 2, 4])
    expect([graph.hasTurned(0), graph.hasTurned(2), graph.hasTurned(3)]).toEqual([true, true, false])
    expect(all(graph)).toEqual([null, null, null, null, null])
    graph.edit([set(3, 0)])
    expect(all(graph)).toEqual([null, null, null, 0, 0])
    graph.edit([set(3, 8)])
    expect([graph.hasTurned(3), graph.hasTurned(4)]).toEqual([false, false])
  })

  it('counts the last edit of a node', () => {
    const graph = graphOf(5, terms)
    graph.edit([set(0, 5), set(0, null), set(0, 6)])
    expect(all(graph)).toEqual([6, null, 6, null, 6])
  })

  it('shows an override while its sum goes on', () => {
    const graph = graphOf(5, terms, { 0: 1 })
    expect(graph.edit([state(2, 100)])).toEqual([2, 4])
    expect([graph.value(2), graph.formula(2), graph.value(4), graph.isOverridden(2)]).toEqual([100, 1, 100, true])
    // the formula moved, nothing behind it did
    expect(graph.edit([set(1, 1)])).toEqual([1, 2])
    expect([graph.value(2), graph.formula(2), graph.value(4)]).toEqual([100, 2, 100])
    graph.edit([state(2, null)])
    expect([graph.value(2), graph.value(4), graph.isOverridden(2)]).toEqual([2, 2, false])
    graph.edit([set(0, null), set(1, null), state(2, 0)])
    expect([graph.value(2), graph.formula(2), graph.isBlank(2)]).toEqual([0, null, false])
  })

  it('counts a node that is a term twice, twice', () => {
    const graph = graphOf(2, [
      [0, 1, 1],
      [0, 1, 1],
    ])
    graph.edit([set(0, 3)])
    expect(graph.value(1)).toBe(6)
    graph.edit([set(0, null)])
    expect(graph.value(1)).toBeNull()
  })

  it('adds constants before it settles', () => {
    const edges = new Edges()
    edges.add(0, 1, 1)
    const graph = new Graph(2, edges)
    graph.addConstant(1, 7)
    graph.settle()
    expect(graph.value(1)).toBe(7)
    graph.edit([set(0, 1)])
    expect(graph.value(1)).toBe(8)
  })

  it('refuses what leaves the safe integers and is as before, overrides too', () => {
    const graph = graphOf(5, terms, { 0: MAX_FEN })
    graph.edit([state(4, 9)])
    const before = [...all(graph), graph.formula(4)]
    expect(graph.edit([state(4, null), state(4, 10), set(3, 2), set(1, 1)])).toBeNull()
    expect([...all(graph), graph.formula(4)]).toEqual(before)
    expect([graph.hasTurned(1), graph.hasTurned(3)]).toEqual([false, false])
    expect(graph.edit([set(1, -1)])).toEqual([1, 2, 4])
  })

  it('settles exactly where the order of terms alone leads out of range', () => {
    const edges = new Edges()
    for (const source of [0, 1, 2]) edges.add(source, 3, 1)
    const graph = new Graph(4, edges)
    graph.preset(0, MAX_FEN)
    graph.preset(1, MAX_FEN)
    graph.preset(2, 1 - MAX_FEN)
    expect(graph.settle()).toBe(false)
    const opposed = new Graph(4, edges)
    opposed.preset(0, MAX_FEN)
    opposed.preset(1, MAX_FEN)
    opposed.preset(2, -MAX_FEN)
    expect(opposed.settle()).toBe(true)
    expect(opposed.value(3)).toBe(MAX_FEN)
  })

  it('refuses a circle', () => {
    expect(() =>
      graphOf(2, [
        [0, 1, 1],
        [1, 0, 1],
      ]),
    ).toThrow('circle')
  })

  it('has room for more edges than it began with', () => {
    const edges = new Edges()
    const many = (1 << 16) + 5
    for (let edge = 0; edge < many; edge++) edges.add(0, 1 + (edge % 3), 1)
    const graph = new Graph(4, edges)
    graph.preset(0, 1)
    graph.settle()
    expect([1, 2, 3].reduce((sum, node) => sum + (graph.value(node) ?? 0), 0)).toBe(many)
  })
})

describe('any graph', () => {
  const nodes = 12
  /** Edges run from lower to higher nodes, so that there is no circle. */
  const edge = fc
    .tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.constantFrom(1, -1, 2))
    .filter(([source, target]) => source < target)
  const edit = fc.record({
    node: fc.nat(nodes - 1),
    value: fc.option(fc.integer({ min: -1e9, max: 1e9 })),
  })

  it('gives after any edits what plain recursion gives', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 30 }), fc.array(fc.array(edit, { maxLength: 4 })), (edges, gestures) => {
        const graph = graphOf(nodes, edges)
        const isTyped = (node: number): boolean => edges.every(([, target]) => target !== node)
        const typed = new Map<number, number | null>()
        const value = (node: number): number | null => {
          const own = typed.get(node) ?? null
          if (isTyped(node) || own !== null) return own
          const terms = edges.flatMap(([source, target, factor]) => {
            const term = target === node ? value(source) : null
            return term === null ? [] : [factor * term]
          })
          return terms.length === 0 ? null : terms.reduce((a, b) => a + b, 0)
        }
        for (const gesture of gestures) {
          // nodes with terms take an override, the others a number of their own
          const touched = graph.edit(gesture.map((one) => ({ ...one, override: !isTyped(one.node) })))
          const before = all(graph)
          for (const one of gesture) typed.set(one.node, one.value)
          expect(before.map((one) => one ?? null)).toEqual(
            before.map((_, node) => {
              const expected = value(node)
              return expected === 0 ? 0 : expected
            }),
          )
          expect(touched).not.toBeNull()
        }
      }),
    )
  })
})
