import JSZip from 'jszip'

/** No clock in the file: the earliest date a zip can hold. */
const date = new Date(Date.UTC(1980, 0, 1))
/** Readers that sniff the type of a package look at its first entry. */
const first = '[Content_Types].xml'
const deflate = { compression: 'DEFLATE', compressionOptions: { level: 6 } } as const

/**
 * A zip whose bytes depend on nothing but its parts: fixed dates, fixed order, and jszip's own deflate, which does not
 * change with the version of Node as its zlib does. Each part is packed when it is added, so that a large workbook
 * never stands in memory as a whole.
 */
export class StableZip {
  private readonly parts = new Map<string, Uint8Array>()

  async add(name: string, part: Buffer): Promise<void> {
    const alone = new JSZip().file(name, part, { date, createFolders: false })
    this.parts.set(name, await alone.generateAsync({ type: 'uint8array', ...deflate }))
  }

  async finish(): Promise<Uint8Array> {
    const zip = new JSZip()
    const inOrder = [...this.parts].sort(([a], [b]) => (a === first ? -1 : b === first ? 1 : a < b ? -1 : 1))
    // jszip takes packed parts over as they are
    for (const [, packed] of inOrder) await zip.loadAsync(packed)
    return zip.generateAsync({ type: 'uint8array', ...deflate })
  }
}

/** A zip packed anew, so that its bytes depend on nothing but its parts; text parts may be rewritten on the way. */
export async function repacked(zip: Uint8Array, rewrite: (name: string, text: string) => string): Promise<Uint8Array> {
  const given = await JSZip.loadAsync(zip)
  const made = new StableZip()
  for (const [name, part] of Object.entries(given.files)) {
    if (part.dir) continue
    const isText = /\.(?:xml|rels)$/.test(name)
    const content = isText ? Buffer.from(rewrite(name, await part.async('string'))) : await part.async('nodebuffer')
    await made.add(name, content)
  }
  return made.finish()
}
