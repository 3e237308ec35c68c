import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import description from '../../package.json' with { type: 'json' }
import { root } from '../application.ts'
import { licenceOf } from '../licences.ts'
import { dependenciesPage, pageFile } from './dependencies.ts'
import { purposes } from './purposes.ts'

const all: Readonly<Record<string, string>> = { ...description.dependencies, ...description.devDependencies }

describe('the page of dependencies', () => {
  it('names the version and licence that are installed of every package with a purpose', () => {
    const rows = readFileSync(pageFile, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| package '))
    const expected = Object.entries(purposes).map(([name, purpose]) => {
      const { version, licence } = licenceOf(join(root, 'node_modules', name))
      expect(all[name], `${name} in package.json`).toBe(version)
      return `| ${name} | ${version} | ${licence} | ${purpose} |`
    })
    expect(rows.toSorted()).toEqual(expected.toSorted())
  })

  it('is refused while a package has no purpose, or a purpose no package', () => {
    const shipped = Object.keys(purposes).map((name) => ({ name, version: all[name] ?? '', licence: 'MIT' }))
    expect(dependenciesPage(shipped)).toContain('| react | ')
    expect(() => dependenciesPage(shipped.filter(({ name }) => name !== 'react'))).toThrow('react is gone')
    const more = { name: 'vite', version: all['vite'] ?? '', licence: 'MIT' }
    expect(() => dependenciesPage([...shipped, more])).toThrow('vite has no purpose')
  })
})

describe('the supply chain', () => {
  it('has every package at one version, none with a range', () => {
    const exact = /^(npm:(@[^/]+\/)?[^@]+@)?\d+\.\d+\.\d+$/
    expect(Object.entries(all).filter(([, version]) => !exact.test(version))).toEqual([])
  })

  it('locks every package by its hash, and names no host to fetch it from', () => {
    const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
    const { packages } = JSON.parse(text) as {
      packages: Readonly<
        Record<string, { readonly integrity?: string; readonly link?: boolean; readonly inBundle?: boolean }>
      >
    }
    const unlocked = Object.entries(packages).filter(
      ([path, { integrity, inBundle }]) => path !== '' && inBundle !== true && !/^sha512-/.test(integrity ?? ''),
    )
    expect(unlocked.map(([path]) => path)).toEqual([])
    expect(text).not.toContain('"resolved"')
  })

  it('decides about every package with an install script', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Readonly<
        Record<string, { readonly hasInstallScript?: boolean; readonly dev?: boolean; readonly optional?: boolean }>
      >
    }
    const scripted = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    expect(scripted.filter((name) => !(name in description.allowScripts))).toEqual([])
  })
})
