import { type Annotation, type AnnotationBody, ImageDetail, type TurnSearch } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { answerFromIndex } from './answer.ts'

const MODEL = { id: 'm', revision: '1', dtype: 'fp32', device: 'cpu' } as const
let nextId = 1
function annotation(body: AnnotationBody): Annotation {
  const source = { by: 'model', engine: 'builtin', model: MODEL, task: 'ocr' } as const
  return { id: nextId++, body, source, position: 0, createdAt: 0 }
}
const thing = (label: string, x: number, y: number, score = 0.9) =>
  annotation({ type: 'detection', label, box: { x, y, width: 0.1, height: 0.1 }, score, rival: null })
const line = (text: string, y: number) =>
  annotation({
    type: 'text-region',
    text,
    quad: [
      [0.1, y],
      [0.5, y],
      [0.5, y + 0.03],
      [0.1, y + 0.03],
    ],
    score: 0.9,
  })
const field = (name: string, value: string, number: number | null = null, unit: string | null = null) =>
  annotation({ type: 'field', name, value, number, unit })

function image(id: number, annotations: Annotation[], over: object = {}): ImageDetail {
  return ImageDetail.parse({
    id,
    fileName: `picture-${id}.jpg`,
    mediaType: 'image/jpeg',
    width: 1200,
    height: 800,
    sizeBytes: 250_000,
    status: 'ready',
    reasoning: 'not-needed',
    kind: 'photo',
    caption: 'A garden.',
    engine: 'builtin',
    objectCount: 1,
    textLength: 0,
    placeholder: null,
    createdAt: Date.UTC(2026, 4, id),
    takenAt: null,
    deletedAt: null,
    pageNumber: null,
    failure: null,
    version: 1,
    sha256: 'a'.repeat(64),
    detailedCaption: '',
    notes: '',
    reading: null,
    text: '',
    colours: [{ name: 'green', hex: '#00ff00', share: 0.6 }],
    triage: null,
    annotations,
    tags: [],
    collections: [],
    sourceSha256: null,
    warnings: [],
    camera: null,
    ...over,
  })
}

const garden = image(1, [
  thing('dog', 0.05, 0.05),
  thing('dog', 0.8, 0.8, 0.3),
  thing('chair', 0.3, 0.05),
  line('Beware of the dog', 0.4),
])
const bakery = image(
  2,
  [
    line('BAKERY', 0.1),
    line('Bread 3.20', 0.2),
    line('SUBTOTAL 3.20', 0.3),
    line('TOTAL €4.10', 0.4),
    line('2026-05-03', 0.5),
  ],
  {
    kind: 'receipt',
    caption: 'A receipt.',
  },
)
const hotel = image(3, [field('total', '120,00 €', 120, 'EUR'), field('merchant', 'Hotel Post')], {
  kind: 'receipt',
})
const ask = (question: string, images: ImageDetail[] = [garden], earlier: string[] = []) =>
  answerFromIndex({ question, earlier, images, search: null })

describe('the index answers', () => {
  it.each<[string, ImageDetail[], RegExp]>([
    ['How many dogs are there?', [garden], /^1 dog was detected \[1\]\[2\]\. 1 more is possible\.$/],
    ['How many objects are there?', [garden], /^2 objects were detected/],
    ['How many cats are there?', [garden], /No “cats” was detected, which does not mean/],
    ['Is there a dog?', [garden], /^Yes: 2 dogs at the top left and at the bottom right/],
    ['Is there a horse?', [garden], /No “horse” was detected/],
    ['Where is the chair?', [garden], /^The chair is at the top left, to the right of the dog \[1\]\.$/],
    ['What does it say?', [garden], /> Beware of the dog \[1\]/],
    ['Does it say "beware"?', [garden], /^Yes, on line 1: “Beware of the dog”/],
    ['Does it say "welcome"?', [garden], /“welcome” was not read in it/],
    ['What objects are there?', [garden], /^2 dogs \[1\]\[2\] and 1 chair \[3\]\.$/],
    ['What colours are in it?', [garden], /green \(60 %\).*knows no colours/],
    ['What is the total?', [bakery], /^The total is \*\*€4\.10\*\* \[1\]\.$/],
    ['What is the subtotal?', [bakery], /\*\*3\.20\*\*/],
    ['What is the date?', [bakery], /\*\*2026-05-03\*\*/],
    ['Who is it from?', [hotel], /\*\*Hotel Post\*\*/],
    ['What is the invoice number?', [hotel], /No number was found/],
    [
      'How much did we spend?',
      [bakery, hotel, garden],
      /^\*\*124\.10 EUR\*\* in all\.[\s\S]*Without an amount: Picture 3/,
    ],
    ['Which receipt has the highest total?', [bakery, hotel], /^Picture 2 \(picture-3\.jpg\): 120,00 €/],
    ['Which of these has a dog?', [bakery, garden], /^1 of 2:\n\n- Picture 2/],
    ['Which one is the newest?', [garden, hotel], /^Picture 2 \(picture-3\.jpg\): May 3, 2026\.$/],
    ['Compare them', [garden, bakery], /\| Total \| — \| €4\.10 \|/],
    ['Compare them', [garden], /only one picture/],
    ['Which camera was used?', [garden], /names no camera/],
    ['How large is it?', [garden], /1200 × 800 pixels/],
    ['What does the second picture say?', [garden, bakery], /BAKERY/],
    ['What does picture 9 say?', [garden], /no such picture/],
    ['Thanks', [garden], /welcome/],
    ['What can you do?', [], /I am the index/],
    ['How many dogs are there?', [], /no picture to answer from/],
    ['Why is she smiling?', [garden], /^I can’t tell from the index/],
    ['Would the dog bite?', [garden], /I can’t tell[\s\S]*may help:[\s\S]*Beware of the dog/],
  ])('%s', (question, images, expected) => {
    expect(ask(question, images).text).toMatch(expected)
  })

  it('cites the boxes and the text that it used', () => {
    const { citations } = ask('Is there a dog?')
    expect(citations).toMatchObject([
      { number: 1, imageId: 1, text: 'dog', box: { x: 0.05, y: 0.05 } },
      { number: 2, imageId: 1, text: 'dog', box: { x: 0.8 } },
    ])
  })

  it('goes on from the question before', () => {
    expect(ask('And chairs?', [garden], ['How many dogs are there?']).text).toMatch(/^1 chair was detected/)
  })

  it('does not add different currencies together', () => {
    const dollars = image(4, [field('total', '$9.00', 9, 'USD')])
    expect(ask('Add them up', [hotel, dollars]).text).toMatch(
      /^\*\*120\.00 EUR\*\* and \*\*9\.00 USD\*\* in all\. Different/,
    )
  })
})

describe('of the library', () => {
  const search = (over: Partial<TurnSearch> = {}): TurnSearch => ({
    query: 'kind:receipt',
    by: 'rules',
    total: 2,
    isTotalExact: true,
    hits: [2, 3],
    seen: 2,
    ...over,
  })
  it.each<[string, Partial<TurnSearch>, RegExp]>([
    ['Which receipts are there?', {}, /^2 pictures match `kind:receipt`\.\n\n- Picture 1/],
    ['How many receipts are there?', { total: 1000, isTotalExact: false }, /^At least 1000 pictures match/],
    ['How much did we spend on receipts?', {}, /\*\*124\.10 EUR\*\* in all/],
    ['How much did we spend on receipts?', { total: 9 }, /Only the first 2 were looked at/],
    ['Which receipts are there?', { total: 0, hits: [] }, /^Nothing in the library matches/],
  ])('%s', (question, over, expected) => {
    const images = over.total === 0 ? [] : [bakery, hotel]
    expect(answerFromIndex({ question, images, search: search(over) }).text).toMatch(expected)
  })
})
