import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import description from '../../package.json' with { type: 'json' }
import { application, buildApplication, isBuilt, root } from '../application.ts'
import { licenceOf, type Shipped, shippedList } from '../licences.ts'
import { billOfMaterials, type Lock } from './sbom.ts'

/** `npm run sbom`: builds, then writes the bill of materials of what is shipped to out/sbom.json. */
if (!isBuilt()) await buildApplication()
const { name, version, licence } = licenceOf(join(root, 'node_modules/electron'))
const bundled = JSON.parse(readFileSync(join(application, shippedList), 'utf8')) as readonly Shipped[]
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
const bill = billOfMaterials(description, [...bundled, { name, version, licence }], lock)
writeFileSync(join(root, 'out/sbom.json'), `${JSON.stringify(bill, null, 2)}\n`)
console.log(`out/sbom.json: ${bundled.length + 1} components`)
