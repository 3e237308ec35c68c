import type { Condition, PatternPiece } from '../formula/pattern.ts'
import { parseCondition, parsePattern } from '../formula/pattern.ts'
import type { LinkedForm } from './link.ts'
import { attempt, type Here, OperandLinker, unitOf } from './link-operand.ts'
import type {
  LinkedBlock,
  LinkedBranch,
  LinkedCondition,
  LinkedNarrative,
  LinkedPiece,
  LinkedSlot,
  LinkedText,
} from './linked-narrative.ts'
import type { Narrative, NarrativeBlock, NarrativePiece, NarrativeText } from './narrative-vocabulary.ts'
import { problem } from './problem.ts'
import type { ValueUnit } from './vocabulary.ts'

const headFile = 'narrative/document.json'
const partFile = (part: string): string => `narrative/${part}.json`

/** Names a place may hold; those of a code need lines of a code form around them, those of a project its lines. */
const plainNames = ['year', 'lastYear', 'nextYear', 'department', 'shortName']
const codeNames = ['code', 'class', 'section', 'item', 'term']
const projectNames = ['project']

const unitOfRule: Readonly<Record<string, readonly ValueUnit[]>> = {
  amount: ['amount'],
  count: ['count'],
  score: ['score'],
}

/**
 * Resolves and lints the text part of an edition: every reference leads to a cell, every choice has a last branch,
 * every phrase, slot and name is known, no key occurs twice and no slot is left over.
 * @throws EditionProblem naming file, property and reason
 */
export function linkNarrative(narrative: Narrative, forms: readonly LinkedForm[]): LinkedNarrative {
  return new NarrativeLinker(narrative, forms).link()
}

class NarrativeLinker {
  private readonly narrative: Narrative
  private readonly operands: OperandLinker
  private readonly slots: ReadonlyMap<string, LinkedSlot>
  private readonly usedSlots = new Set<string>()
  private readonly usedPhrases = new Set<string>()
  private readonly blockKeys = new Set<string>()
  /** phrases being spelled out */
  private saying: readonly string[] = []

  constructor(narrative: Narrative, forms: readonly LinkedForm[]) {
    this.narrative = narrative
    this.operands = new OperandLinker(forms)
    this.slots = new Map(Object.entries(narrative.head.slots).map(([key, slot]) => [key, { key, slot }]))
  }

  link(): LinkedNarrative {
    const { head, parts, glossary } = this.narrative
    const linked = parts.map((part) => {
      const here: Here = { file: partFile(part.part), property: 'title', scope: null }
      return {
        key: part.part,
        title: this.text(part.title, here),
        blocks: this.blocks(part.blocks, { ...here, property: 'blocks' }),
      }
    })
    for (const key of this.slots.keys())
      if (!this.usedSlots.has(key)) throw problem(headFile, `slots.${key}`, 'is used nowhere')
    for (const key of Object.keys(head.phrases))
      if (!this.usedPhrases.has(key)) throw problem(headFile, `phrases.${key}`, 'is used nowhere')
    this.grades()
    return {
      parts: linked,
      rounding: this.rounding(),
      style: head.style,
      grades: head.grades,
      slots: this.slots,
      terms: this.meanings(),
      glossary,
    }
  }

  private grades(): void {
    this.narrative.head.grades.forEach(({ from }, number, all) => {
      const above = all[number - 1]
      if (above !== undefined && above.from <= from)
        throw problem(headFile, `grades[${number}]`, 'not below the one before')
    })
    if (this.narrative.head.grades.at(-1)?.from !== 0) throw problem(headFile, 'grades', 'the last one is not from 0')
  }

  private meanings(): Map<string, string> {
    const terms = new Map<string, string>()
    for (const [number, { code, name, text }] of this.narrative.glossary.terms.entries()) {
      const property = `terms[${number}]`
      if ((code === undefined) === (name === undefined))
        throw problem('narrative/glossary.json', property, 'state either "code" or "name"')
      const key = code ?? name ?? ''
      if (terms.has(key)) throw problem('narrative/glossary.json', property, `${key} occurs twice`)
      terms.set(key, text)
    }
    return terms
  }

  private rounding(): LinkedNarrative['rounding'] {
    const { policy, trees, sums } = this.narrative.head.rounding
    return {
      policy,
      trees: trees.flatMap(({ form, columns }, number) => {
        const property = `rounding.trees[${number}]`
        const found = this.operands.form(form, { file: headFile, property, scope: null })
        if (found.rows !== null) throw problem(headFile, property, `${form} is no form with rows of codes`)
        return columns.map((key) => {
          const column = found.columnIndex.get(key)
          if (column === undefined) throw problem(headFile, property, `form ${form} has no value column ${key}`)
          return { form: found.index, column }
        })
      }),
      sums: sums.map(({ total, parts }, number) => {
        const here: Here = { file: headFile, property: `rounding.sums[${number}]`, scope: null }
        return {
          total: this.operands.formula(total, here),
          parts: parts.map((part) => this.operands.formula(part, here)),
        }
      }),
    }
  }

  // ---- blocks

  private blocks(blocks: readonly NarrativeBlock[], here: Here): LinkedBlock[] {
    return blocks.map((block, number) => this.block(block, { ...here, property: `${here.property}[${number}]` }))
  }

  private block(block: NarrativeBlock, here: Here): LinkedBlock {
    const when = (text: string | undefined, at: Here = here) => (text === undefined ? null : this.condition(text, at))
    if ('heading' in block) {
      const at = this.named(block.heading, here)
      const number = block.number ?? (block.level === 5 ? 'none' : 'level')
      return {
        kind: 'heading',
        key: block.heading,
        level: block.level,
        number,
        if: when(block.if, at),
        text: this.text(block.text, at),
      }
    }
    if ('paragraph' in block) {
      const at = this.named(block.paragraph, here)
      const text = this.text(block.text, at)
      return {
        kind: 'paragraph',
        key: block.paragraph,
        numbered: block.numbered === true ? 3 : (block.numbered ?? null),
        if: when(block.if, at),
        text,
      }
    }
    if ('free' in block) {
      const at = this.named(block.free, here)
      return { kind: 'free', slot: this.slot(block.free, at), if: when(block.if, at) }
    }
    if ('table' in block) {
      const at = this.named(block.table, here)
      const rows = block.rows.map((row) => {
        if (row.length > block.head.length) throw problem(at.file, at.property, 'a row is longer than the head')
        return row.map((cell) => this.text(cell, at))
      })
      return { kind: 'table', key: block.table, if: when(block.if, at), head: block.head, rows }
    }
    if ('each' in block) {
      const rows = this.operands.rows(block.each, here)
      const blocks = this.blocks(block.blocks, { ...here, scope: this.operands.scopeOf(rows) })
      return { kind: 'each', rows, blocks, ends: block.ends ?? null }
    }
    if ('group' in block) return { kind: 'group', blocks: this.blocks(block.group, here), ends: block.ends }
    this.choice(block.choose, here)
    return {
      kind: 'choose',
      branches: block.choose.map((branch, number) => ({
        if: when(branch.if),
        blocks: this.blocks(branch.blocks, { ...here, property: `${here.property}.choose[${number}]` }),
      })),
    }
  }

  private named(key: string, here: Here): Here {
    if (this.blockKeys.has(key)) throw problem(here.file, here.property, `${key} occurs twice`)
    this.blockKeys.add(key)
    return { ...here, property: key }
  }

  private choice(branches: readonly { readonly if?: string | undefined }[], here: Here): void {
    if (branches.some((branch, number) => (branch.if === undefined) !== (number === branches.length - 1)))
      throw problem(
        here.file,
        here.property,
        'a choice: every branch but the last has an "if", the last is for the rest',
      )
  }

  // ---- texts

  private text(text: NarrativeText, here: Here): LinkedText {
    return typeof text === 'string' ? this.pattern(text, here) : text.flatMap((piece) => this.piece(piece, here))
  }

  private piece(piece: NarrativePiece, here: Here): LinkedPiece[] {
    if (typeof piece === 'string') return this.pattern(piece, here)
    const branches = (
      list: readonly { readonly if?: string | undefined; readonly text: NarrativeText }[],
    ): LinkedBranch[] =>
      list.map((branch) => ({
        if: branch.if === undefined ? null : this.condition(branch.if, here),
        text: this.text(branch.text, here),
      }))
    if ('choose' in piece) {
      this.choice(piece.choose, here)
      return [{ kind: 'choose', branches: branches(piece.choose) }]
    }
    if ('parts' in piece) {
      const { numbered = false, between, before = '', none = '' } = piece
      return [{ kind: 'parts', parts: branches(piece.parts), numbered, between, before, none }]
    }
    const rows = this.operands.rows(piece.list, here)
    const text = this.text(piece.text, { ...here, scope: this.operands.scopeOf(rows) })
    return [{ kind: 'list', rows, text, between: piece.between, none: piece.none ?? '' }]
  }

  private pattern(text: string, here: Here): LinkedPiece[] {
    return attempt(here, () => parsePattern(text)).flatMap((piece) => this.place(piece, here))
  }

  private place(piece: PatternPiece, here: Here): LinkedPiece[] {
    switch (piece.kind) {
      case 'words':
        return [piece]
      case 'name':
        this.name(piece.name, here)
        return [piece]
      case 'grade':
      case 'text': {
        const operand = this.operands.operand(piece.operand, here)
        const wanted = piece.kind === 'grade' ? 'score' : 'text'
        if (unitOf(operand) !== wanted) throw problem(here.file, here.property, `"${operand.text}" is no ${wanted}`)
        return [{ kind: piece.kind, operand }]
      }
      case 'figure': {
        const operands = piece.operands.map((operand) => this.operands.operand(operand, here))
        const units = operands.map(unitOf)
        const allowed = unitOfRule[piece.rule]
        const fits =
          piece.rule === 'average'
            ? units[0] === 'amount' && units[1] === 'count'
            : allowed !== undefined
              ? allowed.includes(units[0] as ValueUnit)
              : units[0] === units[1] && units[0] !== 'text'
        if (!fits) throw problem(here.file, here.property, `${piece.rule} of ${units.join(' and ')}`)
        return [{ kind: 'figure', rule: piece.rule, operands }]
      }
      case 'slot':
        return [{ kind: 'slot', slot: this.slot(piece.slot, here) }]
      case 'say':
        return this.say(piece.phrase, piece.given, here)
    }
  }

  private say(key: string, given: readonly string[], here: Here): LinkedPiece[] {
    const phrase = this.narrative.head.phrases[key]
    if (phrase === undefined) throw problem(here.file, here.property, `unknown phrase ${key}`)
    if (phrase.parameters.length !== given.length)
      throw problem(here.file, here.property, `${key} takes ${phrase.parameters.join('; ')}, given ${given.length}`)
    if (this.saying.includes(key)) throw problem(headFile, `phrases.${key}`, 'says itself')
    this.usedPhrases.add(key)
    const values = new Map(phrase.parameters.map((name, number) => [name, given[number] as string]))
    const fill = (text: string): string =>
      text.replaceAll(/\$(\w+)/g, (_, name: string) => {
        const value = values.get(name)
        if (value === undefined) throw problem(headFile, `phrases.${key}`, `no parameter ${name}`)
        return value
      })
    const before = this.saying
    this.saying = [...before, key]
    const text = this.text(filled(phrase.text, fill), here)
    this.saying = before
    return [...text]
  }

  private name(name: string, { file, property, scope }: Here): void {
    const inCodes = scope !== null && scope.keys === null
    if (plainNames.includes(name) || (name === 'label' && scope !== null)) return
    if (projectNames.includes(name)) {
      if (scope?.level === 'project') return
      throw problem(file, property, `{${name}} needs rows of projects around it`)
    }
    if (!codeNames.includes(name)) throw problem(file, property, `no name ${name}`)
    if (!inCodes) throw problem(file, property, `{${name}} needs rows of codes around it`)
  }

  private slot(key: string, { file, property, scope }: Here): LinkedSlot {
    const slot = this.slots.get(key)
    if (slot === undefined) throw problem(file, property, `unknown slot ${key}`)
    if (slot.slot.perRow === true && scope === null) throw problem(file, property, `slot ${key} needs rows around it`)
    this.usedSlots.add(key)
    return slot
  }

  private condition(text: string, here: Here): LinkedCondition {
    return this.linkCondition(
      attempt(here, () => parseCondition(text)),
      here,
    )
  }

  private linkCondition(condition: Condition, here: Here): LinkedCondition {
    if (condition.kind === 'not') return { kind: 'not', of: this.linkCondition(condition.of, here) }
    if (condition.kind !== 'test') return { ...condition, of: condition.of.map((one) => this.linkCondition(one, here)) }
    const { name, words } = condition
    const operands = condition.operands.map((operand) => this.operands.operand(operand, here))
    const [first, second] = operands.map(unitOf)
    if (name === 'plural' && first !== 'count') throw problem(here.file, here.property, `plural of ${first}`)
    if (second !== undefined && (first !== second || first === 'text'))
      throw problem(here.file, here.property, `${name} of ${first} and ${second}`)
    return {
      kind: 'test',
      name,
      operands,
      words,
      form: name === 'empty' ? this.operands.form(words[0] ?? '', here).index : -1,
      slot: name === 'filled' ? this.slot(words[0] ?? '', here) : null,
    }
  }
}

function filled(text: NarrativeText, fill: (text: string) => string): NarrativeText {
  const deep = (part: unknown): unknown => {
    if (typeof part === 'string') return fill(part)
    if (Array.isArray(part)) return part.map(deep)
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, deep(value)]))
    return part
  }
  return deep(text) as NarrativeText
}
