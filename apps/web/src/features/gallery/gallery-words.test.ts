import { describe, expect, it } from 'vitest'
import { makeCard } from '../live/card-fixture.ts'
import { dayGrouper, dayNamer, formatTotal, nameOf, sortsFor, statusOf } from './gallery-words.ts'

describe('formatTotal', () => {
  it.each([
    [{ value: 0, capped: false }, '0 images'],
    [{ value: 1, capped: false }, '1 image'],
    [{ value: 1204, capped: false }, '1,204 images'],
    [{ value: 1000, capped: true }, '1,000+ images'],
  ])('%o is "%s"', (count, words) => {
    expect(formatTotal(count)).toBe(words)
  })
})

describe('dayNamer', () => {
  const now = new Date(2026, 4, 3, 9).getTime()
  it.each([
    [new Date(2026, 4, 3, 0, 5), 'Today'],
    [new Date(2026, 4, 2, 23, 59), 'Yesterday'],
    [new Date(2026, 4, 1, 12), 'Friday, May 1'],
    [new Date(2025, 11, 31, 12), 'December 31, 2025'],
  ])('%s is "%s"', (day, words) => {
    expect(dayNamer(now)(day.getTime())).toBe(words)
  })
})

describe('dayGrouper', () => {
  it('gives the instants of a day one number and other days others, in any order', () => {
    const groupOf = dayGrouper()
    const days = [new Date(2026, 4, 3, 23, 59), new Date(2026, 4, 3), new Date(2026, 4, 2, 23, 59, 59)]
    const [late, early, before] = days.map((day) => groupOf(day.getTime()))
    expect(early).toBe(late)
    expect(before).not.toBe(early)
    expect(groupOf(new Date(2026, 4, 3, 12).getTime())).toBe(late)
  })
})

describe('nameOf', () => {
  it.each([
    [{ caption: 'A dog.' }, 'A dog. photo-1.jpg'],
    [{ caption: '' }, 'photo-1.jpg'],
    [{ caption: 'A form.', pageNumber: 3 }, 'A form. photo-1.jpg, page 3'],
  ])('%o is "%s"', (over, name) => {
    expect(nameOf(makeCard({ id: 1, ...over }))).toBe(name)
  })
})

describe('statusOf', () => {
  it('says nothing of what is simply ready', () => {
    expect(statusOf(makeCard({ id: 1 }))).toBeNull()
  })

  it('says why a picture could not be read', () => {
    const image = makeCard({ id: 1, status: 'failed', failure: 'The file is cut off.' })
    expect(statusOf(image)).toMatchObject({ tone: 'failed', detail: 'The file is cut off.' })
  })

  it('tells that a deep reading waits', () => {
    expect(statusOf(makeCard({ id: 1, reasoning: 'waiting' }))).toMatchObject({ tone: 'deferred' })
  })
})

describe('sortsFor', () => {
  it('offers the best match only where there is something to match', () => {
    expect(sortsFor(' ')).not.toContain('relevance')
    expect(sortsFor('dog')[0]).toBe('relevance')
  })
})
