import { expect, it } from 'vitest'
import { LruMap } from './lru-map.ts'

function makeMap(limits: { maxWeight?: number; maxEntries?: number }) {
  const left: number[] = []
  const map = new LruMap<number>({
    maxWeight: 100,
    maxEntries: 100,
    weigh: (value) => value,
    onLeave: (value) => left.push(value),
    ...limits,
  })
  return { map, left }
}

it('lets the longest unused go when there are too many', () => {
  const { map, left } = makeMap({ maxEntries: 2 })
  map.set('a', 1)
  map.set('b', 2)
  map.get('a')
  map.set('c', 3)
  expect(left).toEqual([2])
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3])
})

it('lets as many go as weigh too much, be it the newest', () => {
  const { map, left } = makeMap({ maxWeight: 10 })
  map.set('a', 4)
  map.set('b', 5)
  map.set('c', 9)
  expect(left).toEqual([4, 5])
  map.set('d', 11)
  expect(left).toEqual([4, 5, 9, 11])
  expect(map.size).toBe(0)
})

it('replaces an entry by another, and keeps one that is set again', () => {
  const { map, left } = makeMap({})
  map.set('a', 4)
  map.set('a', 4)
  expect(left).toEqual([])
  map.set('a', 5)
  expect(left).toEqual([4])
})

it('is cleared, but for one', () => {
  const { map, left } = makeMap({})
  map.set('a', 1)
  map.set('b', 2)
  expect(map.clear('b')).toBe(true)
  expect(map.clear('b')).toBe(false)
  expect(left).toEqual([1])
  expect(map.get('b')).toBe(2)
})
