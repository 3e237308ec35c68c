import { expect, it } from 'vitest'
import { nodeProblem } from './guard.mjs'

it.each(['22.14.0', '22.18.0', '24.21.0', '30.0.0'])('lets Node %s start', (version) => {
  expect(nodeProblem(version, true)).toBeNull()
})

it.each(['18.20.0', '20.20.2', '22.13.1'])('stops Node %s with one Chinese line', (version) => {
  expect(nodeProblem(version, false)).toMatch(/^需要 Node 22\.14 以上，当前为 [\d.]+。.*npm run.*$/)
})

it('stops a Node that cannot load TypeScript sources', () => {
  expect(nodeProblem('22.14.0', false)).toMatch(/^需要 能直接运行 TypeScript 的 Node（22\.18 以上）/)
})
