/** A query's text to lexemes with their places. Pure; takes any string. */

export type Lexeme = { start: number; length: number } & (
  | { type: 'open' | 'close' | 'or' | 'and' | 'not' }
  /** `isClosed` false: the closing quote is missing. */
  | { type: 'phrase'; text: string; isClosed: boolean }
  | { type: 'word'; text: string }
  /** `object:dog>2`, `width>=100`: the name in lower case; the value as typed, without quotes. */
  | {
      type: 'field'
      name: string
      operator: ':' | '>' | '<' | '>=' | '<=' | '='
      value: string
      /** The values of `type:(jpeg,png)`; null where there are no parentheses. */
      list: readonly string[] | null
      isQuoted: boolean
      isClosed: boolean
      /** What follows a quoted value without a space: `>2` in `object:"dining table">2`. */
      tail: string
    }
)

const SPACE = /\s/
/** Curly and guillemet quotes count as straight ones: phones type them. */
const QUOTE = /["“”„«»]/
const FIELD = /^([a-z]{2,20})(:|>=|<=|>|<|=)/i

interface Cut {
  end: number
  text: string
  isClosed: boolean
}

function readQuoted(query: string, at: number): Cut {
  let end = at + 1
  while (end < query.length && !QUOTE.test(query.charAt(end))) end++
  const isClosed = end < query.length
  return { end: isClosed ? end + 1 : end, text: query.slice(at + 1, end), isClosed }
}

/** `(jpeg, "dining table")` after a field: its values, whatever stands between them. */
function readList(query: string, at: number): { end: number; values: string[]; isClosed: boolean } {
  const values: string[] = []
  let end = at + 1
  while (end < query.length && query.charAt(end) !== ')') {
    if (/[\s,|(]/.test(query.charAt(end))) {
      end++
      continue
    }
    const isQuoted = QUOTE.test(query.charAt(end))
    const value = isQuoted ? readQuoted(query, end) : readListWord(query, end)
    if (value.text !== '' && (isQuoted || value.text !== 'OR')) values.push(value.text)
    end = value.end
  }
  const isClosed = end < query.length
  return { end: isClosed ? end + 1 : end, values, isClosed }
}

function readListWord(query: string, at: number): Cut {
  let end = at
  while (end < query.length && !/[\s,|()]/.test(query.charAt(end)) && !QUOTE.test(query.charAt(end))) end++
  return { end, text: query.slice(at, end), isClosed: true }
}

function readWord(query: string, at: number): Cut {
  let end = at
  while (end < query.length && !/[\s()]/.test(query.charAt(end)) && !QUOTE.test(query.charAt(end))) end++
  return { end, text: query.slice(at, end), isClosed: true }
}

function readOperator(
  query: string,
  at: number,
): { name: string; operator: ':' | '>' | '<' | '>=' | '<=' | '=' } | null {
  const match = FIELD.exec(query.slice(at, at + 24))
  const operator = match?.[2]
  if (!match?.[1]) return null
  switch (operator) {
    case ':':
    case '>':
    case '<':
    case '>=':
    case '<=':
    case '=':
      return { name: match[1].toLowerCase(), operator }
    default:
      return null
  }
}

function readField(query: string, start: number): Lexeme | null {
  const head = readOperator(query, start)
  if (!head) return null
  const at = start + head.name.length + head.operator.length
  const plain = {
    type: 'field',
    ...head,
    list: null,
    isQuoted: false,
    isClosed: true,
    tail: '',
    start,
  } as const
  if (query.charAt(at) === '(') {
    const { end, values, isClosed } = readList(query, at)
    return { ...plain, value: values.join(','), list: values, isClosed, length: end - start }
  }
  if (!QUOTE.test(query.charAt(at))) {
    const { end, text } = readWord(query, at)
    const isOpen = /[:=<>]$/.test(text) && QUOTE.test(query.charAt(end))
    if (!isOpen) return { ...plain, value: text, length: end - start }
    // `field:merchant:"Corner Market"`
    const quoted = readQuoted(query, end)
    return { ...plain, value: text + quoted.text, isClosed: quoted.isClosed, length: quoted.end - start }
  }
  const { end, text, isClosed } = readQuoted(query, at)
  const tail = readWord(query, end)
  return {
    ...plain,
    value: text,
    isQuoted: true,
    isClosed,
    tail: tail.text,
    length: tail.end - start,
  }
}

function readOne(query: string, start: number): Lexeme {
  const character = query.charAt(start)
  if (character === '(') return { type: 'open', start, length: 1 }
  if (character === ')') return { type: 'close', start, length: 1 }
  if (character === '|') return { type: 'or', start, length: 1 }
  if (character === '-' || character === '−' || character === '–') return { type: 'not', start, length: 1 }
  if (QUOTE.test(character)) {
    const { end, text, isClosed } = readQuoted(query, start)
    return { type: 'phrase', text, isClosed, start, length: end - start }
  }
  const field = readField(query, start)
  if (field) return field
  const { end, text } = readWord(query, start)
  const place = { start, length: end - start }
  if (text === 'OR') return { type: 'or', ...place }
  if (text === 'AND') return { type: 'and', ...place }
  if (text === 'NOT') return { type: 'not', ...place }
  return { type: 'word', text, ...place }
}

/** All lexemes of a query, in order; together with the spaces they cover it. */
export function lex(query: string): Lexeme[] {
  const lexemes: Lexeme[] = []
  let at = 0
  while (at < query.length) {
    if (SPACE.test(query.charAt(at))) {
      at++
      continue
    }
    const lexeme = readOne(query, at)
    lexemes.push(lexeme)
    at += Math.max(1, lexeme.length)
  }
  return lexemes
}
