import { join } from 'node:path'
import description from '../../package.json' with { type: 'json' }
import { root } from '../application.ts'
import type { Shipped } from '../licences.ts'
import { purposes } from './purposes.ts'

export const pageFile = join(root, 'docs/dependencies.md')

const named: Readonly<Record<string, string>> = { ...description.dependencies, ...description.devDependencies }

/**
 * The page of what is shipped, made of the list the build leaves.
 *
 * @throws if a shipped package that package.json names has no purpose, or a purpose is of a package no longer shipped
 */
export function dependenciesPage(shipped: readonly Shipped[]): string {
  const direct = shipped.filter(({ name, version }) => named[name] === version)
  const others = shipped.filter((one) => !direct.includes(one))
  const unexplained = direct.filter(({ name }) => purposes[name] === undefined)
  const gone = Object.keys(purposes).filter((name) => !direct.some((one) => one.name === name))
  if (unexplained.length > 0 || gone.length > 0) {
    const names = [...unexplained.map(({ name }) => `${name} has no purpose`), ...gone.map((name) => `${name} is gone`)]
    throw new Error(`build/packaging/purposes.ts: ${names.join('; ')}`)
  }
  const licences = [...new Set(others.map(({ licence }) => licence))].toSorted()
  return `# What the program is shipped with

Made by \`npm run dependencies\` from what the build finds in its bundles; \`npm run test:packaged\` compares. The build fails
where a package has no licence text or a licence that \`build/licences.ts\` does not allow. All texts are in the about box
(帮助 → 关于) and in \`licences.txt\` of the application; \`npm run sbom\` writes the same list as CycloneDX.

The program runs in Electron ${named['electron'] ?? ''} (MIT), which brings Chromium, Node and V8; their licences lie beside it in
\`LICENSES.chromium.html\`. better-sqlite3 contains SQLite (public domain). Typst's compiler is a WebAssembly file built from Rust
crates, which its package does not list; nor does the list below. Nothing is downloaded at run time.

## Packages that package.json names

All are fixed to one version. Only better-sqlite3 is a dependency in npm's sense: the others are bundled or copied by the
build.

| package | version | licence | what it is for |
|---|---|---|---|
${direct.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} | ${purposes[name] ?? ''} |`).join('\n')}

## Packages that come with them

${licences
  .map((licence) => {
    const own = others.filter((one) => one.licence === licence).map(({ name, version }) => `${name} ${version}`)
    return `**${licence}** (${own.length}): ${own.join(', ')}`
  })
  .join('\n\n')}

## Tools

Everything else in \`package.json\` builds, checks or tests and is not shipped. Install scripts are off but for those
\`allowScripts\` names: \`node\` (brings the right Node). The lock file pins every package by its hash.
`
}
