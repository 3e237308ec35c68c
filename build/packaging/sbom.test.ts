import { describe, expect, it } from 'vitest'
import { billOfMaterials, type Lock } from './sbom.ts'

const program = { name: 'program', version: '0.1.0', license: 'MIT' }
const hash = Buffer.alloc(64, 0xab)
const integrity = `sha512-${hash.toString('base64')}`
const lock: Lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/@scope/a': { version: '1.0.0', integrity, dependencies: { b: '^2', tool: '*' } },
    'node_modules/@scope/a/node_modules/b': { version: '2.0.0', integrity, dependencies: { c: '1' } },
    'node_modules/b': { version: '1.0.0', integrity },
    'node_modules/c': { version: '1.0.0', integrity },
    'node_modules/tool': { version: '9.0.0', integrity },
  },
}
const shipped = [
  { name: '@scope/a', version: '1.0.0', licence: 'MIT' },
  { name: 'b', version: '2.0.0', licence: '(MIT AND Zlib)' },
  { name: 'c', version: '1.0.0', licence: 'ISC' },
]

describe('the bill of materials', () => {
  it('lists what is shipped, and nothing else, with hashes and what needs what', () => {
    const bill = billOfMaterials(program, shipped, lock)
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'program', version: '0.1.0' } },
      components: [
        {
          name: '@scope/a',
          purl: 'pkg:npm/%40scope/a@1.0.0',
          licenses: [{ expression: 'MIT' }],
          hashes: [{ alg: 'SHA-512', content: hash.toString('hex') }],
        },
        { purl: 'pkg:npm/b@2.0.0', licenses: [{ expression: '(MIT AND Zlib)' }] },
        { purl: 'pkg:npm/c@1.0.0' },
      ],
    })
    // the b that lies inside a, which needs the c that lies outside of both; the tool is not shipped
    expect((bill as { dependencies: unknown }).dependencies).toEqual([
      { ref: 'program@0.1.0', dependsOn: ['pkg:npm/%40scope/a@1.0.0', 'pkg:npm/b@2.0.0', 'pkg:npm/c@1.0.0'] },
      { ref: 'pkg:npm/%40scope/a@1.0.0', dependsOn: ['pkg:npm/b@2.0.0'] },
      { ref: 'pkg:npm/b@2.0.0', dependsOn: ['pkg:npm/c@1.0.0'] },
      { ref: 'pkg:npm/c@1.0.0', dependsOn: [] },
    ])
  })

  it('is refused for a package that the lock file does not know', () => {
    const other = [{ name: 'b', version: '3.0.0', licence: 'MIT' }]
    expect(() => billOfMaterials(program, other, lock)).toThrow('does not know b 3.0.0')
  })
})
