import './paper.css'

/** A4 upright or wide, with margins; or finished pages, each on a sheet of its own and as wide as it is. */
export type Paper = 'upright' | 'wide' | 'pages'

/** Prints content that stands in the window only for that moment; what the window shows stays off the paper. */
export function printOnPaper(content: readonly Node[], paper: Paper): void {
  const sheet = document.createElement('div')
  sheet.className = `sheet is-${paper}`
  sheet.append(...content)
  document.body.append(sheet)
  document.body.classList.add('has-sheet')
  try {
    globalThis.print()
  } finally {
    document.body.classList.remove('has-sheet')
    sheet.remove()
  }
}
