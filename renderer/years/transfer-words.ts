import type { FullBook } from '../../shared/channels/transfer-values.ts'

export const stateWords: Readonly<Record<FullBook['state'], string>> = {
  open: '填报中',
  sealed: '已上报',
  moved: '已转出',
}

const arrivals = { moved: '转自', copied: '复制自', salvaged: '救自' } as const

/** Where a book came from and where it went, in a few words; '' for one that was always here. */
export function passageWords({ arrived, left }: Pick<FullBook, 'arrived' | 'left'>): string {
  return [
    arrived === null ? '' : `${arrivals[arrived.how]} ${arrived.file}`,
    left === null ? '' : `已转到 ${left.file}`,
  ]
    .filter((part) => part !== '')
    .join('，')
}
