import { describe, expect, it } from 'vitest'
import { compactForm, documentWords, findCodes, foldText, queryWords, sortKey } from './words.ts'

describe('foldText', () => {
  it.each([
    ['Hello', 'hello'],
    ['Größe', 'grosse'],
    ['STRASSE Straße', 'strasse strasse'],
    ['Smørrebrød', 'smorrebrod'],
    ['Æbleskiver', 'aebleskiver'],
    ['cœur', 'coeur'],
    ['Łódź', 'lodz'],
    ['café', 'cafe'],
    ['cafe\u0301', 'cafe'],
    ['naïve Ångström', 'naive angstrom'],
    ['İstanbul', 'istanbul'],
    ['Ελλάδα', 'ελλαδα'],
    ['Ёлка', 'елка'],
    ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['ﬁne', 'fine'],
    ['ガラス', 'ガラス'],
    ['한국', '한국'],
    ['a\uE000b', 'a b'],
  ])('%s', (text, expected) => {
    expect(foldText(text)).toBe(expected)
  })
})

describe('words', () => {
  it.each([
    ['A dog, two cats!', ['a', 'dog', 'two', 'cats']],
    ['IMG_1234.jpg', ['img', '1234', 'jpg']],
    ['東京都', ['東京', '京都', '都']],
    ['犬', ['犬']],
    ['東京2020大会', ['東京', '京', '2020', '大会', '会']],
    ['한국어 책', ['한국', '국어', '어', '책']],
    ['', []],
  ])('of the document %s', (text, expected) => {
    expect(documentWords(text)).toEqual(expected)
  })

  it.each([
    ['東京都', ['東京', '京都']],
    ['犬', ['犬']],
    ['AB-1234', ['ab', '1234']],
  ])('of the query %s', (text, expected) => {
    expect(queryWords(text)).toEqual(expected)
  })

  it('stand in a row in every document that holds the query', () => {
    const document = documentWords('株式会社東京都渋谷区').join(' ')
    expect(document).toContain(queryWords('東京都渋谷').join(' '))
  })

  it('are cut when they are too long to be words', () => {
    expect(documentWords('x'.repeat(500))).toEqual(['x'.repeat(64)])
  })
})

describe('codes', () => {
  it.each([
    ['Part AB-1234-XY', ['ab1234xy']],
    ['B-KX 4711', ['bkx4711']],
    ['KL 55 NM', ['kl55nm']],
    ['2026-05-03', ['20260503']],
    ['12.50', []],
    ['well-known', []],
    ['A dog', []],
    ['IMG_1234.jpg', ['img1234jpg']],
  ])('of %s', (text, expected) => {
    expect(findCodes(text).map((code) => code.compact)).toEqual(expected)
  })

  it.each([
    ['AB-1234', 'ab1234'],
    ['t-shirt', 'tshirt'],
    ['dog', null],
    ['a.b', null],
  ])('compacts %s', (word, expected) => {
    expect(compactForm(word)).toBe(expected)
  })
})

it('sorts names as a person would', () => {
  const names = ['IMG_10', 'img_2', 'Áb', 'aa']
  expect(names.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual(['aa', 'Áb', 'img_2', 'IMG_10'])
})
