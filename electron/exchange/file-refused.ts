/** Why a file of somebody else is not read: a whole sentence part in Chinese, what to do included. Names no file. */
export class FileRefused extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(reason)
    this.name = 'FileRefused'
    this.reason = reason
  }
}
