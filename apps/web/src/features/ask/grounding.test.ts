import type { Annotation, Citation } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { annotations, byBuiltin, lineQuad } from '../image-detail/image-fixture.ts'
import { groundAnswer, groundingOf, placesOf } from './grounding.ts'

const detection = (label: string, id: number): Annotation => ({
  id,
  body: {
    type: 'detection',
    label,
    box: { x: id / 1000, y: 0.1, width: 0.2, height: 0.2 },
    score: 0.9,
    rival: null,
  },
  source: byBuiltin('object-detection'),
  position: 0,
  createdAt: 0,
})
const line = (text: string, id: number): Annotation => ({
  id,
  body: { type: 'text-region', text, quad: lineQuad(0.3), score: 1 },
  source: byBuiltin('ocr-with-region'),
  position: 0,
  createdAt: 0,
})

const pictures = [
  { id: 7, annotations },
  {
    id: 8,
    annotations: [
      detection('dining table', 50),
      detection('person', 51),
      detection('wine glass', 52),
      line('Café Zürich', 60),
      line('2 x Espresso 7,80', 61),
      line('the', 62),
      line('OPEN', 63),
    ],
  },
]
const grounding = groundingOf(pictures)
const citations: Citation[] = [
  { number: 1, imageId: 7, annotationId: 10, box: { x: 0, y: 0, width: 1, height: 1 }, text: 'dog' },
]
const chipsOf = (text: string) =>
  groundAnswer(text, grounding, citations)
    .filter(({ target }) => target !== null)
    .map((part) => [part.text, part.target])

describe('names in an answer', () => {
  it.each<[string, string, [string, string][]]>([
    ['a thing', 'There is a dog.', [['dog', 'thing:dog']]],
    ['a thing in plural, and in capitals', 'Two DOGS.', [['DOGS', 'thing:dog']]],
    ['whole words only', 'A hotdog and a dogma.', []],
    ['a name of two words', 'A wine glass stands there.', [['wine glass', 'thing:wine glass']]],
    ['its plural', 'Two wine glasses.', [['wine glasses', 'thing:wine glass']]],
    [
      'what people call it',
      'A woman at the table.',
      [
        ['woman', 'thing:woman'],
        ['table', 'thing:table'],
      ],
    ],
    ['an irregular plural', 'Many people.', [['people', 'thing:person']]],
    ['a line of text', 'It says TOTAL 12.50 at the end.', [['TOTAL 12.50', 'text:total 12.50']]],
    ['without accents', 'The Cafe Zurich.', [['Cafe Zurich', 'text:cafe zurich']]],
    ['a number out of a line', 'You paid 7,80 there.', [['7,80', 'text:7,80']]],
    ['a word that stands alone', 'A sign says “open”.', [['open', 'text:open']]],
    ['no word that means nothing', 'The end of the day.', []],
    [
      'a citation',
      'Two dogs [1].',
      [
        ['dogs', 'thing:dog'],
        ['[1]', 'citation:1'],
      ],
    ],
    ['no word of a file’s name', 'See dog-open.jpg and wine_glass.png.', []],
    ['no citation that is not there', 'Nothing [2].', []],
  ])('%s', (_name, text, expected) => {
    expect(chipsOf(text)).toEqual(expected)
  })

  it('leave every other letter where it was', () => {
    const text = '  Two dogs, a wine glass [1] – and\nTOTAL 12.50! '
    expect(
      groundAnswer(text, grounding, citations)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})

describe('where they are', () => {
  it.each([
    ['thing:dog', [7, 7]],
    ['thing:woman', [8]],
    ['text:total 12.50', [7]],
    ['citation:1', [7]],
    ['thing:unicorn', []],
  ])('%s: on pictures %o', (target, imageIds) => {
    expect(placesOf(target, grounding, citations).map(({ imageId }) => imageId)).toEqual(imageIds)
  })

  it('is the detector’s own table where there is one', () => {
    const own = groundingOf([{ id: 1, annotations: [detection('dining table', 1), detection('table', 2)] }])
    expect(placesOf('thing:table', own)).toHaveLength(1)
  })
})
