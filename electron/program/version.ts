import description from '../../package.json' with { type: 'json' }

export const version: string = description.version

/** Name and version, as ledgers note who wrote them. */
export const program = `juesuan ${version}`
