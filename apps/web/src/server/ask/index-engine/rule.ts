/** What rules are made of. Pure. */
import type { Intent } from './intent.ts'
import { onlyField, thingOf } from './rule-words.ts'

/** What it looks like, and what it then asks for; null where the words turn out to say something else. */
export type Rule = [RegExp, (groups: readonly string[]) => Intent | null]

/** The value that the words ask for, when they ask for nothing more. */
export const field = (words: string): Intent | null => {
  const name = onlyField(words)
  return name === null ? null : { type: 'field', name }
}
/** What is asked of a thing; null where none is named. */
export const named = (thing: string, make: (thing: string) => Intent): Intent | null => {
  const bare = thingOf(thing)
  return bare === '' ? null : make(bare)
}
