import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importCycles, loadedFiles, readImportGraph } from './import-cycles.ts'

describe('import cycles', () => {
  it('reads what a file loads, not what it only knows the type of', () => {
    const text = `
      import type { A } from './a.ts'
      import { b } from './b.ts'
      import './c.ts'
      export type { D } from './d.ts'
      export * from '../e/e.ts'
      import data from './f.json' with { type: 'json' }
      import { z } from 'zod'
    `
    expect(loadedFiles('shared/x/x.ts', text)).toStrictEqual([
      'shared/x/b.ts',
      'shared/x/c.ts',
      'shared/e/e.ts',
      'shared/x/f.json',
    ])
  })

  it('names the files of a cycle in order', () => {
    const graph = new Map([
      ['start', ['a', 'd']],
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ])
    expect(importCycles(graph)).toStrictEqual([['a', 'b', 'c']])
    expect(importCycles(new Map([['self', ['self']]]))).toStrictEqual([['self']])
  })

  it('finds none where files only share what they load', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
      ['d', []],
    ])
    expect(importCycles(graph)).toStrictEqual([])
  })

  it('finds none in this tree', () => {
    const root = dirname(dirname(fileURLToPath(import.meta.url)))
    expect(importCycles(readImportGraph(root))).toStrictEqual([])
  })
})
