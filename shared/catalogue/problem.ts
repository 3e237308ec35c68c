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
