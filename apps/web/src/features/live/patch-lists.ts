/** What an event does to the pages of a search that the browser holds. Pure. */
import type { ImageCard, LiveEvent, SearchHit, SearchResponse, SearchSort } from '@vitrine/contracts'

/** The pages of an infinite query, as the query cache holds them. */
export interface SearchPages {
  pages: SearchResponse[]
  pageParams: unknown[]
}

/** What a list shows. */
export interface ListSubject {
  query: string
  sort: SearchSort
}

export interface Patch {
  /** The same object when nothing in it changed. */
  data: SearchPages
  /** Whether the list may now miss a picture or hold one in the wrong place, which only the server knows. */
  isStale: boolean
}

/** Brings a list up to date with events, oldest first. */
export function patchSearchPages(
  data: SearchPages,
  subject: ListSubject,
  events: readonly LiveEvent[],
): Patch {
  const cards = new Map<number, ImageCard | null>()
  let isStale = false
  for (const { body, image } of events) {
    if (body.type === 'images.changed') isStale = true
    if ('imageId' in body) cards.set(body.imageId, image && image.deletedAt === null ? image : null)
  }
  const known = new Set<number>()
  let next = mapHits(data, cards, (hit) => {
    const card = cards.get(hit.image.id)
    if (card === undefined) return hit
    known.add(hit.image.id)
    if (card !== null && card.version < hit.image.version) return hit
    return card === null ? null : { ...hit, image: card }
  })
  const unknown = [...cards.values()].filter(
    (card): card is ImageCard => card !== null && !known.has(card.id),
  )
  if (!isNewestFirst(subject)) return { data: next, isStale: isStale || unknown.length > 0 }
  for (const card of unknown.sort((one, other) => one.id - other.id)) {
    const inserted = insertByAge(next, card)
    if (inserted) next = inserted
    else isStale = true
  }
  return { data: next, isStale }
}

/** The list without these pictures, before the server has said so. */
export function removeFromPages(data: SearchPages, ids: ReadonlySet<number>): SearchPages {
  return mapHits(data, ids, (hit) => (ids.has(hit.image.id) ? null : hit))
}

// Everything, newest first, is the one list of which the browser knows the order by itself: that of the ids.
function isNewestFirst({ query, sort }: ListSubject): boolean {
  return query.trim() === '' && (sort === 'newest' || sort === 'relevance')
}

// A page is never changed but replaced, so what is in it is counted once. A hundred thousand loaded cards
// would otherwise be walked through at every event.
const idsByPage = new WeakMap<SearchResponse, ReadonlySet<number>>()

function idsOf(page: SearchResponse): ReadonlySet<number> {
  const known = idsByPage.get(page)
  if (known) return known
  const ids = new Set(page.hits.map((hit) => hit.image.id))
  idsByPage.set(page, ids)
  return ids
}

/** Which ids may change, and whether an id is one of them; of a Map, its keys. */
type Ids = Pick<ReadonlySet<number>, 'has' | 'keys' | 'size'>

function holdsAny(page: SearchResponse, ids: Ids): boolean {
  const held = idsOf(page)
  // The smaller is walked through: the other only answers.
  if (held.size < ids.size) return [...held].some((id) => ids.has(id))
  for (const id of ids.keys()) if (held.has(id)) return true
  return false
}

/**
 * Replaces hits (null removes one) of these pictures and keeps every object that did not change, the pages
 * included. Pages that hold none of them cost nothing but the question.
 */
function mapHits(data: SearchPages, ids: Ids, change: (hit: SearchHit) => SearchHit | null): SearchPages {
  let removed = 0
  const pages = data.pages.map((page) => {
    if (!holdsAny(page, ids)) return page
    let isChanged = false
    const hits = page.hits.flatMap((hit) => {
      const next = change(hit)
      if (next !== hit) isChanged = true
      return next ?? []
    })
    removed += page.hits.length - hits.length
    return isChanged ? { ...page, hits } : page
  })
  if (pages.every((page, index) => page === data.pages[index])) return data
  return addToTotal({ ...data, pages }, -removed)
}

/** Null when its place is further down than what is loaded: then only the server can count it. */
function insertByAge(data: SearchPages, card: ImageCard): SearchPages | null {
  const hit: SearchHit = { image: card, rank: null, snippet: null, matchedAnnotationIds: [] }
  for (const [index, page] of data.pages.entries()) {
    const isEnd = index === data.pages.length - 1 && page.nextCursor === null
    const last = page.hits.at(-1)
    if (last && last.image.id > card.id && !isEnd) continue
    const at = page.hits.findIndex(({ image }) => image.id < card.id)
    if (at < 0 && !isEnd) continue
    const place = at < 0 ? page.hits.length : at
    const hits = [...page.hits.slice(0, place), hit, ...page.hits.slice(place)]
    return addToTotal({ ...data, pages: data.pages.with(index, { ...page, hits }) }, 1)
  }
  return null
}

/** The first page says how many there are; a capped count stays as it is. */
function addToTotal(data: SearchPages, change: number): SearchPages {
  const [first, ...rest] = data.pages
  if (!first || change === 0 || first.total.capped) return data
  const total = { ...first.total, value: Math.max(0, first.total.value + change) }
  return { ...data, pages: [{ ...first, total }, ...rest] }
}
