/**
 * A sparse graph of integer terms (design §5). Every node carries the sum of its terms and how many of them are not
 * blank, so that a sum of blanks is blank and a typed 0 is 0. An edit is a difference that flows along the edges in
 * topological order and stops where nothing changes; the cost depends on what is reached, not on the size of the book.
 *
 * A node may be overridden: it then shows the stated number, while its sum goes on following the terms.
 */
export class Graph {
  readonly size: number
  private readonly sum: Float64Array
  private readonly terms: Int32Array
  private readonly overridden: Uint8Array
  private readonly override = new Map<number, number>()
  private readonly outStart: Int32Array
  private readonly outTarget: Int32Array
  private readonly outFactor: Int8Array
  private readonly rank: Int32Array
  private readonly heap: number[] = []
  // Nodes touched by the last gesture and what they were before it; `mark` is a node's place in this list, and means
  // something only while the list has the node there: nothing need be cleared, and little memory is visited.
  private readonly mark: Int32Array
  private readonly touched: number[] = []
  private readonly oldShown: (number | null)[] = []
  private readonly oldSum: number[] = []
  private readonly oldTerms: number[] = []

  constructor(size: number, edges: Edges) {
    this.size = size
    this.sum = new Float64Array(size)
    this.terms = new Int32Array(size)
    this.overridden = new Uint8Array(size)
    this.mark = new Int32Array(size)
    const { sources, targets, factors, count } = edges
    const start = new Int32Array(size + 1)
    const incoming = new Int32Array(size)
    for (let edge = 0; edge < count; edge++) {
      start[(sources[edge] as number) + 1]!++
      incoming[targets[edge] as number]!++
    }
    for (let node = 0; node < size; node++) start[node + 1]! += start[node] as number
    const cursor = start.slice()
    this.outTarget = new Int32Array(count)
    this.outFactor = new Int8Array(count)
    for (let edge = 0; edge < count; edge++) {
      const place = cursor[sources[edge] as number]!++
      this.outTarget[place] = targets[edge] as number
      this.outFactor[place] = factors[edge] as number
    }
    this.outStart = start
    this.rank = topological(size, start, this.outTarget, incoming)
  }

  /** What the node shows: its override, or its sum; null when it has neither. */
  value(node: number): number | null {
    if (this.overridden[node] === 1) return this.override.get(node) as number
    return this.terms[node] === 0 ? null : (this.sum[node] as number)
  }

  /** What the terms give, whatever the node shows. */
  formula(node: number): number | null {
    return this.terms[node] === 0 ? null : (this.sum[node] as number)
  }

  isBlank(node: number): boolean {
    return this.overridden[node] === 0 && this.terms[node] === 0
  }

  isOverridden(node: number): boolean {
    return this.overridden[node] === 1
  }

  /** True when the last gesture made the node blank or gave it a number where it was blank. */
  hasTurned(node: number): boolean {
    const place = this.mark[node] as number
    return this.touched[place] === node && (this.oldShown[place] === null) !== this.isBlank(node)
  }

  /** Adds a constant term; only before `settle`. */
  addConstant(node: number, value: number): void {
    this.sum[node]! += value
    this.terms[node]!++
  }

  /** Sets a typed number; only before `settle`. */
  preset(node: number, value: number): void {
    this.sum[node] = value
    this.terms[node] = 1
  }

  presetOverride(node: number, value: number): void {
    this.override.set(node, value)
    this.overridden[node] = 1
  }

  /**
   * Computes every node once, after the presets.
   * @returns false when a number leaves the safe integers
   */
  settle(): boolean {
    const presets = this.sum.slice()
    const order = new Int32Array(this.size)
    for (let node = 0; node < this.size; node++) order[this.rank[node] as number] = node
    let safe = true
    for (const node of order) {
      const value = this.value(node)
      if (value === null) continue
      if (!Number.isSafeInteger(value)) safe = false
      for (let edge = this.outStart[node] as number; edge < (this.outStart[node + 1] as number); edge++) {
        const target = this.outTarget[edge] as number
        this.sum[target]! += (this.outFactor[edge] as number) * value
        this.terms[target]!++
        if (!Number.isSafeInteger(this.sum[target])) safe = false
      }
    }
    return safe || this.settleExactly(order, presets)
  }

  /** Sums without limits: near the limit the order of the terms alone may lead out of range and back. */
  private settleExactly(order: Int32Array, presets: Float64Array): boolean {
    const sums = Array.from(presets, BigInt)
    for (const node of order) {
      this.sum[node] = Number(sums[node])
      const value = this.value(node)
      if (!Number.isSafeInteger(this.sum[node]) || !Number.isSafeInteger(value ?? 0)) return false
      if (value === null) continue
      for (let edge = this.outStart[node] as number; edge < (this.outStart[node + 1] as number); edge++)
        sums[this.outTarget[edge] as number]! += BigInt((this.outFactor[edge] as number) * value)
    }
    return true
  }

  /**
   * Sets typed numbers (override: beside a formula; otherwise as the node's own) and lets the differences flow.
   * @param edits node, number in the node's unit or null for blank; the last edit of a node counts
   * @returns nodes touched – those whose shown value changed, and overridden ones whose formula changed – or null when
   *          a number would leave the safe integers, if only on the way: then nothing is changed
   */
  edit(
    edits: readonly { readonly node: number; readonly value: number | null; readonly override: boolean }[],
  ): number[] | null {
    this.touched.length = this.oldShown.length = this.oldSum.length = this.oldTerms.length = 0
    const overrides = new Map<number, number | null>()
    let safe = true
    for (const { node, value, override } of edits) {
      this.touch(node)
      if (value !== null && !Number.isSafeInteger(value)) safe = false
      if (override) {
        if (!overrides.has(node)) overrides.set(node, this.override.get(node) ?? null)
        this.setOverride(node, value)
      } else {
        this.sum[node] = value ?? 0
        this.terms[node] = value === null ? 0 : 1
      }
    }
    for (let node = this.pop(); node >= 0 && safe; node = this.pop()) {
      const shown = this.value(node)
      const before = this.oldShown[this.mark[node] as number] as number | null
      if (shown === before) continue
      const now = shown ?? 0
      const old = before ?? 0
      const turn = (shown === null ? 0 : 1) - (before === null ? 0 : 1)
      for (let edge = this.outStart[node] as number; edge < (this.outStart[node + 1] as number); edge++) {
        const target = this.outTarget[edge] as number
        this.touch(target)
        const factor = this.outFactor[edge] as number
        // in two steps: the difference of two safe integers need not be one
        const rest = (this.sum[target] as number) - factor * old
        this.sum[target] = rest + factor * now
        this.terms[target]! += turn
        if (!Number.isSafeInteger(rest) || !Number.isSafeInteger(this.sum[target])) safe = false
      }
    }
    if (safe) return [...this.touched]
    this.heap.length = 0
    this.touched.forEach((node, place) => {
      this.sum[node] = this.oldSum[place] as number
      this.terms[node] = this.oldTerms[place] as number
      const override = overrides.get(node)
      if (override !== undefined) this.setOverride(node, override)
    })
    this.touched.length = 0
    return null
  }

  /** Notes what a node was before the gesture, and that it is to be visited. */
  private touch(node: number): void {
    if (this.touched[this.mark[node] as number] === node) return
    this.mark[node] = this.touched.length
    this.touched.push(node)
    this.oldShown.push(this.value(node))
    this.oldSum.push(this.sum[node] as number)
    this.oldTerms.push(this.terms[node] as number)
    this.push(node)
  }

  private setOverride(node: number, value: number | null): void {
    if (value === null) this.override.delete(node)
    else this.override.set(node, value)
    this.overridden[node] = value === null ? 0 : 1
  }

  /** A small binary heap by rank, so that a node is visited after everything it follows from. */
  private push(node: number): void {
    const { heap, rank } = this
    let place = heap.push(node) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      if ((rank[heap[above] as number] as number) <= (rank[node] as number)) break
      heap[place] = heap[above] as number
      place = above
    }
    heap[place] = node
  }

  private pop(): number {
    const { heap, rank } = this
    const first = heap[0]
    if (first === undefined) return -1
    const last = heap.pop() as number
    if (heap.length === 0) return first
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      if (below >= heap.length) break
      if (
        below + 1 < heap.length &&
        (rank[heap[below + 1] as number] as number) < (rank[heap[below] as number] as number)
      )
        below++
      if ((rank[heap[below] as number] as number) >= (rank[last] as number)) break
      heap[place] = heap[below] as number
      place = below
    }
    heap[place] = last
    return first
  }
}

/** Edges gathered while a book is compiled. */
export class Edges {
  sources = new Int32Array(1 << 16)
  targets = new Int32Array(1 << 16)
  factors = new Int8Array(1 << 16)
  count = 0

  add(source: number, target: number, factor: number): void {
    if (this.count === this.sources.length) this.grow()
    this.sources[this.count] = source
    this.targets[this.count] = target
    this.factors[this.count] = factor
    this.count++
  }

  private grow(): void {
    const wider = <T extends Int32Array | Int8Array>(old: T, make: (size: number) => T): T => {
      const next = make(old.length * 2)
      next.set(old)
      return next
    }
    this.sources = wider(this.sources, (size) => new Int32Array(size))
    this.targets = wider(this.targets, (size) => new Int32Array(size))
    this.factors = wider(this.factors, (size) => new Int8Array(size))
  }
}

function topological(size: number, start: Int32Array, targets: Int32Array, incoming: Int32Array): Int32Array {
  const rank = new Int32Array(size)
  const queue = new Int32Array(size)
  let head = 0
  let tail = 0
  for (let node = 0; node < size; node++) if (incoming[node] === 0) queue[tail++] = node
  while (head < tail) {
    const node = queue[head] as number
    rank[node] = head++
    for (let edge = start[node] as number; edge < (start[node + 1] as number); edge++) {
      const target = targets[edge] as number
      if (--incoming[target]! === 0) queue[tail++] = target
    }
  }
  // the edition's lint refuses cycles before a book is ever compiled
  if (tail < size) throw new Error('the formulas of the edition run in a circle')
  return rank
}
