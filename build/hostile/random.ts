/** Numbers that look random and follow from a seed: the same seed makes the same case on every machine. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** A whole number of 32 bits (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** From 0 up to, not including, `end`. */
  below(end: number): number {
    return end <= 1 ? 0 : this.next() % end
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** True one time in so many. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === 0
  }

  pick<T>(of: readonly T[]): T {
    if (of.length === 0) throw new Error('nothing to pick from')
    return of[this.below(of.length)] as T
  }

  list<T>(count: number, make: (at: number) => T): T[] {
    return Array.from({ length: count }, (_, at) => make(at))
  }
}

/** The seed of one case: alone it makes the case again. */
export function seedOf(campaign: number, family: string, number: number): number {
  let hash = campaign >>> 0
  for (const character of `${family} ${number}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return new Random(hash).next()
}
