import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { violations } from './accessibility.ts'
import { Accountant } from './accountant.ts'
import { browserWindow } from './browser-window.ts'
import { home, sampleLedger } from './homes.ts'

async function sample() {
  const window = await browserWindow({ ledger: await sampleLedger() })
  const person = new Accountant(window.page)
  await person.ready()
  return { ...window, person }
}

describe('everything exported', () => {
  it('comes as one file, after progress that is seen', { timeout: 120_000 }, async () => {
    const { page, person, complaints } = await sample()
    await person.menu('文件', '导出全部年度')
    await person.dialog.getByText('README.txt').waitFor()
    expect(await violations(page)).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 90_000 }), person.answer('导出')])
    expect(download.suggestedFilename()).toBe('部门决算_全部年度.zip')
    await person.dialog.getByText('已导出 1 个年度决算').waitFor()
    const path = join(home(), 'all.zip')
    await download.saveAs(path)
    const { files } = await JSZip.loadAsync(readFileSync(path))
    expect(Object.keys(files).filter((name) => name.endsWith('.csv'))).toHaveLength(21)
    expect(complaints).toEqual([])
  })

  it('is called off', async () => {
    const { page, person } = await sample()
    await person.menu('文件', '导出全部年度')
    await person.answer('导出')
    await person.dialog.getByRole('progressbar').waitFor()
    await person.answer('取消导出')
    await person.dialog.getByRole('button', { name: '关闭' }).last().waitFor()
    await person.answer('关闭')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await page.getByText('导出完成').count()).toBe(0)
  })
})

describe('help for whoever helps', () => {
  it('shows the diagnostics before they are saved, and saves what it shows', async () => {
    const { page, person, home: at } = await sample()
    await person.menu('帮助', '诊断信息')
    const shown = person.dialog.getByLabel('要保存的诊断信息')
    await shown.waitFor()
    expect(await shown.inputValue()).toContain('【账套检查】\n完好')
    await person.dialog.getByRole('checkbox', { name: '电脑' }).uncheck()
    const text = await shown.inputValue()
    expect(text).not.toContain('【电脑】')
    expect(text).not.toContain(at)
    expect(text).not.toContain('东城区城市管理')
    expect(await violations(page)).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download'), person.answer('保存…')])
    const path = join(home(), 'saved.txt')
    await download.saveAs(path)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('says where the log lies, which a browser cannot open', async () => {
    const { person, home: at } = await sample()
    await person.menu('帮助', '打开日志文件夹')
    const place = person.dialog.getByLabel('日志文件夹').last()
    expect(await place.inputValue()).toBe(join(at, '.config', 'juesuan', 'logs'))
  })

  it('tells an incident with its number', async () => {
    const { page, person } = await sample()
    await page.route('**/call/ledger.backups', (route) =>
      route.fulfill({
        json: {
          ok: false,
          fault: { kind: 'unexpected', incident: '0123ABCD', detail: '详情记在 /home/a/juesuan.log' },
        },
      }),
    )
    await person.menu('文件', '备份与恢复')
    await person.dialog.getByText(/程序出错，编号 0123ABCD/).waitFor()
  })
})

describe('the page', () => {
  it('asks no other address, whatever is looked at', async () => {
    const { page, person, context, origin } = await sample()
    const asked: string[] = []
    context.on('request', (request) => asked.push(request.url()))
    page.on('websocket', (socket) => asked.push(socket.url()))
    await page.reload()
    await person.ready()
    for (const form of ['GK01', 'GK07', 'GK14', 'S01']) await person.openForm(form)
    for (const screen of ['决算说明', '封面和行文习惯', '对比分析']) {
      await person.menu('查看', screen)
      await page.waitForTimeout(700)
    }
    for (const [menu, item] of [
      ['帮助', '使用说明'],
      ['帮助', '关于'],
      ['帮助', '诊断信息'],
      ['文件', '套表'],
      ['文件', '预览公开文件'],
    ] as const) {
      await person.menu(menu, item)
      await person.dialog.waitFor()
      await page.waitForTimeout(700)
      await person.press('Escape')
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    }
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.filter((url) => !url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url))).toEqual([])
  })
})
