import { expect, it } from 'vitest'
import { stemOf } from './stem.ts'

it.each([
  ['dogs', 'dog'],
  ['ponies', 'poni'],
  ['caresses', 'caress'],
  ['agreed', 'agre'],
  ['plastered', 'plaster'],
  ['motoring', 'motor'],
  ['hopping', 'hop'],
  ['filing', 'file'],
  ['falling', 'fall'],
  ['happy', 'happi'],
  ['relational', 'relat'],
  ['vietnamization', 'vietnam'],
  ['electrical', 'electr'],
  ['adoption', 'adopt'],
  ['walking', 'walk'],
  ['sky', 'sky'],
  ['as', 'as'],
  ['4711', '4711'],
  ['渋谷', '渋谷'],
])('%s has the stem %s', (word, stem) => {
  expect(stemOf(word)).toBe(stem)
})

it.each([
  ['animal', 'animals'],
  ['receipt', 'receipts'],
  ['bus', 'buses'],
  ['sandwich', 'sandwiches'],
  ['man', 'men'],
  ['constructor', 'constructors'],
  ['party', 'parties'],
  ['sleep', 'sleeping'],
])('%s and %s meet', (one, other) => {
  expect(stemOf(one)).toBe(stemOf(other))
})
