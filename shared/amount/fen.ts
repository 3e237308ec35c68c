/**
 * An amount of money: a whole number of 分 (0.01 元), negative allowed. 1 万元 = 1 000 000 分, so a figure of six
 * decimals in 万元 is exact. The only type in which amounts are stored, added and compared.
 */
export type Fen = number

/** Largest amount in 分, 90 071 992 547 409.91 元; the smallest is its negative. Beyond it a number loses 分. */
export const MAX_FEN: Fen = Number.MAX_SAFE_INTEGER

/**
 * Whether a value is an amount in 分. Of a sum of two amounts it says exactly whether the sum is still in range:
 * a sum beyond it may be rounded by the machine, but never back into the range.
 */
export const isFen = (value: unknown): value is Fen => Number.isSafeInteger(value)

/** The unit in which amounts are typed and shown. */
export type AmountUnit = '元' | '万元'

/** Every way in which a typed number is read: as an amount in one of three units, as a count, as a score. */
export type ReadUnit = AmountUnit | '亿元' | 'count' | 'score'

/** Decimals of one whole unit down to the integer that is stored: 分 for amounts, hundredths for scores. */
export const decimalsOf: Readonly<Record<ReadUnit, number>> = { 元: 2, 万元: 6, 亿元: 10, count: 0, score: 2 }
