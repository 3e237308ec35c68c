import type { Shipped } from '../licences.ts'

/** The part of npm's lock file that is used here. */
export type Lock = {
  readonly packages: Readonly<Record<string, LockedPackage>>
}
type LockedPackage = {
  readonly version?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const purl = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Where npm finds a dependency of a package: the nearest `node_modules` above it. */
function placeOf(lock: Lock, from: string, name: string): string | null {
  const above = from.split('/node_modules/')
  for (let depth = above.length; depth >= 0; depth--) {
    const folders = [...above.slice(0, depth), ''].join('/node_modules/')
    const path = `${depth === 0 ? 'node_modules/' : folders}${name}`
    if (lock.packages[path] !== undefined) return path
  }
  return null
}

/**
 * A CycloneDX 1.6 bill of materials of what is shipped, with hashes and dependencies from the lock file. The same input
 * gives the same text: no clock, no random number. (`npm sbom` would list the tools too, and refuses the two compilers.)
 *
 * @throws if the lock file does not know a shipped package
 */
export function billOfMaterials(
  program: { readonly name: string; readonly version: string; readonly license: string },
  shipped: readonly Shipped[],
  lock: Lock,
): object {
  const placed = Object.entries(lock.packages).filter(([path]) => path !== '')
  const refs = new Set(shipped.map(purl))
  const places = shipped.map((one) => {
    const own = placed.filter(([path, { version }]) => nameOf(path) === one.name && version === one.version)
    if (own.length === 0) throw new Error(`package-lock.json does not know ${one.name} ${one.version}`)
    return { one, own }
  })
  const needs = (path: string, { dependencies = {} }: LockedPackage): string[] =>
    Object.keys(dependencies).flatMap((name) => {
      const place = placeOf(lock, path, name)
      const version = place === null ? undefined : lock.packages[place]?.version
      const ref = version === undefined ? undefined : purl({ name, version })
      return ref !== undefined && refs.has(ref) ? [ref] : []
    })
  const ref = `${program.name}@${program.version}`
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ref,
        name: program.name,
        version: program.version,
        licenses: [{ license: { id: program.license } }],
      },
    },
    components: places.map(({ one, own }) => ({
      type: 'library',
      'bom-ref': purl(one),
      name: one.name,
      version: one.version,
      purl: purl(one),
      licenses: [{ expression: one.licence }],
      hashes: hashesOf(own[0]?.[1].integrity),
    })),
    dependencies: [
      { ref, dependsOn: [...refs].toSorted() },
      ...places.map(({ one, own }) => ({
        ref: purl(one),
        dependsOn: [...new Set(own.flatMap(([path, locked]) => needs(path, locked)))].toSorted(),
      })),
    ],
  }
}

/** npm writes `sha512-` and base64, CycloneDX hexadecimal digits. */
function hashesOf(integrity = ''): { readonly alg: string; readonly content: string }[] {
  const [algorithm = '', digest = ''] = integrity.split('-')
  if (algorithm !== 'sha512') return []
  return [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }]
}
