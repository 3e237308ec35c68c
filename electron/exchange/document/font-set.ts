import type { FontRole } from '../../../shared/channels/values.ts'
import { programFile, runsFromSources } from '../../program/places.ts'

export type { FontRole }

/**
 * Fonts of the machine to print with, by role: absolute paths of .ttf, .otf, .ttc or .woff files, for instance
 * SimSun, SimHei, KaiTi and FangSong. Where one is missing the open font of the program stands in.
 */
export type OwnFonts = { readonly [Role in FontRole]?: string }

/**
 * The open fonts, as files of their packages (all SIL OFL 1.1). No open 仿宋 is known: 宋体 stands in for it. The build
 * copies exactly these into the application.
 */
export const openFonts = {
  song: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  songBold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  hei: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  // the complete font, whatever its name says; “500” is its regular weight
  kai: '@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff',
  latin: '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  latinBold: '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf',
} as const

/** Licences of the fonts, to be shipped with them. */
export const fontLicences = [
  '@expo-google-fonts/noto-serif-sc/LICENSE_FONT',
  '@expo-google-fonts/noto-sans-sc/LICENSE_FONT',
  '@expo-google-fonts/tinos/LICENSE_FONT',
  '@fontsource/lxgw-wenkai/LICENSE',
] as const

/** The compiler of Typst as WebAssembly. */
export const compilerFile = '@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm'

/** Files of packages that are read while the program runs. */
export const packageFiles: readonly string[] = [...Object.values(openFonts), ...fontLicences, compilerFile]

/** Where a package's file lies: in the packages of the sources, or where the build copied it. */
export const packageFile = (path: string): string =>
  programFile(`${runsFromSources ? 'node_modules' : 'packages'}/${path}`)

/** The folder of the Typst templates. */
export const templatesFolder = (): string => programFile('electron/exchange/document/templates')

/** Names of the open fonts as they give them themselves. */
const families = { song: 'Noto Serif SC', hei: 'Noto Sans SC', kai: 'LXGW WenKai', latin: 'Tinos' } as const

/**
 * Font families by use in the templates, first choice first. Latin letters and digits are always Tinos, whose digits
 * are all of one width and line up; every list ends with all open fonts, so that a rare character is taken from
 * whichever has it.
 *
 * @param own families of the fonts of the machine
 */
export function familiesByUse(own: { readonly [Role in FontRole]?: string }) {
  const { song, hei, kai, latin } = families
  const list = (...wanted: readonly (string | undefined)[]): string[] => [
    ...new Set([...wanted.filter((one) => one !== undefined), song, hei, kai]),
  ]
  return {
    latin,
    body: list(own.fangsong, own.song),
    heading: list(own.hei, hei),
    subheading: list(own.kai, kai),
    table: list(own.song),
  }
}
