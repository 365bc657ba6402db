/**
 * A query as the row of terms a person sees: what facets add and take away, what chips show.
 * It only splits; what a term means is decided on the server.
 */

/** A stretch of the query without outer spaces: `-object:"traffic light"`, `type:(jpeg,png)`, `OR`. */
export interface Term {
  text: string
  /** Offset of its first character in the query. */
  start: number
  /** Offset after its last character. */
  end: number
}

/** Splits at spaces that stand outside quotes and brackets; an unclosed one runs to the end. */
export function splitTerms(query: string): Term[] {
  const terms: Term[] = []
  let start = -1
  let depth = 0
  let isQuoted = false
  for (let at = 0; at <= query.length; at += 1) {
    const char = query[at]
    if (char === undefined || (depth === 0 && !isQuoted && /\s/.test(char))) {
      if (start >= 0) terms.push({ text: query.slice(start, at), start, end: at })
      start = -1
      continue
    }
    if (start < 0) start = at
    if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && char === '(') depth += 1
    else if (!isQuoted && char === ')') depth = Math.max(0, depth - 1)
  }
  return terms
}

/** One form for terms that mean the same: case, and quotes around a single word, do not matter. */
function normalise(term: string): string {
  return term.toLowerCase().replace(/"([^"\s]*)"/g, '$1')
}

/** Where `term` (which may be several terms in a row) stands in `terms`; -1 when it does not. */
function findRun(terms: readonly Term[], wanted: readonly Term[]): number {
  if (wanted.length === 0) return -1
  return terms.findIndex((_, at) =>
    wanted.every((part, offset) => {
      const found = terms[at + offset]
      return found !== undefined && normalise(found.text) === normalise(part.text)
    }),
  )
}

/** Whether the query holds this term. */
export function hasTerm(query: string, term: string): boolean {
  return findRun(splitTerms(query), splitTerms(term)) >= 0
}

/** The query with the term at its end, once. `OR` binds weakest, so a query that holds one goes into brackets. */
export function addTerm(query: string, term: string): string {
  if (hasTerm(query, term)) return query
  const hasOr = splitTerms(query).some((one) => one.text === 'OR')
  const base = hasOr ? `(${query.trim()})` : query.trim()
  return [base, term.trim()].filter(Boolean).join(' ')
}

/** The query without the term, without an `OR` that would be left with one side, without brackets around it all. */
export function removeTerm(query: string, term: string): string {
  const terms = splitTerms(query)
  const wanted = splitTerms(term)
  const at = findRun(terms, wanted)
  if (at < 0) return query
  const rest = terms.map((one) => one.text)
  rest.splice(at, wanted.length)
  if (rest[at] === 'OR') rest.splice(at, 1)
  else if (rest[at - 1] === 'OR') rest.splice(at - 1, 1)
  const only = rest.length === 1 ? rest[0] : undefined
  return only?.startsWith('(') && only.endsWith(')') ? only.slice(1, -1) : rest.join(' ')
}

/** Adds the term, or takes it away when it is there. */
export function toggleTerm(query: string, term: string): string {
  return hasTerm(query, term) ? removeTerm(query, term) : addTerm(query, term)
}

/** The terms that carry a field (`object:dog`, `width>2000`): what the chips show. Words stay in the box. */
export function fieldTerms(query: string): string[] {
  return splitTerms(query)
    .map((term) => term.text)
    .filter((text) => /^-?[a-z]+[:<>=]\S/i.test(text))
}

/** The query after taking an issue's suggestion, which mends its stretch or, when it begins with the query, is the whole. */
export function applySuggestion(
  query: string,
  issue: { start: number; length: number },
  suggestion: string,
): string {
  if (suggestion.startsWith(query)) return suggestion
  return `${query.slice(0, issue.start)}${suggestion}${query.slice(issue.start + issue.length)}`
    .replace(/\s+/g, ' ')
    .trim()
}

/** A stretch of a text, lit or not. */
export interface MarkedPart {
  text: string
  marked: boolean
}

/** The text cut at the edges of the ranges, which may overlap or reach past its end. */
export function markRanges(text: string, ranges: readonly { start: number; length: number }[]): MarkedPart[] {
  const parts: MarkedPart[] = []
  for (let at = 0; at < text.length; at += 1) {
    const marked = ranges.some((range) => at >= range.start && at < range.start + range.length)
    const last = parts.at(-1)
    const char = text.charAt(at)
    if (last && last.marked === marked) last.text += char
    else parts.push({ text: char, marked })
  }
  return parts
}
