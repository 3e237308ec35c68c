/** An ISO time as `2024-11-24 14:39:05`, where the program runs. */
export function localTime(time: string): string {
  const date = new Date(time)
  const two = (number: number): string => String(number).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
