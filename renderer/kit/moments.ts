const clock = new Intl.DateTimeFormat('zh-CN', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** An ISO time as `2025-03-03 09:05:00` of this machine; what is none, as it is. */
export function momentText(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const part = Object.fromEntries(clock.formatToParts(date).map(({ type, value }) => [type, value]))
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`
}

/** Time of day alone. */
export const clockText = (iso: string): string => momentText(iso).slice(-8)

const reasons: Readonly<Record<string, string>> = {
  daily: '每日自动',
  import: '导入之前',
  edition: '更换套表之前',
  migration: '升级之前',
  restore: '恢复之前的账套',
  damaged: '恢复之前的账套（已损坏）',
  manual: '手工备份',
}
export const backupReason = (reason: string): string => reasons[reason] ?? reason

/** Size of a file as people read it. */
export const bytesText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
