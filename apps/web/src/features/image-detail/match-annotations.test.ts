import type { AnnotationBody, TaskName } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { markOf } from '../tools/places.ts'
import type { KeptMark } from './findings.ts'
import { matchAnnotations, wantedWords } from './match-annotations.ts'

const box = { x: 0, y: 0, width: 1, height: 1 }
const quad: [[number, number], [number, number], [number, number], [number, number]] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]
const model = { id: 'florence', revision: '1', dtype: 'fp32', device: 'cpu' } as const

function keptMark(id: number, task: TaskName, body: AnnotationBody): KeptMark {
  const source = { by: 'model', engine: 'florence2', model, task } as const
  return { ...markOf(id, body), annotation: { id, body, source, position: 0, createdAt: 1, isKept: true } }
}

const marks = {
  detections: [
    { id: 1, label: 'dog', box, score: 0.9, rival: null },
    { id: 2, label: 'traffic light', box, score: 0.8, rival: null },
  ],
  textRegions: [
    { id: 11, text: 'TOTAL 12.50 EUR', quad, score: 0.9 },
    { id: 12, text: 'Café no. 5', quad, score: 0.9 },
    { id: 13, text: 'hot dogs', quad, score: null },
  ],
  kept: [
    keptMark(21, 'referring-expression-segmentation', {
      type: 'mask',
      label: 'red mug',
      polygons: [quad],
      box,
      score: null,
    }),
    keptMark(22, 'region-to-ocr', { type: 'region', text: 'mug of the year', box, score: null }),
    keptMark(23, 'region-to-description', { type: 'region', text: 'a chipped mug', box, score: null }),
  ],
}

describe('matchAnnotations', () => {
  it.each([
    ['', []],
    ['dog', [1, 13]],
    ['object:dog', [1]],
    ['object:dog>2', [1]],
    ['text:dog', [13]],
    ['object:"traffic light" total', [2, 11]],
    ['cafe', [12]],
    ['no', [12]],
    ['"total 12.50"', [11]],
    ['tot*', [11]],
    ['-dog', []],
    ['dog OR total', [1, 11, 13]],
    ['object:(dog,traffic)', [1, 2]],
    ['mug', [21, 22, 23]],
    ['object:mug', [21]],
    ['text:mug', [22]],
    ['chipped', [23]],
    ['kind:dog tag:total width>2000', []],
  ])('%j lights %j', (query, expected) => {
    expect([...matchAnnotations(query, marks)].toSorted((a, b) => a - b)).toEqual(expected)
  })
})

describe('wantedWords', () => {
  it('leaves other fields and negations out', () => {
    expect(wantedWords('file:dog -cat OR beach')).toEqual([{ words: 'beach', where: 'both' }])
  })
})
