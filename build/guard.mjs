// Runs before everything else (`node --import ./build/guard.mjs …`) and must itself run on any old Node: no syntax newer
// than ES2020, no import. Below 22.14 the SQLite addon crashes the process and TypeScript sources cannot be loaded.

/**
 * Why this Node cannot run the program, as one Chinese line, or null.
 * @param {string} version as in `process.versions.node`
 * @param {boolean} loadsTypeScript whether it runs TypeScript sources as they are
 * @returns {string | null}
 */
export function nodeProblem(version, loadsTypeScript) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNewEnough = major > 22 || (major === 22 && minor >= 14)
  if (isNewEnough && loadsTypeScript) return null
  const wanted = isNewEnough ? '能直接运行 TypeScript 的 Node（22.18 以上）' : 'Node 22.14 以上'
  return `需要 ${wanted}，当前为 ${version}。请先 npm ci，再用 npm run … 启动（如 npm run sample、npm test），它使用本项目自带的 Node`
}

const problem = nodeProblem(process.versions.node, Boolean(process.features.typescript))
if (problem !== null) {
  console.error(problem)
  process.exit(2)
}

// Each process compiles every source it loads, TypeScript included: half of what a command takes. What was compiled is kept
// beside the packages, for this process and those it starts; Node checks it against the source.
if (process.env['NODE_COMPILE_CACHE'] === undefined) {
  const { enableCompileCache } = process.getBuiltinModule('node:module')
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  const folder = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))
  enableCompileCache(folder)
  process.env['NODE_COMPILE_CACHE'] = folder
}
