import type { Client, Push } from '../../../shared/channels/channels.ts'
import type { Clock } from '../../ledger/ledger.ts'

/** What a person is asked to point out. */
export type Wanted = 'ledger' | 'backup' | 'workbook' | 'font' | 'edition' | 'codes'
/** What is saved where a person says. */
export type Saved = 'ledger' | 'workbook' | 'pdf' | 'word' | 'table' | 'picture' | 'text' | 'archive'

/** What differs between the shells a window runs in: the same handlers serve them all. */
export type Host = {
  readonly shell: 'desktop' | 'browser'
  /** name and version, as ledgers note who wrote them */
  readonly program: string
  readonly version: string
  /** names and versions of what the program runs on, for the about box */
  readonly runtime: readonly (readonly [name: string, version: string])[]
  readonly clock: Clock
  /** where settings and the log lie; made when needed */
  readonly settingsFolder: string
  /** where ledgers go when nobody says otherwise; made when needed */
  readonly documentsFolder: string
  /** ledger to open first, whatever was open last; null for the last one */
  readonly ledger: string | null

  /** Asks for an existing file: absolute path, or null if the person would rather not. */
  readonly chooseOpen: (client: Client, wanted: Wanted) => Promise<string | null>
  /**
   * Asks where a file of this name is to go: absolute path, or null. The person has agreed to replace what is there;
   * a browser gives a private place from where the file is handed on.
   */
  readonly chooseSave: (client: Client, wanted: Saved, name: string) => Promise<string | null>
  /** Asks for a folder to write into: absolute path, or null; a browser has none to give. */
  readonly chooseFolder: (client: Client) => Promise<string | null>
  /** Opens a folder for the person to look into; false where the shell cannot. */
  readonly showFolder: (path: string) => Promise<boolean>
  /** Shows a file in its folder, where the shell can. */
  readonly reveal: (path: string) => void
  /** The window has ended what it was doing: it may go, and everything on screen is saved or not. */
  readonly closed: (client: Client, saved: boolean) => void
  /** Tells every client that is meant. */
  readonly push: (push: Push, isMeant: (client: Client) => boolean) => void
}
