import { size } from '../amount/rounding.ts'
import type { LinkedNarrative } from '../catalogue/linked-narrative.ts'
import type { NarrativeStyle } from '../catalogue/narrative-vocabulary.ts'
import type { Book } from '../engine/book.ts'

/** House style of one book: how figures are written, and what the department calls itself. */
export type Style = {
  readonly trailingZeros: NarrativeStyle['trailingZeros']
  readonly thousands: NarrativeStyle['thousands']
  readonly zeroItems: NarrativeStyle['zeroItems']
  readonly percentBase: NarrativeStyle['percentBase']
  /** up to so many hundredths of a per cent a figure is called 基本持平 */
  readonly band: bigint
  /** 简称; the department's full name when none is stated */
  readonly shortName: string
}

/** Keys of the `option` facts that choose the house style, with what they may say; null is any text. */
export const styleOptions = {
  'narrative.trailingZeros': ['dropped', 'kept'],
  'narrative.thousands': ['none', 'grouped'],
  'narrative.zeroItems': ['listed', 'omitted'],
  'narrative.percentBase': ['printed', 'exact'],
  'narrative.steadyBand': null,
  'narrative.shortName': null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>

/**
 * The house style of a book: its `option` facts where they say something known, the edition's habit elsewhere. The
 * band of 基本持平 is a number of at most two decimals in per cent.
 */
export function styleOf(book: Book, { style }: LinkedNarrative, department: string): Style {
  const option = (name: string): string => {
    const stated = book.get('option', `narrative.${name}`)
    return typeof stated === 'string' ? stated.trim() : ''
  }
  const chosen = <K extends 'trailingZeros' | 'thousands' | 'zeroItems' | 'percentBase'>(
    name: K,
  ): NarrativeStyle[K] => {
    const allowed: readonly string[] = styleOptions[`narrative.${name}`]
    return (allowed.includes(option(name)) ? option(name) : style[name]) as NarrativeStyle[K]
  }
  const band = /^\d{1,2}(\.\d{1,2})?$/.test(option('steadyBand')) ? option('steadyBand') : style.steadyBand
  return {
    trailingZeros: chosen('trailingZeros'),
    thousands: chosen('thousands'),
    zeroItems: chosen('zeroItems'),
    percentBase: chosen('percentBase'),
    band: hundredthsOf(band),
    shortName: option('shortName') || department,
  }
}

/** `3.5` as 350. */
const hundredthsOf = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0') || '0')
}

/** An integer of the smallest unit as a plain decimal, trailing zeros dropped: what figures are compared by. */
export function decimalText(value: bigint, decimals: number): string {
  const { sign, whole, fraction } = digitsOf(value, decimals)
  const kept = fraction.replace(/0+$/, '')
  return `${sign}${whole}${kept === '' ? '' : `.${kept}`}`
}

function digitsOf(value: bigint, decimals: number): { sign: string; whole: string; fraction: string } {
  const digits = String(size(value)).padStart(decimals + 1, '0')
  const point = digits.length - decimals
  return { sign: value < 0n ? '-' : '', whole: digits.slice(0, point), fraction: digits.slice(point) }
}

/** A figure as the house writes it: hundredths of 万元 or of a per cent, or a whole number. */
export function writtenFigure(value: bigint, decimals: 0 | 2, style: Style): string {
  const { sign, whole, fraction } = digitsOf(value, decimals)
  const front = style.thousands === 'grouped' ? whole.replace(/\B(?=(?:\d{3})+$)/g, ',') : whole
  const back = style.trailingZeros === 'kept' ? fraction : fraction.replace(/0+$/, '')
  return `${sign}${front}${back === '' ? '' : `.${back}`}`
}
