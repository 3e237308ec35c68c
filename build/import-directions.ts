import { posix, relative, sep } from 'node:path'
import type { Rule } from 'eslint'
import { doors, type Part, parts, tests } from './directions.ts'

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

const partOf = (path: string): Part | undefined =>
  parts.filter((part) => isInside(path, part.folder)).sort((a, b) => b.folder.length - a.folder.length)[0]

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern || name.startsWith(`${pattern}/`)

function packageProblem(path: string, part: Part, name: string): string | null {
  const isTest = tests.isTest.test(path)
  const door = doors.find(({ packages }) => packages.some((pattern) => matches(name, pattern)))
  const side = path.split('/')[0]
  if (door !== undefined && !isInside(path, door.folder)) {
    const isOpen = isTest && side !== 'shared' && tests.doorsOpen.some((open) => matches(name, open))
    if (!isOpen) return `'${name}' is imported only in ${door.folder}`
  }
  if (part.packages === 'any' || isTest) return null
  return part.packages.some((allowed) => matches(name, allowed)) ? null : `${part.folder} does not import '${name}'`
}

function fileProblem(path: string, part: Part, target: string, isTypeOnly: boolean): string | null {
  if (isInside(target, part.folder)) return null
  const beyond = tests.isTest.test(path)
    ? Object.entries(tests.imports).find(([side]) => isInside(path, side))?.[1]
    : []
  const allowed = [...part.imports, ...(beyond ?? []), ...(isTypeOnly ? (part.typesOf ?? []) : [])]
  if (allowed.some((folder) => isInside(target, folder))) return null
  if (part.typesOf?.some((folder) => isInside(target, folder))) {
    return `${part.folder} knows only types of ${posix.dirname(target)}: use 'import type'`
  }
  return `${part.folder} does not import ${target}`
}

/** Why the file at `path` may not import `specifier`, or null. Paths are relative to the root, with `/`. */
export function importProblem(path: string, specifier: string, isTypeOnly: boolean): string | null {
  const part = partOf(path)
  if (part === undefined) return `${path} belongs to no part of build/directions.ts`
  if (!specifier.startsWith('.')) return packageProblem(path, part, specifier)
  return fileProblem(path, part, posix.join(posix.dirname(path), specifier), isTypeOnly)
}

/** What the nodes of ESTree and TypeScript that name a module have in common; ESLint's own types know only the former. */
type Import = {
  readonly importKind?: 'type' | 'value'
  readonly exportKind?: 'type' | 'value'
  readonly source?: { readonly value?: unknown } | null | undefined
  readonly expression?: { readonly value?: unknown }
  readonly arguments?: readonly { readonly value?: unknown }[]
}

/** The ESLint rule: every static, dynamic, type and `require` import against the table in `directions.ts`. */
export const importDirections: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { direction: '{{problem}}' } },
  create(context) {
    const path = relative(context.cwd, context.filename).split(sep).join('/')

    const check = (node: Rule.Node & Import, specifier: unknown, isTypeOnly: boolean): void => {
      const problem =
        typeof specifier === 'string'
          ? importProblem(path, specifier, isTypeOnly)
          : 'an import by a computed name cannot be checked: name the module'
      if (problem !== null) context.report({ node, messageId: 'direction', data: { problem } })
    }
    const checkExport = (node: Rule.Node & Import): void => {
      if (node.source) check(node, node.source.value, node.exportKind === 'type')
    }

    return {
      ImportDeclaration: (node: Rule.Node & Import) => check(node, node.source?.value, node.importKind === 'type'),
      ExportNamedDeclaration: checkExport,
      ExportAllDeclaration: checkExport,
      ImportExpression: (node: Rule.Node & Import) => check(node, node.source?.value, false),
      TSImportType: (node: Rule.Node & Import) => check(node, node.source?.value, true),
      TSExternalModuleReference: (node: Rule.Node & Import) => check(node, node.expression?.value, false),
      "CallExpression[callee.name='require']": (node: Rule.Node & Import) =>
        check(node, node.arguments?.[0]?.value, false),
    }
  },
}
