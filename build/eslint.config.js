import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { importDirections } from './import-directions.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = ['**/*.ts', '**/*.tsx']

/**
 * Import directions and doors (directions.ts); apart from the rest because a test runs it on code of its own.
 * @type {import('eslint').Linter.Config}
 */
export const directions = {
  files: sources,
  plugins: { juesuan: { rules: { 'import-directions': importDirections } } },
  rules: { 'juesuan/import-directions': 'error' },
}

/**
 * The window has one door: renderer/bridge.
 * @type {import('eslint').Linter.Config}
 */
export const windowDoor = {
  files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
  ignores: ['renderer/bridge/**'],
  rules: {
    'no-restricted-globals': ['error', { name: 'window', message: 'only renderer/bridge touches window' }],
    'no-restricted-properties': [
      'error',
      ...['globalThis', 'self', 'document'].map((object) => ({
        object,
        property: object === 'document' ? 'defaultView' : 'window',
        message: 'only renderer/bridge touches window',
      })),
    ],
  },
}

export default defineConfig(
  { ignores: ['node_modules/', 'out/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: sources,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // Typed arrays indexed within bounds by construction, in loops that run at every keystroke.
    files: ['shared/engine/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  directions,
  windowDoor,
)
