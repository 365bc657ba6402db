import { expect, it } from 'vitest'
import { createMarkFinder, type Marker } from './marker.ts'
import { excerpt } from './snippet.ts'

const any = (...words: string[]): Marker => ({ words, type: 'any', columns: null })
const sequence = (...words: string[]): Marker => ({ words, type: 'sequence', columns: null })
const marked = (text: string, ...markers: Marker[]) =>
  createMarkFinder(markers, 'text')?.(text).map(({ start, end }) => text.slice(start, end))

it.each<[string, Marker[], string[]]>([
  ['A dog and a DOG', [any('dog')], ['dog', 'DOG']],
  ['dogma hotdog', [any('dog')], []],
  ['a dog, two dogs', [any('dog', 'dogs')], ['dog', 'dogs']],
  ['Die Größe der Straße', [any('strasse'), any('grosse')], ['Größe', 'Straße']],
  ['cafe\u0301 noir', [any('cafe')], ['cafe\u0301']],
  ['AB-1234-XY', [any('ab1234xy')], ['AB-1234-XY']],
  ['a stop sign', [sequence('stop', 'sign')], ['stop sign']],
  ['stop the sign', [sequence('stop', 'sign')], []],
  ['東京都渋谷区', [any('渋谷')], ['渋谷']],
  [
    'nine of ten words, AB-12 and 東京',
    [any(...'a b c d e f g nine ten ab12 東京'.split(' '))],
    ['nine', 'ten', 'AB-12', '東京'],
  ],
  ['Größe 9', [any(...'a b c d e f g h i grosse 9'.split(' '))], ['Größe', '9']],
  ['(a+b)', [any('a'), any('b')], ['a', 'b']],
])('marks in %s', (text, markers, expected) => {
  expect(marked(text, ...markers)).toEqual(expected)
})

it('marks only in its columns', () => {
  const marker: Marker = { words: ['dog'], type: 'any', columns: ['caption'] }
  expect(createMarkFinder([marker], 'text')).toBeNull()
  expect(createMarkFinder([marker], 'caption')?.('dog')).toHaveLength(1)
})

it('cuts a long text round its first mark, at spaces', () => {
  const text = `${'before '.repeat(40)}needle ${'after '.repeat(40)}`
  const at = text.indexOf('needle')
  const parts = excerpt(text, [{ start: at, end: at + 6 }])
  expect(parts[0]).toEqual({ text: '… ', hit: false })
  expect(parts.at(-1)).toEqual({ text: ' …', hit: false })
  expect(parts.filter((part) => part.hit)).toEqual([{ text: 'needle', hit: true }])
  expect(parts.map((part) => part.text).join('').length).toBeLessThan(180)
})

it('gives back a short text whole', () => {
  expect(excerpt('a dog', [{ start: 2, end: 5 }])).toEqual([
    { text: 'a ', hit: false },
    { text: 'dog', hit: true },
  ])
})
