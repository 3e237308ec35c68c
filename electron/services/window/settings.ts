import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fontRoles } from '../../../shared/channels/values.ts'
import type { FontRole, OwnFonts } from '../../exchange/document/font-set.ts'
import { writeFileSafely } from '../../exchange/output-file.ts'

const Settings = z.object({
  /** the ledger that was open last; null if it was closed on purpose */
  last: z.string().nullable().catch(null),
  /** ledgers known from before, newest first */
  recent: z.array(z.string()).catch([]),
  /** fonts of the machine to print with */
  fonts: z.partialRecord(z.enum(fontRoles), z.string()).catch({}),
})
export type Settings = z.infer<typeof Settings>

/** So many ledgers are remembered. */
const most = 10

/**
 * What the program remembers between runs: paths only, nothing of value. What cannot be read counts as nothing, and
 * what cannot be written is forgotten; neither stops anybody from working.
 */
export class SettingsFile {
  private readonly folder: string
  private readonly file: string
  private settings: Settings
  private writing: Promise<unknown> = Promise.resolve()

  constructor(folder: string) {
    this.folder = folder
    this.file = join(folder, 'settings.json')
    this.settings = read(this.file)
  }

  get last(): string | null {
    return this.settings.last
  }

  get recent(): readonly string[] {
    return this.settings.recent
  }

  /** A ledger was opened. */
  opened(path: string): void {
    const others = this.settings.recent.filter((one) => one !== path)
    this.write({ ...this.settings, last: path, recent: [path, ...others].slice(0, most) })
  }

  /** The ledger was closed on purpose: next time nothing opens by itself. */
  closed(): void {
    this.write({ ...this.settings, last: null })
  }

  get fonts(): OwnFonts {
    return this.settings.fonts
  }

  /** Prints with a font of the machine from now on, or with the program's own again. */
  useFont(role: FontRole, path: string | null): void {
    const others = Object.fromEntries(Object.entries(this.settings.fonts).filter(([one]) => one !== role))
    this.write({ ...this.settings, fonts: path === null ? others : { ...others, [role]: path } })
  }

  /** Resolves when everything is on the disk. */
  async settled(): Promise<void> {
    await this.writing
  }

  private write(settings: Settings): void {
    this.settings = settings
    const bytes = Buffer.from(`${JSON.stringify(settings, null, 2)}\n`)
    this.writing = this.writing.then(async () => {
      try {
        mkdirSync(this.folder, { recursive: true })
        await writeFileSafely(this.file, bytes, { replace: true })
      } catch {
        // remembered until the program ends
      }
    })
  }
}

function read(file: string): Settings {
  try {
    return Settings.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return Settings.parse({})
  }
}
