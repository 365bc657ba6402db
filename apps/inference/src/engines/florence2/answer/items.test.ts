import { describe, expect, it } from 'vitest'
import { type AnswerVocabulary, geometricMean, itemsFromText, itemsFromTokens } from './items.ts'

const WORDS = new Map([
  [10, ' red'],
  [11, ' mug'],
])
const vocabulary: AnswerVocabulary = {
  firstLocation: 100,
  special: new Map([
    [0, '<s>'],
    [2, '</s>'],
    [5, '<sep>'],
    [6, '<poly>'],
    [7, '</poly>'],
    [8, '<and>'],
  ]),
  decode: (ids) => ids.map((id) => WORDS.get(id) ?? '?').join(''),
}
const token = (id: number, probability = 1, nearby: number | null = null) => ({ id, probability, nearby })

describe('itemsFromTokens', () => {
  it('puts the tokens of a stretch of text together, with their mean certainty', () => {
    expect(itemsFromTokens([token(10, 0.9), token(11, 0.4)], vocabulary)).toEqual([
      { kind: 'text', text: ' red mug', certainty: expect.closeTo(0.6) },
    ])
  })

  it('reads locations as bins, with what the model held of the places around them', () => {
    expect(itemsFromTokens([token(100, 0.2, 0.8), token(1099, 0.3)], vocabulary)).toEqual([
      { kind: 'location', bin: 0, certainty: 0.8 },
      { kind: 'location', bin: 999, certainty: 0.3 },
    ])
  })

  it('keeps the marks between outlines and passes over beginnings and ends', () => {
    const ids = [0, 6, 100, 5, 101, 7, 8, 2]
    expect(
      itemsFromTokens(
        ids.map((id) => token(id)),
        vocabulary,
      ).map((item) => (item.kind === 'mark' ? item.mark : item.kind)),
    ).toEqual(['polygon-start', 'location', 'separator', 'location', 'polygon-end', 'other'])
  })
})

describe('itemsFromText', () => {
  it.each([
    ['</s><s>a mug<loc_7></s><pad>', ['a mug', 7]],
    ['<loc_1><loc_22><loc_333>', [1, 22, 333]],
    ['a < b<loc_5>', ['a < b', 5]],
    ['<poly><loc_1><sep></poly>', ['polygon-start', 1, 'separator', 'polygon-end']],
    ['', []],
  ])('reads %s', (answer, expected) => {
    const items = itemsFromText(answer).map((item) => {
      if (item.kind === 'text') return item.text
      return item.kind === 'location' ? item.bin : item.mark
    })
    expect(items).toEqual(expected)
  })
})

describe('geometricMean', () => {
  it.each([
    [[0.25, 1], 0.5],
    [[0.5, null], 0.5],
    [[null], null],
    [[], null],
    [[0, 1], expect.closeTo(0)],
  ])('of %j is %s', (values, mean) => {
    expect(geometricMean(values)).toEqual(mean)
  })
})
