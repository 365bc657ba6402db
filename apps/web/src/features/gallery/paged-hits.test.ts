import { describe, expect, it } from 'vitest'
import { inPages, makeHit } from './hits-fixture.ts'
import { PagedHits } from './paged-hits.ts'

describe('PagedHits', () => {
  const hits = Array.from({ length: 11 }, (_, index) => makeHit(100 - index))

  it.each([1, 3, 4, 11, 50])('finds every hit where it is, in pages of %i', (size) => {
    const list = new PagedHits(inPages(hits, size))
    expect(list.length).toBe(11)
    hits.forEach((hit, index) => {
      expect(list.at(index)).toBe(hit)
    })
    expect(list.ids()).toEqual(hits.map(({ image }) => image.id))
  })

  it('steps over pages that events emptied', () => {
    const list = new PagedHits([
      { hits: [] },
      { hits: hits.slice(0, 1) },
      { hits: [] },
      { hits: hits.slice(1) },
    ])
    expect([list.at(0), list.at(1)]).toEqual([hits[0], hits[1]])
  })

  it('knows whether any picture is as asked', () => {
    const list = new PagedHits(inPages(hits, 4))
    expect([list.some(({ id }) => id === 90), list.some(({ id }) => id === 7)]).toEqual([true, false])
  })

  it.each([-1, 11])('has nothing at %i', (index) => {
    expect(new PagedHits(inPages(hits, 4)).at(index)).toBeUndefined()
  })
})
