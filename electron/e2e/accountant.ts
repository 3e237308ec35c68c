import type { Locator, Page } from 'playwright-core'
import type { CellAddress } from '../../shared/address/cell.ts'
import { parseCellKey } from '../../shared/address/cell.ts'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { Engine } from '../../shared/engine/engine.ts'
import { layOut } from '../../shared/layout/layout.ts'
import { builtInEdition } from '../services/editions.ts'

const built = builtInEdition('dongcheng-2024')
if (!built.ok) throw new Error('no edition dongcheng-2024')
const edition: LinkedEdition = built.value.linked
/** Keys of all forms in printed order, supplements last. */
export const formKeys: readonly string[] = edition.forms.map(({ key }) => key)
const columnsOf = new Map<string, string[]>()

/** Keys of the columns of a form on screen, in order: the three parts of a code are one column there. */
function screenColumns(form: string): string[] {
  const known = columnsOf.get(form)
  if (known !== undefined) return known
  const engine = Engine.create(edition, [])
  if (engine === null) throw new Error('an empty book is within any range')
  const { columns } = layOut(engine, form, { department: '', year: 2024 })
  const keys = columns
    .filter(({ key, holds }, at) => holds !== 'code' || columns[at - 1]?.key !== key)
    .map(({ key }) => key)
  columnsOf.set(form, keys)
  return keys
}

/** The window as the accountant uses it: by what is written there, by keys and by mouse. Cells are named by their key. */
export class Accountant {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Waits until a form is on screen. */
  async ready(): Promise<void> {
    await this.page.locator('.form-host .ag-cell').first().waitFor()
  }

  async openForm(form: string): Promise<void> {
    await this.page.locator(`[data-form=${form}]`).click()
    await this.page.locator(`[data-form=${form}][aria-current=page]`).waitFor()
    await this.ready()
  }

  /** The state mark of a form in the list. */
  state(form: string): Locator {
    return this.page.locator(`[data-form=${form}] .form-state`)
  }

  private address(key: string): CellAddress {
    const address = parseCellKey(key)
    if (address === null) throw new Error(`${key} is no cell`)
    return address
  }

  /** A cell of the form in sight. */
  async cell(key: string): Promise<Locator> {
    const { form, row, column } = this.address(key)
    const at = screenColumns(form).indexOf(column)
    const rows = this.page.locator('.form-host .ag-row')
    const ids = await rows.evaluateAll((all) => all.map((one) => one.getAttribute('row-id') ?? ''))
    const id = ids.find((one) => one.split('+').includes(row))
    if (id === undefined || at < 0) throw new Error(`${key} is not on screen`)
    return this.page.locator(`.form-host .ag-row[row-id="${id}"] [col-id="c${at}"]`)
  }

  async text(key: string): Promise<string> {
    return ((await (await this.cell(key)).textContent()) ?? '').trim()
  }

  async select(key: string): Promise<void> {
    await (await this.cell(key)).click()
  }

  /** Types into a cell of the form in sight, and Enter. */
  async type(key: string, text: string): Promise<void> {
    await this.select(key)
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Puts text on the clipboard and pastes it at a cell. */
  async paste(key: string, text: string): Promise<void> {
    await this.select(key)
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
    await this.page.keyboard.press('Control+V')
  }

  /** Waits until the status line says that everything is stored. */
  async saved(): Promise<void> {
    await this.page.locator('.save-saved').waitFor()
  }

  async menu(menu: string, item: string): Promise<void> {
    await this.page.getByRole('group', { name: '菜单' }).getByRole('button', { name: menu }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  tool(name: string): Locator {
    return this.page.getByRole('toolbar').getByRole('button', { name, exact: true })
  }

  /** The dialog on top. */
  get dialog(): Locator {
    return this.page.getByRole('dialog').last()
  }

  async answer(button: string): Promise<void> {
    // the last one: the cross that closes a dialog comes before its buttons
    await this.dialog.getByRole('button', { name: button, exact: true }).last().click()
  }

  panel(tab: string): Promise<void> {
    return this.page.getByRole('tab', { name: tab }).click()
  }

  get status(): Locator {
    return this.page.locator('footer.status')
  }

  /** The cell with the cursor, in the words of the status line, or the findings about it. */
  get words(): Locator {
    return this.page.locator('.status-words')
  }
}
