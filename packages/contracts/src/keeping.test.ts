import { describe, expect, test } from 'vitest'
import { keepableBodies } from './keeping.ts'
import type { TaskInput, TaskName, TaskResult } from './tasks.ts'

const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }
const quad: [[number, number], [number, number], [number, number], [number, number]] = [
  [0.1, 0.1],
  [0.3, 0.1],
  [0.3, 0.2],
  [0.1, 0.2],
]
const triangle: [number, number][] = [
  [0.1, 0.2],
  [0.5, 0.2],
  [0.5, 0.6],
]

describe('what can be kept of an answer', () => {
  test.each<[string, TaskName, TaskResult, TaskInput, unknown[]]>([
    [
      'things found become detections',
      'open-vocabulary-detection',
      { type: 'detections', detections: [{ label: 'red mug', box, score: 0.7 }] },
      { phrase: 'red mug' },
      [{ type: 'detection', label: 'red mug', box, score: 0.7, rival: null }],
    ],
    [
      'dense captions become regions with their text',
      'dense-region-caption',
      { type: 'detections', detections: [{ label: 'a mug on a table', box }] },
      {},
      [{ type: 'region', text: 'a mug on a table', box, score: null }],
    ],
    [
      'proposals become regions without a text',
      'region-proposal',
      { type: 'regions', regions: [box] },
      {},
      [{ type: 'region', text: '', box, score: null }],
    ],
    [
      'an outline without a name takes the phrase it was asked for by',
      'referring-expression-segmentation',
      { type: 'polygons', instances: [{ label: '', polygons: [triangle] }] },
      { phrase: 'the red mug' },
      [
        {
          type: 'mask',
          label: 'the red mug',
          polygons: [triangle],
          box: { x: 0.1, y: 0.2, width: 0.4, height: 0.39999999999999997 },
          score: null,
        },
      ],
    ],
    [
      'an instance without an outline is none',
      'region-to-segmentation',
      { type: 'polygons', instances: [{ label: '', polygons: [] }] },
      { region: box },
      [],
    ],
    [
      'the name of a region is a detection there',
      'region-to-category',
      { type: 'text', text: ' mug ' },
      { region: box },
      [{ type: 'detection', label: 'mug', box, score: null, rival: null }],
    ],
    [
      'what was read in a region stands in it',
      'region-to-ocr',
      { type: 'text', text: 'EXIT' },
      { region: box },
      [{ type: 'region', text: 'EXIT', box, score: null }],
    ],
    [
      'text of the whole picture covers it',
      'ocr',
      { type: 'text', text: 'EXIT' },
      {},
      [{ type: 'region', text: 'EXIT', box: { x: 0, y: 0, width: 1, height: 1 }, score: null }],
    ],
    [
      'a caption becomes a detailed one',
      'more-detailed-caption',
      { type: 'text', text: 'A red mug.' },
      {},
      [{ type: 'detailed-caption', text: 'A red mug.', template: false }],
    ],
    [
      'lines of text become text regions',
      'ocr-with-region',
      { type: 'text-regions', textRegions: [{ text: 'EXIT', quad, score: 0.9 }] },
      {},
      [{ type: 'text-region', text: 'EXIT', quad, score: 0.9 }],
    ],
    ['an empty text is nothing', 'region-to-ocr', { type: 'text', text: ' ' }, { region: box }, []],
    [
      'a kind is nothing to keep',
      'image-classification',
      { type: 'kind', kind: { kind: 'photo', score: 1, evidence: [] } },
      {},
      [],
    ],
  ])('%s', (_name, task, result, input, expected) => {
    expect(keepableBodies({ task, result }, input)).toEqual(expected)
  })
})
