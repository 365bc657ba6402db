/** A search while it is made of a question: what is left to understand, and the terms so far. Pure. */

export interface Term {
  text: string
  /** What often keeps out pictures that are meant. */
  isSoft: boolean
}

export interface Draft {
  /** What is left of the question to be understood, folded. */
  rest: string
  terms: Term[]
}

export const firm = (text: string): Term => ({ text, isSoft: false })
export const soft = (text: string): Term => ({ text, isSoft: true })
/** Nothing that is put into a query may end its quotes. */
export const quote = (text: string) => `"${text.replace(/["“”„«»]/gu, ' ').trim()}"`
export const objectTerm = (name: string) => (name.includes(' ') ? `object:${quote(name)}` : `object:${name}`)

/** Takes what a rule understands out of the question. Null: the rule does not hold; an empty text says nothing. */
export function take(draft: Draft, pattern: RegExp, toTerm: (match: RegExpExecArray) => Term | null): Draft {
  const match = pattern.exec(draft.rest)
  const term = match && toTerm(match)
  if (!match || term === null) return draft
  const rest = `${draft.rest.slice(0, match.index)} ${draft.rest.slice(match.index + match[0].length)}`
  return { rest, terms: term.text === '' ? draft.terms : [...draft.terms, term] }
}
