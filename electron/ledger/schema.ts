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

/** A table that is nothing but columns: SQLite computes nothing for it. */
const isPlainTable = (sql: string): boolean => !/\b(CHECK|AS|GENERATED|DEFAULT|COLLATE|VIRTUAL|REFERENCES)\b/i.test(sql)

/**
 * The first part of a schema that SQLite would compute or run while the file is checked, read or written, and that the
 * migrations do not make: a trigger, an index, a virtual table, a table with conditions. Such a part can change amounts
 * behind a gesture, run without end, or take all memory; a view or a plain table of another program does nothing.
 * Looks at texts alone, so it may be asked before anything else is done with the file.
 *
 * @param mode for `read`, triggers do not count: nothing is written that could set them off
 */
export function foreignPart(
  db: Database.Database,
  migrations: readonly Migration[],
  mode: 'read' | 'write',
): SchemaDifference | null {
  const expected = modelOf(migrations.slice(0, Math.max(0, schemaOf(db))))
  for (const [place, sql] of db.prepare<[], [string, string | null]>(query).raw().all()) {
    if (expected.get(place) === sql || place.startsWith('view ')) continue
    if (mode === 'read' && place.startsWith('trigger ')) continue
    const isOurs = expected.has(place)
    if (!isOurs && place.startsWith('table ') && isPlainTable(sql ?? '')) continue
    return { place, detail: isOurs ? '定义与程序不符' : '程序不知道这一项', isOurs }
  }
  return null
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
  const expected = modelOf(migrations)
  const actual = new Map(db.prepare<[], [string, string]>(query).raw().all())
  return [...new Set([...expected.keys(), ...actual.keys()])]
    .filter((name) => expected.get(name) !== actual.get(name))
    .map((place) => {
      const isOurs = expected.has(place)
      const detail = !isOurs ? '程序不知道这一项' : actual.has(place) ? '定义与程序不符' : '缺少这一项'
      return { place, detail, isOurs }
    })
}

const models = new Map<string, ReadonlyMap<string, string>>()

/** The parts that the migrations make, each with its definition; made once, each opening asks more than once. */
function modelOf(migrations: readonly Migration[]): ReadonlyMap<string, string> {
  const known = migrations.map(({ sql }) => sql).join('\n')
  const kept = models.get(known)
  if (kept !== undefined) return kept
  const db = new Database(':memory:')
  try {
    for (const { sql } of migrations) db.exec(sql)
    const model = new Map(db.prepare<[], [string, string]>(query).raw().all())
    models.set(known, model)
    return model
  } finally {
    db.close()
  }
}
