import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { generalText, isAllowed, licenceOf } from './licences.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A package with these files besides its description. */
function packageWith(license: unknown, files: Readonly<Record<string, string>> = {}, author?: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'juesuan-package-'))
  made.push(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'one', version: '1.2.3', license, author }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

describe('a licence that something is shipped under', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['GPL-3.0-or-later OR (MIT AND Zlib)', true],
    ['(MIT AND Zlib)', true],
    ['MIT AND OFL-1.1', true],
    ['GPL-3.0-or-later', false],
    ['MIT AND GPL-3.0-only', false],
    ['MIT/X11', false],
    ['SEE LICENSE IN README', false],
    ['', false],
  ])('%s: allowed %s', (expression, allowed) => expect(isAllowed(expression)).toBe(allowed))
})

describe('the text of a licence', () => {
  it('is that of all its files, those in a folder too', () => {
    const folder = packageWith('MIT', { LICENSE: 'first\r\n', 'licenses/other.txt': 'second', 'index.js': 'code' })
    expect(licenceOf(folder)).toEqual({ name: 'one', version: '1.2.3', licence: 'MIT', text: 'first\n\nsecond' })
  })

  it('is what the readme says, if it says it all', () => {
    const terms = 'Permission is hereby granted. '.repeat(20).trim()
    const folder = packageWith('MIT', { 'README.md': `# One\n\n## License\n\n${terms}\n\n## Other\n\nwords\n` })
    expect(licenceOf(folder).text).toBe(terms)
  })

  it.each(['MIT', 'ISC', 'Apache-2.0'])('is the general one where the package only names it: %s', (licence) => {
    const { text } = licenceOf(
      packageWith(licence, { 'README.md': `## License\n\n${licence}\n` }, { name: 'A. Author' }),
    )
    const general = generalText(licence) ?? ''
    expect(text).toBe(`Copyright (c) A. Author\n\n${general}`)
    expect(general).toMatch(/^(Permission (is hereby granted|to use, copy)|Apache License)/)
    expect(general).toMatch(/(SOFTWARE\.|END OF TERMS AND CONDITIONS)$/)
    expect(general).not.toMatch(/^Copyright \(c\)/m)
  })

  it.each([
    ['no licence', packageWith.bind(null, undefined, { LICENSE: 'words' }), /one 1\.2\.3 is shipped under null/],
    ['a licence not allowed', packageWith.bind(null, 'GPL-3.0-only', { LICENSE: 'words' }), /"GPL-3\.0-only"/],
    ['an old way to name it', packageWith.bind(null, { type: 'MIT' }, { LICENSE: 'words' }), /is not allowed/],
    ['no text', packageWith.bind(null, 'BSD-3-Clause', {}), /nothing tells the text of the licence BSD-3-Clause/],
  ])('stops the build where there is %s', (_, make, message) => expect(() => licenceOf(make())).toThrow(message))
})
