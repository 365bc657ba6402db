/** The query language: any string to its meaning. Pure; never throws; what is wrong is said and left out. */
import type { ParsedQuery, QueryIssue, QueryNode } from './ast.ts'
import { explain } from './explain.ts'
import {
  FIELDS,
  type FieldDefinition,
  type FieldLexeme,
  type FieldReading,
  findField,
  nearestField,
  readText,
} from './fields.ts'
import { type Lexeme, lex } from './lexer.ts'

/** More words and filters than this are left out, and said so. */
export const MAX_TERMS = 32
const MAX_DEPTH = 8

class Parser {
  readonly issues: QueryIssue[] = []
  readonly #lexemes: readonly Lexeme[]
  readonly #query: string
  readonly #nowMs: number
  #at = 0
  #terms = 0

  constructor(query: string, nowMs: number) {
    this.#query = query
    this.#nowMs = nowMs
    this.#lexemes = lex(query)
  }

  /** The whole query; closing parentheses without an opening one are left out. */
  parse(): QueryNode | null {
    const parts: QueryNode[] = []
    while (this.#at < this.#lexemes.length) {
      const part = this.#readOr(0)
      if (part) parts.push(part)
      const stray = this.#lexemes[this.#at]
      if (stray?.type === 'close') {
        this.#complain(stray, 'This closing parenthesis has no opening one.')
        this.#at++
      }
    }
    return join('and', parts)
  }

  #complain(place: { start: number; length: number }, message: string, suggestion?: string): void {
    this.issues.push({
      start: place.start,
      length: place.length,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  }

  #readOr(depth: number): QueryNode | null {
    const sides: QueryNode[] = []
    let before: Lexeme | null = null
    let isSaid = false
    for (;;) {
      const side = this.#readAnd(depth)
      if (side) sides.push(side)
      const next = this.#lexemes[this.#at]
      const lonely = before ?? (next?.type === 'or' ? next : null)
      if (!side && lonely && !isSaid) {
        this.#complain(lonely, 'OR needs something on both sides.')
        isSaid = true
      }
      if (next?.type !== 'or') break
      before = next
      this.#at++
    }
    return join('or', sides)
  }

  #readAnd(depth: number): QueryNode | null {
    const parts: QueryNode[] = []
    for (;;) {
      const lexeme = this.#lexemes[this.#at]
      if (!lexeme || lexeme.type === 'or' || lexeme.type === 'close') break
      const part = this.#readUnit(lexeme, depth)
      if (part) parts.push(part)
    }
    return join('and', parts)
  }

  #readUnit(lexeme: Lexeme, depth: number): QueryNode | null {
    this.#at++
    switch (lexeme.type) {
      case 'not':
        return this.#readNot(lexeme, depth)
      case 'open':
        return this.#readGroup(lexeme, depth)
      case 'phrase':
        return this.#readPhrase(lexeme)
      case 'word':
        return this.#readWord(lexeme)
      case 'field':
        return this.#counted(lexeme, () => this.#readField(lexeme))
      // Side by side means AND already.
      case 'and':
      case 'or':
      case 'close':
        return null
    }
  }

  #readNot(lexeme: Lexeme, depth: number): QueryNode | null {
    const next = this.#lexemes[this.#at]
    const isSign = lexeme.length === 1
    const isAttached = next !== undefined && (!isSign || next.start === lexeme.start + 1)
    if (!isAttached || next.type === 'or' || next.type === 'and' || next.type === 'close') {
      this.#complain(lexeme, `“${this.#slice(lexeme)}” needs something to leave out.`, '-word')
      return null
    }
    if (next.type === 'not') {
      this.#complain(lexeme, 'One minus is enough.')
      return this.#readUnit(next, depth)
    }
    const child = this.#readUnit(next, depth)
    return child ? { type: 'not', child } : null
  }

  #readGroup(open: Lexeme, depth: number): QueryNode | null {
    if (depth >= MAX_DEPTH) {
      this.#complain(open, 'Parentheses are nested too deeply; these are left out.')
      return null
    }
    const isEmpty = this.#lexemes[this.#at]?.type === 'close'
    const inner = this.#readOr(depth + 1)
    if (isEmpty) this.#complain(open, 'There is nothing between these parentheses.')
    if (this.#lexemes[this.#at]?.type === 'close') this.#at++
    else this.#complain(open, 'The closing parenthesis is missing.', `${this.#query})`)
    return inner
  }

  #readPhrase(lexeme: Extract<Lexeme, { type: 'phrase' }>): QueryNode | null {
    if (!lexeme.isClosed) this.#complain(lexeme, 'The closing quote is missing.', `${this.#query}"`)
    return this.#counted(lexeme, () => {
      const node = readText(lexeme.text, true, null)
      if (!node && lexeme.isClosed) this.#complain(lexeme, 'There is no word between these quotes.')
      return node
    })
  }

  #readWord(lexeme: Extract<Lexeme, { type: 'word' }>): QueryNode | null {
    return this.#counted(lexeme, () => {
      const node = readText(lexeme.text, false, null)
      if (!node) this.#complain(lexeme, `There is no word in “${lexeme.text}”.`)
      else if (/[^*]\*+[^*]/.test(lexeme.text))
        this.#complain(lexeme, 'A star works at the end or at the beginning of a word.')
      return node
    })
  }

  #readField(lexeme: FieldLexeme): QueryNode | null {
    const field = findField(lexeme.name)
    if (!field) return this.#readUnknownField(lexeme)
    if (!lexeme.isClosed) {
      const [what, sign] = lexeme.list ? ['parenthesis', ')'] : ['quote', '"']
      this.#complain(lexeme, `The closing ${what} is missing.`, `${this.#query}${sign}`)
    }
    if (!lexeme.value.trim()) {
      if (lexeme.isClosed)
        this.#complain(lexeme, `${field.name}: needs a value: ${field.help}.`, field.sample)
      return null
    }
    const { node, message, suggestion } = lexeme.list
      ? this.#readList(field, lexeme, lexeme.list)
      : field.read(lexeme, this.#nowMs)
    if (message !== undefined) this.#complain(lexeme, message, suggestion)
    else if (!node) this.#complain(lexeme, `There is no word in “${lexeme.value}”.`, field.sample)
    return node
  }

  /** `type:(jpeg,png)`: any of them will do. */
  #readList(field: FieldDefinition, lexeme: FieldLexeme, list: readonly string[]): FieldReading {
    const read = list.map((value) => field.read({ ...lexeme, value }, this.#nowMs))
    const wrong = read.find(({ message }) => message !== undefined)
    return {
      ...wrong,
      node: join(
        'or',
        read.flatMap(({ node }) => node ?? []),
      ),
    }
  }

  /** A colon inside ordinary text: searched for as words. */
  #readUnknownField(lexeme: FieldLexeme): QueryNode | null {
    if (lexeme.operator === ':' && !/^https?$/.test(lexeme.name)) {
      const near = nearestField(lexeme.name)
      const names = FIELDS.map((field) => field.name).join(', ')
      const message = `There is no field “${lexeme.name}”; it was searched for as words. There are ${names}.`
      this.#complain(lexeme, message, near === null ? undefined : `${near}:${lexeme.value}`)
    }
    return readText(this.#slice(lexeme).replaceAll('*', ' '), false, null)
  }

  #counted(lexeme: Lexeme, read: () => QueryNode | null): QueryNode | null {
    this.#terms++
    if (this.#terms <= MAX_TERMS) return read()
    if (this.#terms === MAX_TERMS + 1)
      this.#complain(lexeme, `Only the first ${MAX_TERMS} words and filters are used.`)
    return null
  }

  #slice(lexeme: Lexeme): string {
    return this.#query.slice(lexeme.start, lexeme.start + lexeme.length)
  }
}

function join(type: 'and' | 'or', parts: readonly QueryNode[]): QueryNode | null {
  const flat = parts.flatMap((part) => (part.type === type ? part.children : [part]))
  const [first, ...others] = flat
  if (!first) return null
  return others.length === 0 ? first : { type, children: flat }
}

/** Reads a query. `nowMs` settles `today` and `7d`. */
export function parseQuery(query: string, nowMs: number): ParsedQuery {
  const parser = new Parser(query, nowMs)
  const node = parser.parse()
  return { node, issues: parser.issues, understood: node ? explain(node) : '' }
}
