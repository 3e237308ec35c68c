import type { IHeaderComp, IHeaderParams } from 'ag-grid-community'
import {
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  EventApiModule,
  ModuleRegistry,
  PinnedRowModule,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  themeBalham,
} from 'ag-grid-community'

// the smallest set that paints rows: editing, focus, clipboard and selection are our own
ModuleRegistry.registerModules([
  ClientSideRowModelModule,
  CellStyleModule,
  PinnedRowModule,
  RenderApiModule,
  ScrollApiModule,
  RowApiModule,
  ColumnApiModule,
  EventApiModule,
])

/** The look of the grid, on the tokens of the rest of the window. */
export const theme = themeBalham.withParams({
  accentColor: '#1677ff',
  borderColor: '#d5d9e0',
  borderRadius: 2,
  wrapperBorderRadius: 2,
  cellHorizontalPadding: 6,
  fontFamily: 'inherit',
  fontSize: 13,
  headerFontSize: 13,
  headerFontWeight: 600,
  headerBackgroundColor: '#e9eef5',
  headerTextColor: '#3a4454',
  headerColumnBorder: true,
  columnBorder: true,
  headerColumnResizeHandleColor: 'transparent',
  oddRowBackgroundColor: '#ffffff',
  rowHoverColor: 'transparent',
  spacing: 3,
})

/** Header of a column: its words, and below them the 栏次. */
export class LeafHeader implements IHeaderComp {
  private element: HTMLElement | null = null

  init(params: IHeaderParams & { readonly text: string; readonly number: string; readonly hasNumbers: boolean }): void {
    const { ownerDocument } = params.eGridHeader
    const element = ownerDocument.createElement('div')
    element.className = 'leaf-header'
    const words = ownerDocument.createElement('span')
    words.className = 'leaf-words'
    words.textContent = params.text
    element.append(words)
    if (params.hasNumbers) {
      const number = ownerDocument.createElement('span')
      number.className = 'leaf-number'
      number.textContent = params.number
      element.append(number)
    }
    this.element = element
  }

  getGui(): HTMLElement {
    return this.element as HTMLElement
  }

  refresh(): boolean {
    return true
  }
}
