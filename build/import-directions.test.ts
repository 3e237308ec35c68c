import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { parts } from './directions.ts'
import config, { directions, windowDoor } from './eslint.config.js'

// The rules as the real configuration has them, on code that exists nowhere: without type information, which needs files.
const lint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: tseslint.parser } },
    directions,
    windowDoor,
  ],
})

async function problems(path: string, code: string): Promise<string[]> {
  const [result] = await lint.lintText(code, { filePath: path })
  return (result?.messages ?? []).map(({ message, severity }) => `${severity === 2 ? 'error' : 'warning'}: ${message}`)
}

describe('imports that are reported', () => {
  it.each([
    // against the direction inside shared
    ['shared/amount/fen.ts', "import { parse } from '../formula/parse.ts'"],
    ['shared/formula/parse.ts', "import type { Form } from '../catalogue/vocabulary.ts'"],
    ['shared/catalogue/load.ts', "import { ok } from '../channels/result.ts'"],
    ['shared/engine/graph.ts', "import { layout } from '../layout/layout.ts'"],
    ['shared/layout/layout.ts', "import { figures } from '../narrative/figures.ts'"],
    ['shared/words/faults.ts', "import { Fault } from '../channels/faults.ts'"],
    ['shared/words/faults.ts', "import { type Fault } from '../channels/faults.ts'"],
    ['shared/words/findings.ts', "import { trace } from '../engine/trace.ts'"],
    ['shared/words/findings.ts', "import type { Table } from '../layout/table.ts'"],
    ['shared/engine/graph.ts', "import book from '../sample/book.json' with { type: 'json' }"],
    ['electron/ledger/open.ts', "import { book } from '../../shared/sample/book.ts'"],
    // out of shared, and to the platform
    ['shared/engine/graph.ts', "import { open } from '../../electron/ledger/open.ts'"],
    ['shared/engine/graph.ts', "import { readFileSync } from 'node:fs'"],
    ['shared/engine/graph.ts', "import { z } from 'zod'"],
    ['shared/engine/graph.test.ts', "import { open } from '../../electron/ledger/open.ts'"],
    ['shared/engine/graph.test.ts', "import Database from 'better-sqlite3'"],
    ['renderer/book/page.tsx', "import { open } from '../../electron/ledger/open.ts'"],
    ['electron/services/books.ts', "import { Grid } from '../../renderer/grid/grid.ts'"],
    ['electron/ledger/open.ts', "import { books } from '../services/books.ts'"],
    ['electron/exchange/workbook/write.ts', "import { open } from '../../ledger/open.ts'"],
    ['electron/shell/browser/serve.ts', "import { run } from '../cli/run.ts'"],
    ['electron/shell/desktop/main.ts', "import { serve } from '../browser/serve.ts'"],
    // past a door
    ['electron/services/books.ts', "import Database from 'better-sqlite3'"],
    ['electron/services/books.ts', "import type { Database } from 'better-sqlite3'"],
    ['electron/exchange/intake/csv.ts', "import ExcelJS from 'exceljs'"],
    ['electron/exchange/word/write.ts', "import ExcelJS from 'exceljs'"],
    ['electron/exchange/workbook/write.ts', "import { Document } from 'docx'"],
    ['electron/services/export.ts', "import JSZip from 'jszip'"],
    ['electron/services/export.ts', "import { TypstCompiler } from '@myriaddreamin/typst-ts-web-compiler'"],
    ['electron/shell/browser/serve.ts', "import { app } from 'electron'"],
    ['electron/shell/cli/main.ts', "import { app } from 'electron/main'"],
    ['renderer/forms/page.tsx', "import { AgGridReact } from 'ag-grid-react'"],
    ['renderer/forms/page.tsx', "import { AG_GRID_LOCALE_CN } from '@ag-grid-community/locale'"],
    ['renderer/forms/page.tsx', 'window.close()'],
    ['renderer/forms/page.tsx', 'globalThis.window.close()'],
    // in every way of writing an import
    ['shared/amount/fen.ts', "export { parse } from '../formula/parse.ts'"],
    ['shared/amount/fen.ts', "export * from '../formula/parse.ts'"],
    ['shared/amount/fen.ts', "import '../formula/parse.ts'"],
    ['shared/amount/fen.ts', "const parse = await import('../formula/parse.ts')"],
    ['shared/amount/fen.ts', "type Tree = import('../formula/tree.ts').Tree"],
    ['shared/amount/fen.ts', "import fs = require('node:fs')"],
    ['electron/services/books.ts', "const Database = require('better-sqlite3')"],
    ['electron/services/books.ts', 'const module = await import(name)'],
    ['shared/utils/strings.ts', "import { parse } from '../formula/parse.ts'"],
  ])('%s: %s', async (path, code) => {
    expect(await problems(path, code)).toStrictEqual([expect.stringMatching(/^error: /)])
  })
})

describe('imports that pass', () => {
  it.each([
    ['shared/amount/parse.ts', "import { readDigits } from './digits.ts'"],
    ['shared/formula/parse.ts', "import type { Cell } from '../address/cell.ts'"],
    ['shared/catalogue/load.ts', "import { z } from 'zod'"],
    ['shared/layout/layout.ts', "import { graph } from '../engine/graph.ts'"],
    ['shared/channels/channels.ts', "import type { Table } from '../layout/table.ts'"],
    ['shared/words/faults.ts', "import type { Fault } from '../channels/faults.ts'"],
    ['shared/words/findings.ts', "import type { Finding } from '../engine/finding.ts'"],
    ['shared/engine/graph.test.ts', "import { readFileSync } from 'node:fs'"],
    ['shared/engine/graph.test.ts', "import { book } from '../sample/book.ts'"],
    ['electron/ledger/open.ts', "import Database from 'better-sqlite3'"],
    ['electron/exchange/workbook/write.ts', "import ExcelJS from 'exceljs'"],
    ['electron/services/exports.test.ts', "import ExcelJS from 'exceljs'"],
    ['electron/services/samples.ts', "import { book } from '../../shared/sample/book.ts'"],
    ['electron/shell/cli/main.ts', "import { books } from '../../services/books.ts'"],
    ['electron/shell/cli/main.ts', "import '../../../build/guard.mjs'"],
    ['electron/shell/desktop/main.ts', "import { app } from 'electron'"],
    ['renderer/grid/grid.tsx', "import { AgGridReact } from 'ag-grid-react'"],
    ['renderer/bridge/client.ts', 'window.close()'],
  ])('%s: %s', async (path, code) => {
    expect(await problems(path, code)).toStrictEqual([])
  })
})

describe('the configuration', () => {
  it('contains the rules tried here, as errors', () => {
    expect(config).toContain(directions)
    expect(config).toContain(windowDoor)
  })

  it('names only folders of the table, and no two parts that may import each other', () => {
    const folders = parts.map(({ folder }) => folder)
    const mayRun = (from: string, to: string): boolean =>
      parts.some(({ folder, imports }) => folder === from && imports.includes(to))
    for (const { folder, imports, typesOf = [] } of parts.filter((part) => part.folder.startsWith('shared/'))) {
      for (const other of [...imports, ...typesOf]) expect(folders).toContain(other)
      for (const other of imports) expect(mayRun(other, folder), `${folder} and ${other}`).toBe(false)
    }
  })
})
