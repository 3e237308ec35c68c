import { levelOfCode, parentOfCode } from '../../shared/address/code.ts'
import { plainCharacters } from '../../shared/amount/characters.ts'
import type { CodeEntry } from '../../shared/catalogue/vocabulary.ts'
import { matchesInitials } from './initials.ts'

/** How sure the code table is of a code, as shown. */
export const trustWords: Readonly<Record<CodeEntry['trust'], string>> = {
  sourced: '已核',
  labelOnly: '仅名称',
  unverified: '未核',
}

export type CodeChoice = {
  readonly code: string
  readonly name: string
  /** null for a code that the table does not have */
  readonly trust: CodeEntry['trust'] | null
  /** names of the levels above, from the top */
  readonly above: readonly string[]
  /** the book already has it */
  readonly isThere: boolean
}

/**
 * Items of the code table that answer to what was typed: beginning of the code, part of the name, or initials of the
 * pinyin of the name, in this order. A seven-digit code the table does not have is offered as it is: the book may have
 * it, with a finding.
 */
export function searchCodes(
  codes: ReadonlyMap<string, CodeEntry>,
  typed: string,
  isThere: (code: string) => boolean,
  most = 50,
): CodeChoice[] {
  const words = plainCharacters(typed).replaceAll(' ', '')
  if (words === '') return []
  const isDigits = /^\d+$/.test(words)
  const isLetters = /^[a-z]+$/i.test(words)
  const found: CodeChoice[][] = [[], [], []]
  for (const entry of codes.values()) {
    if (levelOfCode(entry.code) !== 'item') continue
    const rank = isDigits
      ? entry.code.startsWith(words)
        ? 0
        : -1
      : entry.name.includes(words)
        ? 1
        : isLetters && matchesInitials(entry.name, words)
          ? 2
          : -1
    if (rank >= 0) found[rank]?.push(choice(codes, entry.code, isThere))
  }
  const list = found.flat().slice(0, most)
  if (isDigits && levelOfCode(words) === 'item' && !codes.has(words)) list.push(choice(codes, words, isThere))
  return list
}

function choice(codes: ReadonlyMap<string, CodeEntry>, code: string, isThere: (code: string) => boolean): CodeChoice {
  const entry = codes.get(code)
  const above: string[] = []
  for (let parent = parentOfCode(code); parent !== null; parent = parentOfCode(parent))
    above.unshift(codes.get(parent)?.name ?? parent)
  return { code, name: entry?.name ?? '', trust: entry?.trust ?? null, above, isThere: isThere(code) }
}
