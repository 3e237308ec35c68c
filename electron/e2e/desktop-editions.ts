import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLedger } from '../ledger/ledger.ts'
import { nextYear, writeEdition } from '../services/fixtures/editions.ts'
import { Accountant } from './accountant.ts'
import { mustFrom } from './calls.ts'
import { answerDialogs, command, desktopWindow } from './desktop-window.ts'
import { home, must, readAfterwards, sampleLedger } from './homes.ts'

const department = '北京市东城区城市管理指挥中心'

it('native dialogs: an edition file comes in, a book goes to a ledger pointed out, and to a new one', async () => {
  const window = await desktopWindow({ ledger: await sampleLedger() })
  const { app, page, complaints, home: at } = window
  const person = new Accountant(page)
  await person.ready()

  const bad = join(at, '坏的.json')
  writeFileSync(bad, '{')
  await command(window, 'editions.show')
  const choose = person.dialog.getByRole('button', { name: '导入套表文件…' })
  await answerDialogs(app, { open: bad })
  await choose.click()
  await person.dialog.getByText(/没有导入，账套没有改动。套表文件 坏的\.json 有误/).waitFor()
  await answerDialogs(app, { open: writeEdition(join(at, '2025年度套表.json'), nextYear()) })
  await choose.click()
  await person.answer('存入账套')
  await person.dialog.getByText(/已存入账套/).waitFor()
  await person.answer('关闭')

  const other = join(home(), '别处的.juesuan')
  must(await createLedger(other, { clock: Date.now, program: 'juesuan flows', wait: 0 })).close()
  await command(window, 'book.copyOut')
  await person.dialog.getByRole('radio', { name: '另选账套文件…' }).check()
  await answerDialogs(app, { open: null })
  await person.answer('下一步')
  await answerDialogs(app, { open: other })
  await person.answer('下一步')
  await person.dialog.getByText('复制后，本账套不变').waitFor()
  await person.answer('复制')
  await person.dialog.getByText(`${department} 2024 年度决算已复制到账套 别处的。`).waitFor()
  await person.answer('留在本账套')
  expect(await readAfterwards(other, (ledger) => must(ledger.books()))).toMatchObject([{ department, state: 'open' }])

  await command(window, 'book.moveOut')
  await person.dialog.getByRole('radio', { name: '新建账套' }).check()
  await answerDialogs(app, { save: join(at, '去处.juesuan') })
  await person.answer('下一步')
  await person.dialog.getByText('去处（新建）').waitFor()
  await person.answer('转移')
  await person.answer('打开那个账套')
  await expect.poll(async () => (await mustFrom(page, 'app.start', {})).ledger?.name).toBe('去处')
  await person.ready()
  expect(await mustFrom(page, 'books.list', {})).toMatchObject([{ department, year: 2024, state: 'open' }])
  expect(complaints).toEqual([])
}, 90_000)
