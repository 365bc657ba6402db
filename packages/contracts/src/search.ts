/** Search: the request, the hit, the facets and how a query was understood. */
import * as z from 'zod'
import { ImageCard, ImageId } from './image.ts'

export const SearchSort = z.enum(['relevance', 'newest', 'oldest', 'name', 'largest'])
export type SearchSort = z.infer<typeof SearchSort>

export const SearchRequest = z.object({
  query: z.string().max(2000).default(''),
  sort: SearchSort.default('relevance'),
  /** Opaque; from the page before. */
  cursor: z.string().optional(),
  limit: z.int().min(1).max(500).default(100),
  /** Rank every match instead of a bounded pool of candidates: slower, nothing missed. */
  everything: z.boolean().default(false),
})
export type SearchRequest = z.infer<typeof SearchRequest>

/** The fields of the query language, by their own names; the database's table of fields has exactly these. */
export const SearchField = z.enum([
  'caption',
  'text',
  'reading',
  'notes',
  'file',
  'object',
  'field',
  'tag',
  'collection',
  'type',
  'kind',
  'is',
  'has',
  'engine',
  'triage',
  'from',
  'to',
  'before',
  'after',
  'date',
  'width',
  'height',
])
export type SearchField = z.infer<typeof SearchField>

/** The columns a word can be found in. */
export const SearchColumn = z.enum([
  'caption',
  'detailedCaption',
  'reading',
  'text',
  'labels',
  'tags',
  'fileName',
  'notes',
])
export type SearchColumn = z.infer<typeof SearchColumn>

/** A stretch of a snippet; `hit` stretches are what matched. */
export const SnippetPart = z.object({ text: z.string(), hit: z.boolean() })
export type SnippetPart = z.infer<typeof SnippetPart>

export const SearchHit = z.object({
  image: ImageCard,
  /** Smaller is better, as bm25 has it; null where there was nothing to rank. */
  rank: z.number().nullable(),
  snippet: z.object({ column: SearchColumn, parts: z.array(SnippetPart) }).nullable(),
  /** Ids of the detections and text regions that matched, to light up on the picture. */
  matchedAnnotationIds: z.array(z.int().positive()),
})
export type SearchHit = z.infer<typeof SearchHit>

/** A count that is exact up to a cap: `{ value: 1000, capped: true }` reads "1,000+". */
export const Count = z.object({ value: z.int().nonnegative(), capped: z.boolean() })
export type Count = z.infer<typeof Count>

/** How a query was read; a bad one never errors, it explains itself. */
export const QueryExplanation = z.object({
  /** Plain words: "dog or cat, with more than 2 people, from May 2026 on". Empty for the empty query. */
  understood: z.string(),
  issues: z.array(
    z.object({
      /** Offset and length of the part of the query this is about. */
      start: z.int().nonnegative(),
      length: z.int().nonnegative(),
      message: z.string(),
      suggestion: z.string().optional(),
    }),
  ),
  /** Words that were found only after mending: "reciept" → "receipt". */
  corrections: z.array(z.object({ from: z.string(), to: z.string() })),
  /** Words that also stood for others: "animal" → dog, cat, … */
  expansions: z.array(z.object({ word: z.string(), also: z.array(z.string()) })),
})
export type QueryExplanation = z.infer<typeof QueryExplanation>

export const SearchResponse = z.object({
  hits: z.array(SearchHit),
  nextCursor: z.string().nullable(),
  total: Count,
  explanation: QueryExplanation,
  /** Whether only a bounded pool of the newest candidates was ranked. */
  pooled: z.boolean(),
  /** Subscribe from here: nothing is missed between this answer and the first event. */
  lastEventId: z.int().nonnegative(),
  tookMs: z.number().nonnegative(),
})
export type SearchResponse = z.infer<typeof SearchResponse>

export const FacetName = z.enum(['object', 'kind', 'tag', 'field', 'engine', 'status', 'month'])
export type FacetName = z.infer<typeof FacetName>

/** One choice of a facet. `term` is what to add to the query to take it: `object:dog`. */
export const FacetValue = z.object({ value: z.string(), term: z.string(), count: Count })
export type FacetValue = z.infer<typeof FacetValue>

export const FacetsResponse = z.object({
  facets: z.array(z.object({ name: FacetName, values: z.array(FacetValue) })),
  /** False when they were counted over the newest matches only. */
  exact: z.boolean(),
  tookMs: z.number().nonnegative(),
})
export type FacetsResponse = z.infer<typeof FacetsResponse>

export const Suggestion = z.object({
  /** The whole query after taking this suggestion. */
  query: z.string(),
  label: z.string(),
  kind: z.enum(['word', 'object', 'tag', 'field', 'saved']),
  count: Count.nullable(),
})
export type Suggestion = z.infer<typeof Suggestion>

/** The neighbours of an image in the search it was opened from. */
export const Neighbours = z.object({
  previous: ImageId.nullable(),
  next: ImageId.nullable(),
  /** 1-based place, when it is known. */
  position: z.int().positive().nullable(),
  total: Count,
})
export type Neighbours = z.infer<typeof Neighbours>

export const SavedSearch = z.object({
  id: z.int().positive(),
  name: z.string().min(1).max(100),
  query: z.string().max(2000),
  sort: SearchSort,
})
export type SavedSearch = z.infer<typeof SavedSearch>

/** An image that looks alike, 0..1, 1 being the same picture. */
export const SimilarImage = z.object({ image: ImageCard, similarity: z.number().min(0).max(1) })
export type SimilarImage = z.infer<typeof SimilarImage>
