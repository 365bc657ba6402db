import type { EventBody, ImageCard, LiveEvent } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { makeCard } from './card-fixture.ts'
import { type ListSubject, patchSearchPages, removeFromPages, type SearchPages } from './patch-lists.ts'

const everything: ListSubject = { query: '', sort: 'newest' }

function pagesOf(chunks: number[][], nextCursor: string | null = null): SearchPages {
  const total = { value: chunks.flat().length, capped: false }
  return {
    pageParams: chunks.map(() => undefined),
    pages: chunks.map((ids, index) => ({
      hits: ids.map((id) => ({
        image: makeCard({ id }),
        rank: null,
        snippet: null,
        matchedAnnotationIds: [],
      })),
      nextCursor: index < chunks.length - 1 ? `after-${index}` : nextCursor,
      total,
      explanation: { understood: '', issues: [], corrections: [], expansions: [] },
      pooled: false,
      lastEventId: 0,
      tookMs: 1,
    })),
  }
}
const event = (
  type: Exclude<EventBody['type'], 'conversation.changed'>,
  image: ImageCard | null,
  id = image?.id ?? 0,
): LiveEvent => {
  if (type === 'images.changed') return { id: 1, body: { type, count: 7 }, at: 0, image: null }
  if (type === 'collection.changed' || type === 'pipeline.changed' || type === 'settings.changed')
    return { id: 1, body: { type }, at: 0, image: null }
  return { id: 1, body: { type, imageId: id }, at: 0, image }
}
const idsOf = (data: SearchPages) => data.pages.map((page) => page.hits.map((hit) => hit.image.id))

describe('patchSearchPages', () => {
  it('puts a new picture first', () => {
    const { data, isStale } = patchSearchPages(pagesOf([[3, 2], [1]]), everything, [
      event('image.created', makeCard({ id: 4, status: 'queued' })),
    ])
    expect(idsOf(data)).toEqual([[4, 3, 2], [1]])
    expect(data.pages[0]?.total.value).toBe(4)
    expect(isStale).toBe(false)
  })

  it('puts a restored picture back where it was', () => {
    const { data } = patchSearchPages(
      pagesOf([
        [9, 7],
        [3, 1],
      ]),
      everything,
      [event('image.restored', makeCard({ id: 5 }))],
    )
    expect(idsOf(data)).toEqual([
      [9, 7],
      [5, 3, 1],
    ])
  })

  it('asks to read anew when a restored picture is older than what is loaded', () => {
    const { data, isStale } = patchSearchPages(pagesOf([[9, 7]], 'more'), everything, [
      event('image.restored', makeCard({ id: 5 })),
    ])
    expect(idsOf(data)).toEqual([[9, 7]])
    expect(isStale).toBe(true)
  })

  it('adds the first picture to an empty library', () => {
    const { data } = patchSearchPages(pagesOf([[]]), everything, [
      event('image.created', makeCard({ id: 1 })),
    ])
    expect(idsOf(data)).toEqual([[1]])
  })

  it('replaces a card and leaves other pages the objects they were', () => {
    const before = pagesOf([[3, 2], [1]])
    const { data } = patchSearchPages(before, everything, [
      event('image.changed', makeCard({ id: 2, caption: 'Two cats.', version: 2 })),
    ])
    expect(data.pages[0]?.hits[1]?.image.caption).toBe('Two cats.')
    expect(data.pages[1]).toBe(before.pages[1])
  })

  it('keeps the newer card when an older event comes late', () => {
    const before = pagesOf([[1]])
    const late = patchSearchPages(before, everything, [
      event('image.changed', makeCard({ id: 1, version: 0 })),
    ])
    expect(late.data).toBe(before)
  })

  it.each<[string, LiveEvent]>([
    ['deleted', event('image.deleted', makeCard({ id: 2, deletedAt: 5 }))],
    ['purged', event('image.purged', null, 2)],
  ])('takes away what was %s', (_name, gone) => {
    const { data } = patchSearchPages(pagesOf([[3, 2], [1]]), everything, [gone])
    expect(idsOf(data)).toEqual([[3], [1]])
    expect(data.pages[0]?.total.value).toBe(2)
  })

  it('is the same object when the events are about something else', () => {
    const before = pagesOf([[1]])
    const { data, isStale } = patchSearchPages(before, everything, [event('pipeline.changed', null)])
    expect(data).toBe(before)
    expect(isStale).toBe(false)
  })

  it.each<[string, ListSubject, LiveEvent]>([
    ['a search', { query: 'dog', sort: 'newest' }, event('image.changed', makeCard({ id: 8 }))],
    ['another order', { query: '', sort: 'name' }, event('image.created', makeCard({ id: 8 }))],
    ['many changes at once', everything, event('images.changed', null)],
  ])('asks to read anew after %s', (_name, subject, one) => {
    const before = pagesOf([[1]])
    expect(patchSearchPages(before, subject, [one])).toEqual({ data: before, isStale: true })
  })
})

describe('a list of very many pages', () => {
  const size = 500
  const chunks = Array.from({ length: 200 }, (_, page) =>
    Array.from({ length: size }, (_, at) => 200 * size - page * size - at),
  )

  it('has only the page replaced that an event is about', () => {
    const before = pagesOf(chunks)
    const { data, isStale } = patchSearchPages(before, everything, [
      event('image.changed', makeCard({ id: 42, caption: 'Two cats.', version: 2 })),
    ])
    expect(isStale).toBe(false)
    expect(data.pages.flatMap((page, index) => (page === before.pages[index] ? [] : index))).toEqual([199])
  })

  it('has the cards of other pages left unread', () => {
    let reads = 0
    const counting = pagesOf(chunks.slice(0, 20))
    // Once, to count what is where.
    patchSearchPages(counting, everything, [event('image.changed', makeCard({ id: 99_999, version: 0 }))])
    for (const page of counting.pages)
      for (const hit of page.hits) {
        const { image } = hit
        Object.defineProperty(hit, 'image', {
          get: () => {
            reads += 1
            return image
          },
        })
      }
    patchSearchPages(counting, everything, [event('image.changed', makeCard({ id: 99_998, version: 0 }))])
    expect(reads).toBeLessThan(3 * size)
  })
})

describe('removeFromPages', () => {
  it('takes pictures away and counts them out', () => {
    const data = removeFromPages(pagesOf([[3, 2], [1]]), new Set([3, 1]))
    expect(idsOf(data)).toEqual([[2], []])
    expect(data.pages[0]?.total.value).toBe(1)
  })
})
