import { fileURLToPath } from 'node:url'
import { editionFolders, readEditionFolder } from '../../electron/services/edition-files.ts'
import type { LinkedEdition } from '../../shared/catalogue/link.ts'
import { loadEdition, readEdition } from '../../shared/catalogue/load.ts'

export const catalogueFolder = fileURLToPath(new URL('../../shared/catalogue/', import.meta.url))

/** Names of the built-in editions, in order. */
export const builtInNames = (): readonly string[] => editionFolders(catalogueFolder)

/** The files of a built-in edition, or of one in a folder, as fresh, changeable JSON. */
export const editionFiles = (name: string, folder = `${catalogueFolder}editions/${name}`): Record<string, unknown> =>
  readEditionFolder(folder, catalogueFolder)

/** A built-in edition, ready for use. */
export const builtInEdition = (name = 'dongcheng-2024'): LinkedEdition => loadEdition(readEdition(editionFiles(name)))
