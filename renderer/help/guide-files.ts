/// <reference types="vite/client" />

/** The user guide as it lies in docs/guide, chapter by chapter, and the pictures it shows. */
const texts = import.meta.glob<string>('../../docs/guide/*.md', { query: '?raw', import: 'default', eager: true })
const pictures = import.meta.glob<string>(
  '../../docs/images/{home,GK05,findings,import,cover,export,preview,fault}.png',
  {
    query: '?url',
    import: 'default',
    eager: true,
  },
)

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export type Chapter = { readonly file: string; readonly title: string; readonly text: string }

export const chapters: readonly Chapter[] = Object.entries(texts)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([path, text]) => ({ file: nameOf(path), title: /^# (.+)$/m.exec(text)?.[1] ?? nameOf(path), text }))

const pictureOf = new Map(Object.entries(pictures).map(([path, url]) => [nameOf(path), url]))
/** Address of a picture of the guide; null when the screenshots have not been taken. */
export const pictureUrl = (href: string): string | null => pictureOf.get(nameOf(href)) ?? null
