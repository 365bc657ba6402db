/** What a question asks for, as far as it can be answered from what is stored. */

/** A superlative: `which is the newest`. */
export type Superlative =
  | { by: 'amount'; most: boolean }
  | { by: 'date'; most: boolean }
  | { by: 'size'; most: boolean }
  | { by: 'text'; most: boolean }
  | { by: 'objects'; most: boolean; thing: string | null }

export type Intent =
  /** How many of a thing; of everything that was found when `thing` is null. */
  | { type: 'count'; thing: string | null }
  /** How many pictures a search has found. */
  | { type: 'count-pictures' }
  | { type: 'exists'; thing: string }
  | { type: 'where'; thing: string }
  /** All the text. */
  | { type: 'read' }
  /** Whether and where a text stands. */
  | { type: 'find-text'; text: string }
  | { type: 'describe' }
  | { type: 'things' }
  | { type: 'colours' }
  | { type: 'which-has'; thing: string }
  | { type: 'which-most'; of: Superlative }
  | { type: 'compare' }
  /** A named value: total, date, merchant. */
  | { type: 'field'; name: string }
  /** Amounts of several pictures together. */
  | { type: 'sum'; name: string }
  | { type: 'tables' }
  | { type: 'fact'; fact: 'camera' | 'size' | 'date' | 'file' | 'tags' | 'notes' }
  | { type: 'thanks' }
  | { type: 'hello' }
  | { type: 'help' }
  | { type: 'unknown' }

/** A question as it was understood. */
export interface Understood {
  intent: Intent
  /** Only one of the pictures: 1-based, -1 for the last; null for all of them. */
  picture: number | null
}
