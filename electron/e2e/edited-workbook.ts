import ExcelJS from 'exceljs'

/** Changes one number of an exported workbook: the first that stands so in a line with these words. */
export async function editWorkbook(
  path: string,
  sheet: string,
  words: string,
  from: number,
  to: number,
): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const found = book.worksheets.find(({ name }) => name.startsWith(sheet))
  const state = { isChanged: false }
  found?.eachRow((line) => {
    const texts = (line.values as unknown[]).map((value) => String(value))
    if (state.isChanged || !texts.some((text) => text.replaceAll(/\s/g, '').includes(words))) return
    line.eachCell((cell) => {
      const value = cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value
      if (state.isChanged || value !== from) return
      cell.value = to
      state.isChanged = true
    })
  })
  if (!state.isChanged) throw new Error(`no ${from} in a line with ${words} on ${sheet}`)
  await book.xlsx.writeFile(path)
}
