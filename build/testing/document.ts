import type { DocumentContent } from '../../electron/exchange/document/content.ts'
import { documentContent } from '../../electron/services/document.ts'
import type { Engine } from '../../shared/engine/engine.ts'
import { sampleBook } from '../../shared/sample/sample.ts'
import { sampleEngine } from './narrative.ts'

/** What the public document of a book under calculation is made of, last changed at a fixed moment. */
export function documentOf(engine: Engine): DocumentContent {
  const { department, year } = sampleBook
  return documentContent({
    engine,
    edition: engine.edition,
    summary: { department, year, changed: '2025-08-20T08:00:00.000Z' },
  })
}

/** The document of the sample book. */
export const sampleDocument = (): DocumentContent => documentOf(sampleEngine())
