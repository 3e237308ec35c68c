/** The few icons of the toolbar, drawn on 16 × 16; decoration only, so each stands beside its words or a label. */
const paths = {
  undo: 'M6.5 3 3 6.5 6.5 10M3.5 6.5H10a3.5 3.5 0 0 1 0 7H7',
  redo: 'M9.5 3 13 6.5 9.5 10M12.5 6.5H6a3.5 3.5 0 0 0 0 7h3',
  find: 'M7 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9ZM10.5 10.5 14 14',
  add: 'M8 3v10M3 8h10',
  import: 'M8 2v7M5 6.5 8 9.5l3-3M2.5 10.5v3h11v-3',
  export: 'M8 9.5V2.5M5 5.5 8 2.5l3 3M2.5 10.5v3h11v-3',
  seal: 'M4 7V5.5a4 4 0 0 1 8 0V7M3 7h10v6.5H3ZM8 9.5v2',
  help: 'M8 14.5a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13ZM6 6.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1V9.6M8 11.6v.4',
  trace: 'M2.5 13.5 6 9l3 2 4.5-7M10.5 4h3v3',
  check: 'M3 8.5 6.5 12 13 4.5',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  book: 'M3 2.5h10v11H3ZM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
} as const

export type IconName = keyof typeof paths

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)
