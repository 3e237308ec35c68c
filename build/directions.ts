/**
 * Who may import whom: the whole table, checked by ESLint (`import-directions.ts`) on every import of every file.
 * A file belongs to the part with the longest folder that contains it; a folder that belongs to no part is an error,
 * so that a new part is a visible decision here.
 */
export type Part = {
  /** Folder of the part, from the root of the tree. */
  readonly folder: string
  /** Folders it may import from, besides itself. */
  readonly imports: readonly string[]
  /** Folders of which it may only know types: `import type`, erased before anything runs. */
  readonly typesOf?: readonly string[]
  /** Packages it may import: names, or `any` (then only the doors below hold); `node:` modules come with `any`. */
  readonly packages: readonly string[] | 'any'
}

const amounts = ['shared/amount', 'shared/address'] as const
const formulas = [...amounts, 'shared/formula'] as const
const catalogue = [...formulas, 'shared/catalogue'] as const
const engine = [...catalogue, 'shared/engine'] as const
const printed = [...engine, 'shared/layout', 'shared/narrative'] as const
const shared = [...printed, 'shared/years', 'shared/compare', 'shared/channels', 'shared/words'] as const

export const parts: readonly Part[] = [
  // Pure TypeScript: neither Node nor DOM, and no package but the two named.
  { folder: 'shared/amount', imports: [], packages: ['decimal.js'] },
  { folder: 'shared/address', imports: [], packages: [] },
  { folder: 'shared/formula', imports: amounts, packages: [] },
  { folder: 'shared/catalogue', imports: formulas, packages: ['zod'] },
  { folder: 'shared/engine', imports: catalogue, packages: [] },
  { folder: 'shared/layout', imports: engine, packages: [] },
  { folder: 'shared/narrative', imports: engine, packages: ['decimal.js'] },
  // what goes from one year's book to the next
  { folder: 'shared/years', imports: printed, packages: [] },
  // a book beside last year's, beside its budget, and in charts
  { folder: 'shared/compare', imports: [...printed, 'shared/years'], packages: [] },
  { folder: 'shared/channels', imports: [...printed, 'shared/years', 'shared/compare'], packages: ['zod'] },
  {
    folder: 'shared/words',
    imports: catalogue,
    typesOf: ['shared/engine', 'shared/years', 'shared/compare', 'shared/channels'],
    packages: [],
  },
  { folder: 'shared/sample', imports: catalogue, typesOf: ['shared/engine', 'shared/channels'], packages: ['zod'] },

  // Where the program's own files lie, and its version.
  { folder: 'electron/program', imports: ['package.json'], packages: 'any' },
  // The ledger's owner. Ledger and exchange do not know each other: services bring them together.
  { folder: 'electron/ledger', imports: [...shared, 'electron/program'], packages: 'any' },
  { folder: 'electron/exchange', imports: [...shared, 'electron/program'], packages: 'any' },
  {
    folder: 'electron/services',
    imports: [...shared, 'shared/sample', 'electron/program', 'electron/ledger', 'electron/exchange'],
    packages: 'any',
  },
  // What is served to a window, by whichever shell: the built files and the rules they run under.
  { folder: 'electron/shell/pages', imports: ['electron/program'], packages: 'any' },
  // A shell puts services behind a window, a port or a command; shells do not know each other, except that the command
  // line starts the browser shell.
  ...['electron/shell/cli', 'electron/shell/browser', 'electron/shell/desktop'].map((folder) => ({
    folder,
    imports: [
      ...shared,
      'shared/sample',
      'electron/program',
      'electron/services',
      'electron/ledger',
      'electron/exchange',
      'build/guard.mjs',
      ...(folder === 'electron/shell/cli' ? ['electron/shell/browser'] : ['electron/shell/pages']),
    ],
    packages: 'any' as const,
  })),
  // Flows over real windows; they build the application first.
  {
    folder: 'electron/e2e',
    imports: ['shared', 'electron', 'build/application.ts'],
    packages: 'any',
  },

  { folder: 'renderer', imports: shared, packages: 'any' },
  { folder: 'build', imports: ['shared', 'electron', 'package.json'], packages: 'any' },
  // A page of its own around the grid, and the tests that drive it.
  { folder: 'build/harness', imports: ['shared', 'renderer', 'build/bench', 'build/testing'], packages: 'any' },
]

/** Packages with one door: importable only from the folder named. A trailing `*` stands for any ending. */
export const doors: readonly { readonly packages: readonly string[]; readonly folder: string }[] = [
  { packages: ['better-sqlite3'], folder: 'electron/ledger' },
  { packages: ['exceljs'], folder: 'electron/exchange/workbook' },
  { packages: ['docx'], folder: 'electron/exchange/word' },
  { packages: ['@myriaddreamin/*'], folder: 'electron/exchange/document' },
  { packages: ['@e965/xlsx', 'csv-parse', 'csv-parse/*'], folder: 'electron/exchange/intake' },
  // packages of several formats are zips
  { packages: ['jszip'], folder: 'electron/exchange' },
  { packages: ['electron', 'electron/*'], folder: 'electron/shell/desktop' },
  { packages: ['ag-grid-*', '@ag-grid-community/*'], folder: 'renderer/grid' },
  { packages: ['echarts'], folder: 'renderer/analysis' },
]

/**
 * What a test may import beyond its part. Tests are not exempt: they stay on their side of the tree (a test of `shared`
 * knows nothing of `electron`), but may use the sample, the fixtures of build/testing, Node and an independent reader of the files under test.
 */
export const tests = {
  isTest: /\.test\.tsx?$|^electron\/e2e\//,
  imports: {
    shared: ['shared', 'build/testing', 'build/bench'],
    electron: ['shared', 'electron', 'build'],
    renderer: ['shared', 'build/testing', 'build/bench'],
    build: ['build'],
  },
  doorsOpen: ['better-sqlite3', 'exceljs', 'jszip', 'csv-parse', 'csv-parse/*'],
} as const
