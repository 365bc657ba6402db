/** A search out of what a model answered when it was asked for one. Pure. */

const MAX_QUERY_CHARS = 400

/** One line, without what models put around it: the question and its arrow, ticks, a fence. Null where there is none. */
export function readQuery(answer: string): string | null {
  const bare = answer
    .trim()
    .replace(/^```\w*\s*\n/u, '')
    .replace(/```$/u, '')
    .trim()
  // A model that says more than one line has not understood.
  if (bare.includes('\n')) return null
  const afterArrow = bare
    .split('=>')
    .map((part) => part.trim())
    .filter(Boolean)
    .at(-1)
  const query = (afterArrow ?? '')
    .replace(/^(?:search )?query:\s*/iu, '')
    .replace(/^`+|`+$/gu, '')
    .trim()
  return query === '' || query.length > MAX_QUERY_CHARS ? null : query
}
