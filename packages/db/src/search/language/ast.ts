/** What a query means, before anything is looked up. */
import type { QueryExplanation, SearchColumn } from '@vitrine/contracts'
import type { FacetField, RangeField } from '../facet-token.ts'
import type { NumberBounds } from '../field-token.ts'

export type QueryIssue = QueryExplanation['issues'][number]

/** How a word has to stand in a document: itself in any form, exactly in this order, at its beginning, anywhere. */
export type TextMode = 'word' | 'phrase' | 'prefix' | 'substring'

export interface TextNode {
  type: 'text'
  text: string
  mode: TextMode
  /** Null for all of them. */
  columns: readonly SearchColumn[] | null
}

/** A label, found between `min` and `max` times; `max` null for any number. `min` 0 with a `max` includes none at all. */
export interface ObjectNode {
  type: 'object'
  label: string
  isPrefix: boolean
  min: number
  max: number | null
}

/** One value of a filter, given as its documents carry it. */
export interface FacetNode {
  type: 'facet'
  field: Exclude<FacetField, 'object' | 'field'>
  value: string
}

/** What the value of a field must be. `either`: the number, or a value with these words. */
export type FieldTest =
  | { type: 'any' }
  | { type: 'number'; bounds: NumberBounds }
  | { type: 'text'; text: string }
  | { type: 'either'; bounds: NumberBounds; text: string }

/** A named value of the deep reading; `name` as readings write it: `invoice-number`. */
export interface FieldNode {
  type: 'field'
  name: string
  test: FieldTest
}

/** A number between two, both included. */
export interface RangeNode {
  type: 'range'
  field: RangeField
  low: number
  high: number
  /** In words, for the explanation: "from May 2026 on". */
  words: string
}

export type QueryNode =
  | TextNode
  | ObjectNode
  | FieldNode
  | FacetNode
  | RangeNode
  | { type: 'not'; child: QueryNode }
  | { type: 'and' | 'or'; children: QueryNode[] }

/** A query as read: `node` is null when it asks for nothing in particular. */
export interface ParsedQuery {
  node: QueryNode | null
  issues: QueryIssue[]
  /** In plain English; empty for the empty query. */
  understood: string
}
