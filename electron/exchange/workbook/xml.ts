import { WorkbookRefused } from './guard.ts'

/**
 * A scanner over the XML of workbook parts: tags and texts one after the other, nothing kept. It knows no DTD: a
 * document that brings one is refused, so there are no entities to expand.
 */

const damaged = (): WorkbookRefused =>
  new WorkbookRefused('文件', '内部 XML 不完整或写法不对，可能已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入')
const withDtd = (): WorkbookRefused =>
  new WorkbookRefused('文件', '内部 XML 含有 DTD 或实体定义，可能是恶意文件，未读取')

/** Text of a part; UTF-8, or UTF-16 by its mark. @throws WorkbookRefused when the bytes are neither */
export function decodePart(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw damaged()
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with its references resolved. @throws WorkbookRefused for an entity XML itself does not define */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,12})(;?)/g, (_, name: string, end: string) => {
    if (end === '') throw damaged()
    const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name)
    if (number !== null) {
      const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    }
    const plain = named[name]
    if (plain === undefined) throw withDtd()
    return plain
  })
}

export type XmlEvent = 'open' | 'close' | 'text' | 'end'

export class XmlScanner {
  private readonly source: string
  private at: number
  /** of `open` and `close`: the tag's name without prefix */
  name = ''
  /** of `open`: an element without content gets no `close` */
  isEmpty = false
  private from = 0
  private to = 0
  private isRaw = false

  constructor(source: string) {
    this.source = source
    this.at = source.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  /** Goes to the next tag or text; comments and processing instructions are passed over. @throws WorkbookRefused */
  next(): XmlEvent {
    const { source } = this
    while (this.at < source.length) {
      if (source.charCodeAt(this.at) !== 60) {
        const end = source.indexOf('<', this.at)
        this.mark(this.at, end < 0 ? source.length : end, false)
        this.at = this.to
        return 'text'
      }
      const second = source.charCodeAt(this.at + 1)
      if (second === 63) this.skip('?>')
      else if (second === 33) {
        if (source.startsWith('<![CDATA[', this.at)) {
          const start = this.at + 9
          this.skip(']]>')
          this.mark(start, this.at - 3, true)
          return 'text'
        }
        if (!source.startsWith('<!--', this.at)) throw withDtd()
        this.skip('-->')
      } else return this.tag(second === 47)
    }
    return 'end'
  }

  private mark(from: number, to: number, isRaw: boolean): void {
    this.from = from
    this.to = to
    this.isRaw = isRaw
  }

  private skip(ending: string): void {
    const end = this.source.indexOf(ending, this.at)
    if (end < 0) throw damaged()
    this.at = end + ending.length
  }

  private tag(closes: boolean): 'open' | 'close' {
    const { source } = this
    const start = this.at + (closes ? 2 : 1)
    let nameEnd = start
    let prefixEnd = start
    for (; nameEnd < source.length; nameEnd++) {
      const code = source.charCodeAt(nameEnd)
      if (code === 58) prefixEnd = nameEnd + 1
      else if (code <= 32 || code === 47 || code === 62) break
    }
    this.name = source.slice(prefixEnd, nameEnd)
    let end = nameEnd
    // a quoted attribute may hold ">"
    for (; end < source.length; end++) {
      const code = source.charCodeAt(end)
      if (code === 62) break
      if (code === 34 || code === 39) {
        end = source.indexOf(source.charAt(end), end + 1)
        if (end < 0) throw damaged()
      }
    }
    if (end >= source.length || this.name === '') throw damaged()
    this.isEmpty = !closes && source.charCodeAt(end - 1) === 47
    this.mark(nameEnd, this.isEmpty ? end - 1 : end, false)
    this.at = end + 1
    return closes ? 'close' : 'open'
  }

  /** Of `text`: what it says. */
  get text(): string {
    const text = this.source.slice(this.from, this.to)
    return this.isRaw ? text : unescapeXml(text)
  }

  /** Of `open`: value of an attribute by its name without prefix, null when it is not there. */
  attribute(name: string): string | null {
    const { source } = this
    let at = this.from
    while (at < this.to) {
      while (at < this.to && source.charCodeAt(at) <= 32) at++
      const nameStart = at
      let prefixEnd = at
      while (at < this.to && source.charCodeAt(at) !== 61) {
        if (source.charCodeAt(at) === 58) prefixEnd = at + 1
        at++
      }
      const found = source.slice(prefixEnd, at).trimEnd()
      at++
      while (at < this.to && source.charCodeAt(at) <= 32) at++
      const quote = source.charAt(at)
      if (at >= this.to) return null
      if (quote !== '"' && quote !== "'") throw damaged()
      const end = source.indexOf(quote, at + 1)
      if (end < 0 || end >= this.to + 1) throw damaged()
      // a namespace declaration is no attribute of the element
      if (found === name && !source.startsWith('xmlns', nameStart)) return unescapeXml(source.slice(at + 1, end))
      at = end + 1
    }
    return null
  }
}
