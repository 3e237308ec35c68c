import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Files and the files each of them loads. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/**
 * The files a source loads when it runs, relative to the root. `import type` is left out: it is erased before anything
 * runs, so two files that only know each other's types do no harm.
 */
export function loadedFiles(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false)
  const specifiers: string[] = []
  const visit = (node: ts.Node): void => {
    const isErased =
      (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly)
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isErased) {
      if (node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
        specifiers.push(node.moduleSpecifier.text)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return specifiers.filter((name) => name.startsWith('.')).map((name) => posix.join(posix.dirname(path), name))
}

/** Every cycle met on a walk in depth, each as its files in order of import; none if the files can be put in an order. */
export function importCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []
  const walk = (path: string): void => {
    const start = trail.indexOf(path)
    if (start >= 0) cycles.push(trail.slice(start))
    if (start >= 0 || done.has(path)) return
    trail.push(path)
    for (const next of graph.get(path) ?? []) walk(next)
    trail.pop()
    done.add(path)
  }
  for (const path of graph.keys()) walk(path)
  return cycles
}

/** The imports of every source of the tree. */
export function readImportGraph(root: string): ImportGraph {
  const files = globSync(['{shared,electron,renderer,build}/**/*.{ts,tsx,mjs}'], { cwd: root })
  const paths = files.map((file) => file.replaceAll('\\', '/')).sort()
  return new Map(paths.map((path) => [path, loadedFiles(path, readFileSync(join(root, path), 'utf8'))]))
}

if (import.meta.main) {
  const graph = readImportGraph(dirname(dirname(fileURLToPath(import.meta.url))))
  const cycles = importCycles(graph)
  for (const cycle of cycles) console.error(`import cycle: ${[...cycle, cycle[0]].join(' -> ')}`)
  console.log(`${graph.size} files, ${cycles.length} import cycles`)
  process.exitCode = cycles.length === 0 ? 0 : 1
}
