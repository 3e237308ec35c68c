import type { Chance } from '../testing/chance.ts'

/** What can happen to bytes on a disk, by name. Each makes new bytes and says where the damage begins. */
export type Hurt = { readonly bytes: Buffer; readonly from: number }

/** Some bytes, each at any place, are other ones. */
export function flipped(bytes: Buffer, chance: Chance, most = 8): Hurt {
  const hurt = Buffer.from(bytes)
  let from = bytes.length
  for (let times = chance.between(1, most); times > 0; times--) {
    const at = chance.below(bytes.length)
    hurt[at] = (hurt[at] ?? 0) ^ chance.between(1, 255)
    from = Math.min(from, at)
  }
  return { bytes: hurt, from }
}

/** One bit. */
export function oneBit(bytes: Buffer, chance: Chance): Hurt {
  const hurt = Buffer.from(bytes)
  const from = chance.below(bytes.length)
  hurt[from] = (hurt[from] ?? 0) ^ (1 << chance.below(8))
  return { bytes: hurt, from }
}

/** Cut off anywhere, down to nothing. */
export function truncated(bytes: Buffer, chance: Chance): Hurt {
  const from = chance.below(bytes.length)
  return { bytes: Buffer.from(bytes.subarray(0, from)), from }
}

/** A sector or a page is empty, as a bad block is read, or holds what belongs elsewhere. */
export function badBlock(bytes: Buffer, chance: Chance): Hurt {
  const size = chance.oneOf([512, 4096])
  const blocks = Math.max(1, Math.floor(bytes.length / size))
  const from = chance.below(blocks) * size
  const hurt = Buffer.from(bytes)
  if (chance.below(2) === 0) hurt.fill(0, from, from + size)
  else {
    const other = chance.below(blocks) * size
    bytes.copy(hurt, from, other, other + size)
  }
  return { bytes: hurt, from }
}

/** Any of these. */
export const anyHurt = (bytes: Buffer, chance: Chance): Hurt =>
  chance.oneOf([flipped, oneBit, truncated, badBlock])(bytes, chance)
