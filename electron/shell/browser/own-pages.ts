import { htmlPage, noncePlace, type Page } from '../pages/pages.ts'

/** Pages the server says itself, before the window may be loaded. */
const ownPage = (title: string, text: string, head = ''): Page =>
  htmlPage(`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <title>${title}</title>${head}
    <style nonce="${noncePlace}">
      body { font: 16px/1.8 sans-serif; max-width: 34em; margin: 15vh auto; padding: 0 1em; color: #1f1f1f; }
      h1 { font-size: 20px; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${text}</p>
  </body>
</html>
`)

/**
 * After the exchange. It goes on to the window by itself: the cookie counts only for requests of our own pages, and
 * this is the first of them, wherever the person came from.
 */
export const entryPage = (): Page =>
  ownPage('部门决算填报', '正在打开……', '\n    <meta http-equiv="refresh" content="0;url=/" />')

export const spentPage = (): Page =>
  ownPage(
    '这个地址已经用过',
    '程序打印的地址只能用一次。如果窗口还开着，请回到那个窗口；否则请在运行程序的终端按 Ctrl+C 结束，再启动一次，使用新的地址。',
  )

export const strangerPage = (): Page =>
  ownPage('请用程序打印的地址打开', '这个地址缺少进入的凭据。请复制程序启动时打印的完整地址，粘贴到浏览器的地址栏。')
