import { describe, expect, test } from 'vitest'
import { CocoDocument, type CocoSource, toCoco } from './coco.ts'
import type { AnnotationSource } from './image.ts'

const image = { id: 7, width: 200, height: 100, fileName: 'mug.jpg' }
const box = { x: 0.1, y: 0.2, width: 0.5, height: 0.25 }
const source: AnnotationSource = {
  by: 'model',
  engine: 'florence2',
  model: { id: 'florence', revision: '1', dtype: 'fp32', device: 'cpu' },
  task: 'referring-expression-segmentation',
}

const sources: CocoSource[] = [
  { id: 31, body: { type: 'caption', text: 'A mug.', template: false } },
  { id: 32, source, body: { type: 'detection', label: 'mug', box, score: 0.75, rival: null } },
  {
    id: 33,
    source,
    isKept: true,
    body: {
      type: 'mask',
      label: 'handle',
      box,
      polygons: [
        [
          [0.1, 0.2],
          [0.6, 0.2],
          [0.1, 0.45],
        ],
      ],
      score: null,
    },
  },
  { id: 34, body: { type: 'region', text: 'a mug on a table', box, score: null } },
  {
    id: 35,
    body: {
      type: 'text-region',
      text: 'TEA',
      quad: [
        [0.1, 0.2],
        [0.2, 0.2],
        [0.2, 0.3],
        [0.1, 0.3],
      ],
      score: 0.9,
    },
  },
]

describe('COCO', () => {
  const document = toCoco(image, sources)

  test('is as the contract says, with one image and its categories by name', () => {
    expect(CocoDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
    expect(document.images).toEqual([{ id: 7, width: 200, height: 100, file_name: 'mug.jpg' }])
    expect(document.categories).toEqual([
      { id: 1, name: 'handle' },
      { id: 2, name: 'mug' },
      { id: 3, name: 'region' },
      { id: 4, name: 'text' },
    ])
  })

  test.each([
    ['a box', 32, { category_id: 2, bbox: [20, 20, 100, 25], segmentation: [], area: 2500, score: 0.75 }],
    [
      'a mask',
      33,
      { category_id: 1, segmentation: [[20, 20, 120, 20, 20, 45]], area: 1250, kept: true, source },
    ],
    ['a region', 34, { category_id: 3, text: 'a mug on a table', bbox: [20, 20, 100, 25] }],
    ['a line of text', 35, { text: 'TEA', segmentation: [[20, 20, 40, 20, 40, 30, 20, 30]], area: 200 }],
  ])('has %s in pixels', (_name, id, expected) => {
    const found = document.annotations.find((annotation) => annotation.id === id)
    expect(found).toMatchObject({ ...expected, image_id: 7, iscrowd: 0 })
  })

  test('leaves out what has no place', () => {
    expect(document.annotations.map(({ id }) => id)).toEqual([32, 33, 34, 35])
  })

  test('numbers what nobody has kept yet', () => {
    const found = toCoco(
      image,
      sources.map(({ body }) => ({ body })),
    )
    expect(found.annotations.map(({ id }) => id)).toEqual([1, 2, 3, 4])
  })

  test('gives a mask without a name a category', () => {
    const body: CocoSource['body'] = {
      type: 'mask',
      label: '',
      box,
      polygons: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
      score: null,
    }
    expect(toCoco(image, [{ body }]).categories).toEqual([{ id: 1, name: 'mask' }])
  })
})
