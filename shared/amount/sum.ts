/** Sum of the numbers that are not blank (null); blank when all are. */
export const sumOf = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((sum, number) => (number === null ? sum : (sum ?? 0) + number), null)
