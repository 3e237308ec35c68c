import './paper.css'

/**
 * Prints content that stands in the window only for that moment; what the window shows stays off the paper.
 *
 * @param isWide on A4 landscape
 */
export function printOnPaper(content: readonly Node[], isWide: boolean): void {
  const sheet = document.createElement('div')
  sheet.className = `sheet ${isWide ? 'is-wide' : 'is-upright'}`
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
