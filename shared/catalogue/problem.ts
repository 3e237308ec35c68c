/** What is wrong with an edition: the file, the property in it, and the reason. The first one found stops the load. */
export class EditionProblem extends Error {
  readonly file: string
  readonly property: string
  readonly reason: string
  constructor(file: string, property: string, reason: string) {
    super(`${file}: ${property}: ${reason}`)
    this.name = 'EditionProblem'
    this.file = file
    this.property = property
    this.reason = reason
  }
}

export const problem = (file: string, property: string, reason: string): EditionProblem =>
  new EditionProblem(file, property, reason)

/** Name of the file a form comes from, for problems found after the files were put together. */
export const fileOfForm = (key: string): string => `${key}.json`
export const checksFile = 'checks.json'
