/** Values that deep readings name: `field:total>20`, `field:invoice-number:INV-7`, `field:due-date`. Pure. */
import type { NumberBounds } from '../field-token.ts'
import { toFieldName } from '../field-token.ts'
import type { FieldNode } from './ast.ts'
import type { FieldLexeme, FieldReading } from './fields.ts'

const PARTS = /^([^:=<>]*)(>=|<=|>|<|=|:)?(.*)$/s
const NUMBER = /^[\p{Sc}\s]*([-−]?\d[\d.,'\s]*)\s*[\p{Sc}%]?$/u

/**
 * A number as people type it: `20`, `-5`, `21.05`, `21,05`, `1,234.50`, `€20`; null for anything else. Of two marks
 * the last is the decimal one; a lone comma before three digits parts thousands, as does a mark that is there twice.
 */
export function readNumber(text: string): number | null {
  const typed = NUMBER.exec(text.trim())?.[1]?.replace(/[\s']/g, '').replace('−', '-')
  if (typed === undefined) return null
  const mark = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf(','))
  const isThousands = /^-?\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3}){2,})$/.test(typed)
  const whole = mark < 0 || isThousands ? typed : typed.slice(0, mark)
  const rest = mark < 0 || isThousands ? '' : `.${typed.slice(mark + 1)}`
  const number = Number(whole.replace(/[.,]/g, '') + rest)
  return Number.isFinite(number) ? number : null
}

function boundsOf(operator: string, value: number): NumberBounds {
  const isStrict = operator === '>' || operator === '<'
  if (operator.startsWith('>')) return { low: value, high: null, isStrict }
  if (operator.startsWith('<')) return { low: null, high: value, isStrict }
  return { low: value, high: value, isStrict: false }
}

function readRange(text: string): NumberBounds | null {
  const [low, high, more] = text.split('..').map(readNumber)
  if (low === undefined || low === null || high === undefined || high === null || more !== undefined)
    return null
  return { low, high, isStrict: false }
}

function testOf(operator: string, text: string): FieldNode['test'] | null {
  const range = readRange(text)
  if (range && !/[<>]/.test(operator)) return { type: 'number', bounds: range }
  const value = readNumber(text)
  if (value === null) return /[<>]/.test(operator) ? null : { type: 'text', text }
  const bounds = boundsOf(operator, value)
  // "20" may as well be a part of an invoice number.
  return operator === ':' ? { type: 'either', bounds, text } : { type: 'number', bounds }
}

/** A field alone is there; with `:` its value has these words; with `=`, `<` and `>` numbers are compared. */
export function readReadingField(lexeme: FieldLexeme): FieldReading {
  const parts = PARTS.exec(lexeme.operator === ':' ? lexeme.value + lexeme.tail : '')
  const name = toFieldName(parts?.[1] ?? '')
  const operator = parts?.[2]
  const text = (parts?.[3] ?? '').trim()
  if (!name) return { node: null, message: 'The name of a field is missing.', suggestion: 'field:total>20' }
  const present: FieldNode = { type: 'field', name, test: { type: 'any' } }
  if (operator === undefined) return { node: present }
  const test = /[\p{L}\p{N}]/u.test(text) ? testOf(operator, text) : null
  if (test) return { node: { ...present, test } }
  const wanted = operator === ':' ? 'Something to look for' : 'A number'
  const sample = `field:${name}${operator}${operator === ':' ? 'word' : '20'}`
  return { node: present, message: `${wanted} is missing after “${operator}”.`, suggestion: sample }
}
