/** `from:`, `to:`, `before:`, `after:` and `date:`. Pure. */
import { MAX_RANGE_VALUE } from '../facet-token.ts'
import type { RangeNode } from './ast.ts'
import { type DaySpan, parseDate } from './dates.ts'
import type { FieldLexeme, FieldReading } from './fields.ts'

type DateMeaning = 'from' | 'to' | 'before' | 'after' | 'on'

function nodeOf(span: DaySpan, meaning: DateMeaning): RangeNode {
  const range = (low: number, high: number, words: string): RangeNode => ({
    type: 'range',
    field: 'day',
    low,
    high,
    words,
  })
  switch (meaning) {
    case 'from':
      return range(span.low, MAX_RANGE_VALUE, `from ${span.words} on`)
    case 'to':
      return range(0, span.high, `up to ${span.words}`)
    case 'before':
      return range(0, span.low - 1, `before ${span.words}`)
    case 'after':
      return range(span.high + 1, MAX_RANGE_VALUE, `after ${span.words}`)
    case 'on':
      return range(span.low, span.high, `from ${span.words}`)
  }
}

/** With `>`, `<`, `>=`, `<=` the field's own meaning gives way to the sign's: `date>=2026`. */
function meaningOf(lexeme: FieldLexeme, meaning: DateMeaning): DateMeaning {
  switch (lexeme.operator) {
    case '>':
      return 'after'
    case '<':
      return 'before'
    case '>=':
      return 'from'
    case '<=':
      return 'to'
    case ':':
    case '=':
      return meaning
  }
}

export function readDateField(lexeme: FieldLexeme, meaning: DateMeaning, nowMs: number): FieldReading {
  const [first, last] = lexeme.value.split('..')
  const from = parseDate(first ?? '', nowMs)
  const to = last === undefined ? null : parseDate(last, nowMs)
  if (from && to) {
    const words = `from ${from.words} to ${to.words}`
    return { node: { type: 'range', field: 'day', low: from.low, high: to.high, words } }
  }
  if (from && last === undefined) return { node: nodeOf(from, meaningOf(lexeme, meaning)) }
  return {
    node: null,
    message: `“${lexeme.value}” is not a date: write 2026, 2026-05, 2026-05-03, today or 7d.`,
    suggestion: `${lexeme.name}:${new Date(nowMs).toISOString().slice(0, 10)}`,
  }
}
