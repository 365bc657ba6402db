import type { Annotation, AnnotationBody } from '@vitrine/contracts'
import { expect, it } from 'vitest'
import { makePicture } from './fixtures.ts'
import { pictureFacts, pictureLine } from './picture-facts.ts'

const annotation = (body: AnnotationBody, id: number): Annotation => ({
  id,
  body,
  source: { by: 'person', name: 'Ada' },
  position: 0,
  createdAt: 0,
})
const detailOf = (over: Parameters<typeof makePicture>[1]) => makePicture(7, over)[1].detail

it('tells what is stored, what says much in few words first', () => {
  const image = detailOf({
    width: 600,
    height: 800,
    detailedCaption: 'A receipt on a table.',
    reading: 'A bakery’s receipt.',
    notes: 'For the tax.',
    text: 'BREAD 3.20\nTOTAL 5.70',
    annotations: [
      { type: 'field' as const, name: 'total', value: '5.70', number: 5.7, unit: 'EUR' },
      { type: 'field' as const, name: 'merchant', value: 'Bakery', number: null, unit: null },
      { type: 'table' as const, title: 'Items', columns: ['item', 'price'], rows: [['Bread', '3.20']] },
    ].map((body, index) => annotation(body, index + 1)),
  })
  expect(pictureFacts(image, 2, 2_000)).toBe(`Picture 2: 7.jpg, 600 × 800 pixels.
Seen in it: A receipt on a table.
Fields: total: 5.70 EUR; merchant: Bakery
A person's notes: For the tax.
Read of it: A bakery’s receipt.
Text in it:
BREAD 3.20
TOTAL 5.70
Table Items
item | price
Bread | 3.20`)
})

it('tells little of a picture that nothing is known of', () => {
  expect(pictureFacts(detailOf({ caption: '', width: 6, height: 8 }), 1, 2_000)).toBe(
    'Picture 1: 7.jpg, 6 × 8 pixels.',
  )
  expect(pictureLine(detailOf({ caption: '' }), 1)).toBe('Picture 1: 7.jpg')
})

it('is cut where it is longer than wanted', () => {
  const facts = pictureFacts(detailOf({ text: 'word '.repeat(1_000) }), 1, 300)
  expect(facts).toHaveLength(302)
  expect(facts.endsWith(' …')).toBe(true)
  expect(pictureLine(detailOf({ caption: 'word '.repeat(100) }), 1).length).toBeLessThan(230)
})

it('says where in a video a keyframe is seen', () => {
  const video = { durationSeconds: 75, frames: [], reading: null }
  expect(pictureFacts(detailOf({ atSeconds: 62, video }), 3, 2_000)).toContain(
    'A frame of a video, at 1:02 of 1:15.',
  )
})
