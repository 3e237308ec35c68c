import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { application, buildApplication, isBuilt, root } from '../application.ts'
import { type Shipped, shippedList } from '../licences.ts'
import { dependenciesPage, pageFile } from './dependencies.ts'

/** `npm run dependencies`: builds, then writes docs/dependencies.md. */
if (!isBuilt()) await buildApplication()
const shipped = JSON.parse(readFileSync(join(application, shippedList), 'utf8')) as readonly Shipped[]
writeFileSync(pageFile, dependenciesPage(shipped))
console.log(`${relative(root, pageFile)}: ${shipped.length} packages`)
