/** What a question asks for, as far as it can be answered from what is stored. */
import type { ImageKind } from '@vitrine/contracts'
import type { AmountCondition } from './amount-condition.ts'

/** A superlative: `which is the newest`. */
export type Superlative =
  | { by: 'amount'; most: boolean }
  | { by: 'date'; most: boolean }
  | { by: 'size'; most: boolean }
  | { by: 'text'; most: boolean }
  | { by: 'objects'; most: boolean; thing: string | null }

/** What text is counted by. */
export type TextUnit = 'line' | 'word' | 'character' | 'table'

export type Fact = 'camera' | 'size' | 'date' | 'file' | 'format' | 'tags' | 'notes' | 'place'

export type Intent =
  /** How many of a thing; of everything that was found when `thing` is null. */
  | { type: 'count'; thing: string | null }
  | { type: 'count-text'; unit: TextUnit }
  /** How many pictures there are: of a kind, with something on them. */
  | { type: 'count-pictures'; kind: ImageKind | null; thing: string | null }
  | { type: 'exists'; thing: string }
  | { type: 'where'; thing: string }
  /** All the text. */
  | { type: 'read' }
  /** Whether and where a text stands. */
  | { type: 'find-text'; text: string }
  | { type: 'describe' }
  | { type: 'things' }
  /** Of the picture; of one thing when it is named. */
  | { type: 'colours'; thing: string | null }
  | { type: 'which-has'; thing: string }
  | { type: 'which-over'; condition: AmountCondition }
  | { type: 'which-most'; of: Superlative }
  | { type: 'compare' }
  /** What all of them show. */
  | { type: 'shared' }
  | { type: 'duplicates' }
  /** Whether it is a picture of this kind. */
  | { type: 'is-kind'; kind: ImageKind }
  /** One line of the text: 1-based, -1 for the last. */
  | { type: 'line'; number: number }
  /** What one of the things on a receipt costs. */
  | { type: 'price'; thing: string }
  /** A named value: total, date, merchant. */
  | { type: 'field'; name: string }
  /** Amounts of several pictures together. */
  | { type: 'sum'; name: string; how: 'sum' | 'average' }
  | { type: 'tables' }
  | { type: 'fact'; fact: Fact }
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
