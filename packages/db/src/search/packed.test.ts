import { expect, it } from 'vitest'
import { packFacets, packWords, unpackFacets, unpackWords, visitDocuments, WordFilter } from './packed.ts'

it('gives back words in order of id', () => {
  const words: [number, number][] = [
    [1_000_000_000, 63],
    [0, 1],
    [64, 2],
  ]
  expect(unpackWords(packWords({ id: 1, length: 3, words }))).toEqual([
    [0, 1],
    [64, 2],
    [1_000_000_000, 63],
  ])
})

it('tells joined documents apart, and of their words those that are asked for', () => {
  const filter = new WordFilter()
  for (const id of [7, 8, 1_000_000_000]) filter.add(id)
  const joined =
    packWords({ id: 5_000_000_000, length: 12, words: [[7, 3]] }) +
    packWords({ id: 2, length: 0, words: [] }) +
    packWords({
      id: 3,
      length: 999_999,
      words: [
        [8, 1],
        [9, 2],
        [1_000_000_000, 5],
      ],
    })
  const told: unknown[] = []
  visitDocuments(joined, {
    filter,
    word: (id, frequency) => told.push([id, frequency]),
    document: (id, length) => told.push({ id, length }),
  })
  expect(told).toEqual([
    [7, 3],
    { id: 5_000_000_000, length: 12 },
    { id: 2, length: 0 },
    [8, 1],
    [1_000_000_000, 5],
    { id: 3, length: 262_143 },
  ])
})

it('gives back facets', () => {
  expect(unpackFacets(packFacets([16_000_000, 1]) + packFacets([]) + packFacets([2]))).toEqual([
    1, 16_000_000, 2,
  ])
})
