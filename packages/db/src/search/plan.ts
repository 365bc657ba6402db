/** A parsed query to one full-text expression, with what ranking, marking and explaining need. */
import type { QueryExplanation } from '@vitrine/contracts'
import { facetToken, LIVE, MAX_COUNTED, objectToken, rangeCover, TRASHED } from './facet-token.ts'
import type { FieldNames } from './field-names.ts'
import { fieldToken, type NumberBounds, numberCover, valueToken } from './field-token.ts'
import type { Labels } from './labels.ts'
import type {
  FacetNode,
  FieldNode,
  ObjectNode,
  ParsedQuery,
  QueryNode,
  RangeNode,
  TextNode,
} from './language/ast.ts'
import type { Marker } from './marker.ts'
import { anyOf, quote, resolveText, type Term, type WeighedWord } from './terms.ts'
import type { Vocabulary } from './vocabulary.ts'
import { compactForm, foldText, queryWords } from './words.ts'

/** Words that count as one when a document is weighed. */
export interface WordGroup {
  words: WeighedWord[]
  documents: number
}

export interface SearchPlan {
  /** An FTS5 expression, all user text quoted within; null for everything outside the trash. */
  match: string | null
  /** What is ranked by; empty when there is only filtering to do. */
  groups: WordGroup[]
  markers: Marker[]
  /** Folded labels whose detections light up. */
  labels: ReadonlySet<string>
  explanation: QueryExplanation
}

/** Where names in a query are looked up. */
export interface PlanLookups {
  vocabulary: Vocabulary
  labels: Labels
  fieldNames: FieldNames
  /** The id of a collection by its folded name; null when there is none. */
  findCollection(name: string): number | null
}

/** Matches nothing: no document has it. */
const NEVER = quote(facetToken('flag', 'never'))
const token = (text: string) => quote(text)

const numberTokensOf = (name: string, bounds: NumberBounds) => numberCover(name, bounds).map(token)

function hasTrash(node: QueryNode): boolean {
  switch (node.type) {
    case 'facet':
      return node.field === 'flag' && node.value === 'trashed'
    case 'and':
    case 'or':
      return node.children.some(hasTrash)
    case 'not':
    case 'text':
    case 'object':
    case 'field':
    case 'range':
      return false
  }
}

/** Of two ranges of one field the part that both cover: half of all days twice are far more documents to read. */
function withMergedRanges(children: readonly QueryNode[]): QueryNode[] {
  const merged = new Map<RangeNode['field'], RangeNode>()
  for (const child of children) {
    if (child.type !== 'range') continue
    const known = merged.get(child.field)
    if (!known) merged.set(child.field, child)
    else {
      const low = Math.max(known.low, child.low)
      const high = Math.min(known.high, child.high)
      merged.set(child.field, { ...known, low, high })
    }
  }
  return [...children.filter((child) => child.type !== 'range'), ...merged.values()]
}

class Planner {
  readonly groups: WordGroup[] = []
  readonly markers: Marker[] = []
  readonly labels = new Set<string>()
  readonly corrections: QueryExplanation['corrections'] = []
  readonly expansions: QueryExplanation['expansions'] = []
  readonly notes: QueryExplanation['issues'] = []
  readonly #lookups: PlanLookups
  /** Everything that may be found. */
  readonly #universe: string

  constructor(lookups: PlanLookups, withTrash: boolean) {
    this.#lookups = lookups
    this.#universe = withTrash ? anyOf([token(LIVE), token(TRASHED)]) : token(LIVE)
  }

  /** An expression for a node; what is under a NOT neither ranks nor lights up. */
  compile(node: QueryNode, isNegated: boolean): string {
    switch (node.type) {
      case 'text':
        return this.#compileText(node, isNegated)
      case 'object':
        return this.#compileObject(node, isNegated)
      case 'field':
        return this.#compileField(node, isNegated)
      case 'facet':
        return this.#compileFacet(node)
      case 'range': {
        const tokens = rangeCover(node.field, node.low, node.high)
        return tokens.length === 0 ? NEVER : anyOf(tokens.map(token))
      }
      case 'not':
        return `(${this.#universe} NOT ${this.compile(node.child, true)})`
      case 'or':
        return anyOf(node.children.map((child) => this.compile(child, isNegated)))
      case 'and':
        return this.#compileAnd(node.children, isNegated)
    }
  }

  #compileAnd(children: readonly QueryNode[], isNegated: boolean): string {
    const wanted: string[] = []
    const unwanted: string[] = []
    for (const child of withMergedRanges(children))
      if (child.type === 'not') unwanted.push(this.compile(child.child, true))
      else wanted.push(this.compile(child, isNegated))
    const all = wanted.length === 0 ? this.#universe : `(${wanted.join(' AND ')})`
    return unwanted.length === 0 ? all : `(${all} NOT ${anyOf(unwanted)})`
  }

  #compileText(node: TextNode, isNegated: boolean): string {
    const term = resolveText(node, this.#lookups)
    if (!term) return this.#universe
    this.#explain(node, term)
    if (!isNegated) {
      if (term.words.length > 0) this.groups.push({ words: term.words, documents: term.documents })
      this.markers.push(...term.markers)
      for (const label of term.labels) this.labels.add(label)
    }
    return term.match
  }

  #explain(node: TextNode, term: Term): void {
    if (term.correction) this.corrections.push(term.correction)
    if (term.expansion) this.expansions.push(term.expansion)
    if (term.isCut)
      this.notes.push({
        start: 0,
        length: 0,
        message: `“${node.text}” is part of very many words; the most common ones were searched.`,
        suggestion: 'Type more of the word.',
      })
  }

  #compileObject(node: ObjectNode, isNegated: boolean): string {
    const { labels, correction, expansion } = this.#lookups.labels.find(node)
    if (correction) this.corrections.push(correction)
    if (expansion) this.expansions.push(expansion)
    if (labels.length === 0) return node.max === null || node.min > 0 ? NEVER : this.#universe
    if (!isNegated && node.max !== 0) for (const label of labels) this.labels.add(label)
    const atLeast = (count: number) => anyOf(labels.map((label) => token(objectToken(label, count))))
    const { min, max } = node
    const lower = min >= 1 || max === null ? atLeast(min) : this.#universe
    return max === null || max >= MAX_COUNTED ? lower : `(${lower} NOT ${atLeast(max + 1)})`
  }

  #compileField({ name: typed, test }: FieldNode, isNegated: boolean): string {
    const { name, correction } = this.#lookups.fieldNames.find(typed)
    if (correction) this.corrections.push(correction)
    if (test.type === 'any') return token(fieldToken(name))
    const ways: string[] = []
    if (test.type !== 'text') ways.push(...numberTokensOf(name, test.bounds))
    if (test.type !== 'number') {
      const words = queryWords(test.text)
      const code = compactForm(test.text)
      if (words.length > 0) ways.push(`(${words.map((word) => token(valueToken(name, word))).join(' AND ')})`)
      if (code !== null) ways.push(token(valueToken(name, code)))
      const marked = code === null ? words : [...words, code]
      if (!isNegated) this.markers.push({ words: marked, type: 'any', columns: ['reading'] })
    }
    return ways.length === 0 ? NEVER : anyOf(ways)
  }

  #compileFacet(node: FacetNode): string {
    if (node.field !== 'collection') return token(facetToken(node.field, node.value))
    const id = this.#lookups.findCollection(foldText(node.value).trim())
    return id === null ? NEVER : token(facetToken('collection', String(id)))
  }
}

/** Plans a query. Everything that depends on the data is asked of `lookups`. */
export function planQuery(query: ParsedQuery, lookups: PlanLookups): SearchPlan {
  const withTrash = query.node !== null && hasTrash(query.node)
  const planner = new Planner(lookups, withTrash)
  const expression = query.node ? planner.compile(query.node, false) : null
  const match = expression === null || withTrash ? expression : `(${expression} NOT ${token(TRASHED)})`
  return {
    match,
    groups: planner.groups,
    markers: planner.markers,
    labels: planner.labels,
    explanation: {
      understood: query.understood,
      issues: [...query.issues, ...planner.notes],
      corrections: planner.corrections,
      expansions: planner.expansions,
    },
  }
}
