/** Fields with numbers: `object:dog>2`, `width>=1000`. Pure. */
import { MAX_COUNTED, MAX_RANGE_VALUE } from '../facet-token.ts'
import type { ObjectNode, QueryNode } from './ast.ts'
import type { FieldLexeme, FieldReading } from './fields.ts'

/** What `operator number` allows, both ends included. */
function boundsOf(operator: string, value: number, top: number): { low: number; high: number } {
  switch (operator) {
    case '>':
      return { low: value + 1, high: top }
    case '>=':
      return { low: value, high: top }
    case '<':
      return { low: 0, high: value - 1 }
    case '<=':
      return { low: 0, high: value }
    default:
      return { low: value, high: value }
  }
}

const COMPARISON = /^(.*?)(>=|<=|>|<|=)(.*)$/
const PIXEL_WORDS: Record<'width' | 'height', { more: string; less: string; noun: string }> = {
  width: { more: 'wider than', less: 'narrower than', noun: 'wide' },
  height: { more: 'higher than', less: 'lower than', noun: 'high' },
}

function countOf(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null
}

function objectNode(label: string, operator: string, count: number): ObjectNode {
  const { low, high } = boundsOf(operator, count, Number.POSITIVE_INFINITY)
  return {
    type: 'object',
    label: label.replace(/\*+$/, ''),
    isPrefix: label.endsWith('*'),
    min: low,
    max: Number.isFinite(high) ? high : null,
  }
}

function readOneObject(text: string, tail: string): { node: QueryNode | null; problem: string | null } {
  const match = COMPARISON.exec(tail || text)
  const label = (tail ? text : (match?.[1] ?? text)).trim()
  if (!label) return { node: null, problem: 'The name of a thing is missing.' }
  if (!match) return { node: objectNode(label, '>=', 1), problem: null }
  const count = countOf(match[3] ?? '')
  if (count === null)
    return { node: objectNode(label, '>=', 1), problem: `A number is missing after “${match[2] ?? '='}”.` }
  if (count > MAX_COUNTED)
    return {
      node: objectNode(label, '>=', MAX_COUNTED),
      problem: `Things are counted up to ${MAX_COUNTED}: this finds ${MAX_COUNTED} or more.`,
    }
  return { node: objectNode(label, match[2] ?? '=', count), problem: null }
}

/** `object:dog`, `object:dog>2`, `object:"dining table"=1`, `object:dog,cat`, `object:do*`. */
export function readObjectField(lexeme: FieldLexeme): FieldReading {
  if (lexeme.operator !== ':')
    return {
      node: null,
      message: 'Say what is counted.',
      suggestion: `object:person${lexeme.operator}${countOf(lexeme.value) ?? 2}`,
    }
  const parts = lexeme.isQuoted ? [lexeme.value] : lexeme.value.split(',').filter(Boolean)
  const read = parts.map((part) => readOneObject(part, lexeme.tail))
  const nodes = read.flatMap(({ node }) => (node ? [node] : []))
  const problem = read.find((one) => one.problem !== null)?.problem
  const [first, ...others] = nodes
  return {
    node: first && others.length > 0 ? { type: 'or', children: nodes } : (first ?? null),
    ...(problem ? { message: problem, suggestion: 'object:dog>2' } : {}),
  }
}

function pixelWords(field: 'width' | 'height', operator: string, value: number): string {
  const words = PIXEL_WORDS[field]
  if (operator === '>') return `${words.more} ${value} pixels`
  if (operator === '<') return `${words.less} ${value} pixels`
  if (operator === '>=') return `at least ${value} pixels ${words.noun}`
  if (operator === '<=') return `at most ${value} pixels ${words.noun}`
  return `${value} pixels ${words.noun}`
}

/** `width>1000`, `width:800..1200`, `height<=500px`. */
export function readPixelField(lexeme: FieldLexeme, field: 'width' | 'height'): FieldReading {
  const signed = /^(>=|<=|>|<|=)?(.*)$/.exec(lexeme.value)
  const operator = lexeme.operator === ':' ? (signed?.[1] ?? '=') : lexeme.operator
  const text = (lexeme.operator === ':' ? (signed?.[2] ?? '') : lexeme.value).replace(/px$/i, '')
  const range = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text)
  if (range) {
    const words = `${range[1]} to ${range[2]} pixels ${PIXEL_WORDS[field].noun}`
    return { node: { type: 'range', field, low: Number(range[1]), high: Number(range[2]), words } }
  }
  if (!/^\d{1,6}$/.test(text))
    return {
      node: null,
      message: `“${lexeme.value}” is not a number of pixels.`,
      suggestion: `${field}>1000`,
    }
  const value = Number(text)
  const { low, high } = boundsOf(operator, value, MAX_RANGE_VALUE)
  return { node: { type: 'range', field, low, high, words: pixelWords(field, operator, value) } }
}
