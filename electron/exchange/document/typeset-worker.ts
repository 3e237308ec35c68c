import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import initialise, {
  type TypstCompiler,
  TypstCompilerBuilder,
  TypstFontResolverBuilder,
} from '@myriaddreamin/typst-ts-web-compiler'
import { Coverage } from './coverage.ts'
import { FontRefused, isWoff, unpackWoff } from './font-file.ts'
import { compilerFile, type FontRole, familiesByUse, openFonts, packageFile, templatesFolder } from './font-set.ts'
import { isSetInLatin, requirePrintable } from './own-font.ts'
import type { FontTrouble, TypesetAnswer, TypesetRequest, TypesetSetup } from './typeset-protocol.ts'

/**
 * Entry of the thread that sets pages (`typesetter.ts`): the Typst compiler, its fonts and the templates, loaded once
 * and kept. It reads the program's files and the fonts named, and nothing else.
 */

// The compiler is 28 MB of WebAssembly of which one document uses a part once: code made quickly serves it as fast, and in
// 130 MB less, than code optimised meanwhile. The flags hold for the process; nothing else in it is WebAssembly.
for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)

const say = (answer: TypesetAnswer, transfer: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(answer, transfer)

/**
 * One piece of memory in which file after file is read, since the compiler takes a copy. Each in memory of its own would
 * leave the process larger by all of them: the C library keeps what is given back in pieces below 32 MB.
 */
class Desk {
  private readonly files = Buffer.allocUnsafeSlow(40 * 2 ** 20)
  private readonly unpacked = Buffer.allocUnsafeSlow(40 * 2 ** 20)

  /** The bytes of a file, good until the next one is read. */
  read(path: string): Buffer {
    const { size } = statSync(path)
    if (size > this.files.length) return readFileSync(path)
    const file = openSync(path, 'r')
    try {
      let read = 0
      for (let more = -1; more !== 0 && read < size; read += more)
        more = readSync(file, this.files, read, size - read, read)
      return this.files.subarray(0, read)
    } finally {
      closeSync(file)
    }
  }

  /** A font the compiler takes, good until the next one is read. @throws FontRefused */
  readFont(path: string): Buffer {
    const font = this.read(path)
    return isWoff(font) ? unpackWoff(font, this.unpacked) : font
  }
}

/** The compiler's memory, as far as it is asked for here. */
type Memory = { readonly buffer: { readonly byteLength: number } }

/** Which characters the fonts have. */
type Coverages = {
  readonly own: readonly { readonly role: FontRole; readonly coverage: Coverage }[]
  readonly open: readonly Coverage[]
  readonly latin: Coverage
}

class Press {
  private readonly compiler: TypstCompiler
  private readonly memory: Memory
  private readonly coverages: Coverages
  private readonly troubles: readonly FontTrouble[]

  private constructor(compiler: TypstCompiler, memory: Memory, coverages: Coverages, troubles: readonly FontTrouble[]) {
    this.compiler = compiler
    this.memory = memory
    this.coverages = coverages
    this.troubles = troubles
  }

  static async start({ fonts }: TypesetSetup): Promise<Press> {
    const desk = new Desk()
    const module = desk.read(packageFile(compilerFile))
    const { memory } = (await initialise({ module_or_path: module })) as { readonly memory: Memory }
    const builder = new TypstCompilerBuilder()
    // no file system: what a template may read is put there by name
    builder.set_dummy_access_model()
    const chosen: { role: FontRole; coverage: Coverage }[] = []
    const troubles: FontTrouble[] = []
    const own: { [Role in FontRole]?: string } = {}
    for (const [role, path] of Object.entries(fonts) as [FontRole, string][]) {
      try {
        const font = desk.readFont(path)
        requirePrintable(font)
        const coverage = new Coverage(font)
        const family = familyOf(font)
        await builder.add_raw_font(font)
        chosen.push({ role, coverage })
        own[role] = family
      } catch (error) {
        troubles.push({ role, path, reason: reasonOf(error) })
      }
    }
    const open = new Map<string, Coverage>()
    for (const [name, path] of Object.entries(openFonts)) {
      const font = desk.readFont(packageFile(path))
      open.set(name, new Coverage(font))
      await builder.add_raw_font(font)
    }
    const compiler = await builder.build()
    for (const name of ['lib.typ', 'book.typ', 'form.typ'])
      compiler.add_source(`/${name}`, readFileSync(join(templatesFolder(), name), 'utf8'))
    compiler.map_shadow('/data/fonts.json', Buffer.from(JSON.stringify(familiesByUse(own))))
    const coverages = { own: chosen, open: [...open.values()], latin: open.get('latin') as Coverage }
    return new Press(compiler, memory, coverages, troubles)
  }

  print({ template, wanted, model, characters }: TypesetRequest): void {
    const { own, open, latin } = this.coverages
    const all = [...own.map(({ coverage }) => coverage), ...open]
    const those = (isMeant: (character: number) => boolean): string =>
      Array.from(characters)
        .filter((one) => isMeant(one.codePointAt(0) ?? 0))
        .join('')
    const missing = those((one) => !all.some((coverage) => coverage.has(one)))
    const lacking = own.map(({ role, coverage }) => ({
      role,
      characters: those((one) => !coverage.has(one) && !isSetInLatin(one, latin)),
    }))
    say({ kind: 'checked', missing, troubles: this.troubles, lacking })
    if (wanted === 'characters') return
    this.compiler.map_shadow('/data/model.json', Buffer.from(model))
    if (wanted === 'pages') {
      const [pages = []] = JSON.parse(this.compiler.query(`/${template}.typ`, [], '<pages>', 'value')) as number[][]
      say({ kind: 'pages', pages, memory: this.memory.buffer.byteLength })
      return
    }
    const { result, diagnostics } = this.compiler.compile(`/${template}.typ`, [], 'pdf', 2) as {
      result?: Uint8Array<ArrayBuffer>
      diagnostics?: unknown
    }
    if (result === undefined) throw new Error(`Typst: ${JSON.stringify(diagnostics)}`)
    say({ kind: 'printed', bytes: result, memory: this.memory.buffer.byteLength }, [result.buffer])
  }
}

/** The family name the compiler knows a font by. */
function familyOf(font: Uint8Array): string {
  const found = new TypstFontResolverBuilder().get_font_info(font) as { info?: readonly { family?: string }[] } | null
  const family = found?.info?.[0]?.family
  if (family === undefined) throw new FontRefused('不是可用的字体')
  return family
}

function reasonOf(error: unknown): string {
  if (error instanceof FontRefused) return error.message
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '没有这个文件' : '无法读取'
}

const press = await Press.start(workerData as TypesetSetup)
say({ kind: 'ready' })
parentPort?.on('message', (request: TypesetRequest) => {
  try {
    press.print(request)
  } catch (error) {
    say({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  }
})
