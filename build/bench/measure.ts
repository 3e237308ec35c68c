/** One measured quantity: the median (and the 99th percentile where single slow ones matter) against its target. */
export type Measured = {
  readonly median: number
  readonly p99?: number
  readonly unit: 'ms' | 'µs' | 'MB'
  /** highest median asked for, and highest p99; null where none is set */
  readonly target: number | { readonly median: number; readonly p99: number } | null
  readonly runs: number
}
export type Results = Record<string, Measured | { readonly skipped: string }>

const place = (sorted: readonly number[], share: number): number =>
  rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)

/** Three significant digits: more would only show the machine's mood. */
const rounded = (value: number): number => Number(value.toPrecision(3))

export function summary(values: readonly number[], unit: Measured['unit'], target: Measured['target']): Measured {
  const sorted = values.toSorted((a, b) => a - b)
  const median = place(sorted, 0.5)
  const withP99 = typeof target === 'object' && target !== null ? { p99: place(sorted, 0.99) } : {}
  return { median, ...withP99, unit, target, runs: values.length }
}

/** Milliseconds of one call. */
export async function timed(act: () => unknown): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

/** Milliseconds of each of some calls, after `warm` that do not count. */
export async function timedRuns(runs: number, act: (run: number) => unknown, warm = 3): Promise<number[]> {
  const times: number[] = []
  for (let run = -warm; run < runs; run++) {
    const time = await timed(() => act(run))
    if (run >= 0) times.push(time)
  }
  return times
}

/** Live bytes in MB: heap and array buffers after collecting garbage (`node --expose-gc`). */
export function liveMegabytes(): number {
  if (globalThis.gc === undefined) throw new Error('run with node --expose-gc')
  // twice: the first collection may only finish what an earlier one began
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}
