import Database from 'better-sqlite3'
import { type Migration, schemaOf } from './migrate.ts'

/** A part of the schema that is not as the migrations make it. */
export type SchemaDifference = {
  /** As `trigger fact_insert_open`. */
  readonly place: string
  /** One Chinese line. */
  readonly detail: string
  /** Ours is missing or changed; false for something another program added. */
  readonly isOurs: boolean
}

const query = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"

/**
 * Compares the schema with the one the migrations make (some 1 ms). A missing trigger would let a sealed book be
 * changed; a changed table would be read wrongly.
 */
export function schemaDifferences(
  db: Database.Database,
  migrations: readonly Migration[],
): readonly SchemaDifference[] {
  if (schemaOf(db) !== migrations.length) {
    const detail = `应为 ${migrations.length}，账上为 ${schemaOf(db)}`
    return [{ place: 'user_version', detail, isOurs: true }]
  }
  const model = new Database(':memory:')
  try {
    for (const { sql } of migrations) model.exec(sql)
    const expected = new Map(model.prepare<[], [string, string]>(query).raw().all())
    const actual = new Map(db.prepare<[], [string, string]>(query).raw().all())
    return [...new Set([...expected.keys(), ...actual.keys()])]
      .filter((name) => expected.get(name) !== actual.get(name))
      .map((place) => {
        const isOurs = expected.has(place)
        const detail = !isOurs ? '程序不知道这一项' : actual.has(place) ? '定义与程序不符' : '缺少这一项'
        return { place, detail, isOurs }
      })
  } finally {
    model.close()
  }
}
