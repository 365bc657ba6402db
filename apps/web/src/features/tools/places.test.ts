import type { AnnotationBody, Polygon } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import {
  answerId,
  indexOfAnswer,
  largestFirst,
  markOf,
  numberNameless,
  type PlaceMark,
  pathOf,
  shortLabel,
} from './places.ts'

const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }
const triangle: Polygon = [
  [0, 0],
  [0.5, 0],
  [0.25, 0.333333],
]

describe('places on the picture', () => {
  it.each<[string, AnnotationBody, Partial<PlaceMark>]>([
    [
      'a detection',
      { type: 'detection', label: 'mug', box, score: 0.5, rival: null },
      { label: 'mug', box, polygons: [], score: 0.5 },
    ],
    [
      'a mask without a label',
      { type: 'mask', label: '', box, polygons: [triangle], score: null },
      { label: 'Outline', box, polygons: [triangle] },
    ],
    ['a mere proposal', { type: 'region', text: '', box, score: null }, { label: 'Region', box }],
    [
      'a caption',
      { type: 'detailed-caption', text: 'A mug.', template: false },
      { label: 'A mug.', box: null },
    ],
    [
      'a line of text',
      {
        type: 'text-region',
        text: 'TEA',
        quad: [
          [0, 0],
          [1, 0],
          [1, 0.5],
          [0, 0.5],
        ],
        score: 1,
      },
      { label: 'TEA', box: { x: 0, y: 0, width: 1, height: 0.5 } },
    ],
  ])('are those of %s', (_name, body, expected) => {
    expect(markOf(3, body)).toMatchObject({ id: 3, ...expected })
  })

  it('are drawn as a path, part by part', () => {
    expect(pathOf([triangle, triangle], { width: 300, height: 100 })).toBe(
      'M0 0L150 0L75 33.33ZM0 0L150 0L75 33.33Z',
    )
    expect(pathOf([], { width: 300, height: 100 })).toBe('')
  })

  it('lie with the small ones on top', () => {
    const mark = (id: number, width: number): PlaceMark => ({
      id,
      label: '',
      box: { ...box, width },
      polygons: [],
      score: null,
    })
    expect(largestFirst([mark(1, 0.1), mark(2, 0.9), mark(3, 0.5)]).map(({ id }) => id)).toEqual([2, 3, 1])
  })

  it('never share an id', () => {
    const ids = [answerId(1, 0), answerId(1, 1), answerId(2, 0), answerId(2, 9999)]
    expect(new Set(ids).size).toBe(4)
    expect(ids.every((id) => id < 0)).toBe(true)
  })

  it('know their place in the answer', () => {
    expect([answerId(1, 0), answerId(3, 17), answerId(2, 9999)].map(indexOfAnswer)).toEqual([0, 17, 9999])
  })

  it.each([
    [
      ['Region', 'mug', 'Region'],
      ['Region 1', 'mug', 'Region 2'],
    ],
    [
      ['Region', 'mug'],
      ['Region', 'mug'],
    ],
  ])('are numbered where several have no name: %j', (labels, expected) => {
    const marks = labels.map((label, id): PlaceMark => ({ id, label, box, polygons: [], score: null }))
    expect(numberNameless(marks).map(({ label }) => label)).toEqual(expected)
  })

  it.each([
    ['mug', 'mug'],
    ['a'.repeat(40), `${'a'.repeat(31)}…`],
  ])('have labels that fit: %s', (label, expected) => {
    expect(shortLabel(label)).toBe(expected)
  })
})
