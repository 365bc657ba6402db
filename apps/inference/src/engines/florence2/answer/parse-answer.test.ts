import type { TaskResult } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import type { AnswerShape } from '../tasks.ts'
import { itemsFromText } from './items.ts'
import { parseAnswer } from './parse-answer.ts'

const parse = (shape: AnswerShape, answer: string, phrase?: string) =>
  parseAnswer(shape, itemsFromText(answer), phrase === undefined ? {} : { phrase })

const locations = (...bins: number[]) => bins.map((bin) => `<loc_${bin}>`).join('')
const BOX = locations(100, 200, 300, 400)

/** What stands where: labels and rounded corners in bins. */
function summarise(result: TaskResult): unknown {
  const edge = (value: number) => Math.round(value * 1000 - 0.5)
  switch (result.type) {
    case 'detections':
      return result.detections.map(({ label, box }) => [
        label,
        edge(box.x),
        edge(box.y),
        edge(box.x + box.width),
        edge(box.y + box.height),
      ])
    case 'regions':
      return result.regions.map(({ x, y, width, height }) => [x, y, x + width, y + height].map(edge))
    case 'text-regions':
      return result.textRegions.map(({ text, quad }) => [text, ...quad.flat().map(edge)])
    case 'polygons':
      return result.instances.map(({ label, polygons }) => [
        label,
        ...polygons.map((polygon) => polygon.flat().map(edge)),
      ])
    case 'text':
      return result.text
    default:
      return result
  }
}

interface Case {
  shape: AnswerShape
  answer: string
  result: unknown
  warnings?: number
  phrase?: string
}

const CASES: Record<string, Case> = {
  'one object': {
    shape: 'description_with_bboxes',
    answer: `</s><s>red mug${BOX}</s>`,
    result: [['red mug', 100, 200, 300, 400]],
  },
  'several boxes of one label': {
    shape: 'description_with_bboxes',
    answer: `cup${BOX}${locations(500, 500, 600, 600)}dog${locations(0, 0, 999, 999)}`,
    result: [
      ['cup', 100, 200, 300, 400],
      ['cup', 500, 500, 600, 600],
      ['dog', 0, 0, 999, 999],
    ],
  },
  'corners the wrong way round': {
    shape: 'description_with_bboxes',
    answer: `cup${locations(300, 400, 100, 200)}`,
    result: [['cup', 100, 200, 300, 400]],
  },
  'an odd number of locations': {
    shape: 'description_with_bboxes',
    answer: `cup${BOX}${locations(1, 2, 3)}`,
    result: [['cup', 100, 200, 300, 400]],
    warnings: 1,
  },
  'a label without a place': {
    shape: 'description_with_bboxes',
    answer: `cup dog${BOX}and`,
    result: [['cup dog', 100, 200, 300, 400]],
  },
  'a place without a label': {
    shape: 'description_with_bboxes',
    answer: `${BOX}dog${locations(1, 2, 30, 40)}`,
    result: [['dog', 1, 2, 30, 40]],
  },
  'a model that repeats itself': {
    shape: 'description_with_bboxes',
    answer: `cup${BOX}`.repeat(6),
    result: [['cup', 100, 200, 300, 400]],
    warnings: 1,
  },
  'a label with accents': {
    shape: 'description_with_bboxes',
    answer: `café${BOX}`,
    result: [['café', 100, 200, 300, 400]],
  },
  'nothing at all': { shape: 'description_with_bboxes', answer: '</s><s></s>', result: [] },
  'bare boxes': {
    shape: 'bboxes',
    answer: `${BOX}${locations(1, 2, 30, 40)}`,
    result: [
      [100, 200, 300, 400],
      [1, 2, 30, 40],
    ],
  },
  'bare boxes, the last cut off': {
    shape: 'bboxes',
    answer: `${BOX}<loc_1><loc_2>`,
    result: [[100, 200, 300, 400]],
    warnings: 1,
  },
  'phrases of a caption': {
    shape: 'phrase_grounding',
    answer: `A cat${BOX}it${BOX}a red sofa${locations(1, 2, 30, 40)}`,
    result: [
      ['A cat', 100, 200, 300, 400],
      ['a red sofa', 1, 2, 30, 40],
    ],
  },
  'lines of text': {
    shape: 'ocr',
    answer: `TOTAL 12.50${locations(1, 2, 3, 2, 3, 4, 1, 4)}Thank you${locations(5, 6, 7, 6, 7, 8, 5, 8)}`,
    result: [
      ['TOTAL 12.50', 1, 2, 3, 2, 3, 4, 1, 4],
      ['Thank you', 5, 6, 7, 6, 7, 8, 5, 8],
    ],
  },
  'a line cut off at the limit': {
    shape: 'ocr',
    answer: `TOTAL${locations(1, 2, 3, 2, 3, 4, 1, 4)}Thank${locations(5, 6, 7)}`,
    result: [['TOTAL', 1, 2, 3, 2, 3, 4, 1, 4]],
    warnings: 1,
  },
  'a line read again and again': {
    shape: 'ocr',
    answer: `A${locations(1, 2, 3, 2, 3, 4, 1, 4)}`.repeat(3),
    result: [['A', 1, 2, 3, 2, 3, 4, 1, 4]],
    warnings: 1,
  },
  'one outline': {
    shape: 'polygons',
    answer: locations(1, 2, 3, 4, 5, 6),
    phrase: 'the red mug',
    result: [['the red mug', [1, 2, 3, 4, 5, 6]]],
  },
  'an outline in two parts': {
    shape: 'polygons',
    answer: `${locations(1, 2, 3, 4, 5, 6)}<sep>${locations(7, 8, 9, 10, 11, 12)}`,
    result: [['', [1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]],
  },
  'several things': {
    shape: 'polygons',
    answer: `<poly>${locations(1, 2, 3, 4, 5, 6)}</poly><poly>${locations(7, 8, 9, 10, 11, 12)}</poly>`,
    result: [
      ['', [1, 2, 3, 4, 5, 6]],
      ['', [7, 8, 9, 10, 11, 12]],
    ],
  },
  'an outline that is not closed': {
    shape: 'polygons',
    answer: `<poly>${locations(1, 2, 3, 4, 5, 6)}`,
    result: [['', [1, 2, 3, 4, 5, 6]]],
  },
  'a second thing that is not closed': {
    shape: 'polygons',
    answer: `<poly>${locations(1, 2, 3, 4, 5, 6)}</poly><poly>${locations(7, 8, 9, 10, 11, 12)}`,
    result: [
      ['', [1, 2, 3, 4, 5, 6]],
      ['', [7, 8, 9, 10, 11, 12]],
    ],
  },
  'an odd last coordinate': {
    shape: 'polygons',
    answer: locations(1, 2, 3, 4, 5, 6, 7),
    result: [['', [1, 2, 3, 4, 5, 6]]],
    warnings: 1,
  },
  'too few points for an outline': {
    shape: 'polygons',
    answer: locations(1, 2, 3, 4),
    result: [],
    warnings: 1,
  },
  'a named thing found as a box': {
    shape: 'description_with_bboxes_or_polygons',
    answer: `red mug${BOX}`,
    result: [['red mug', 100, 200, 300, 400]],
  },
  'a named thing found as an outline': {
    shape: 'description_with_bboxes_or_polygons',
    answer: `red mug<poly>${locations(1, 2, 3, 4, 5, 6)}</poly>`,
    result: [['red mug', [1, 2, 3, 4, 5, 6]]],
  },
  'a named thing in a box beside one with an outline': {
    shape: 'description_with_bboxes_or_polygons',
    answer: `red mug${BOX}cat<poly>${locations(1, 2, 3, 4, 5, 6)}</poly>`,
    result: [
      ['red mug', [100, 200, 300, 200, 300, 400, 100, 400]],
      ['cat', [1, 2, 3, 4, 5, 6]],
    ],
  },
  'two things joined by a mark': {
    shape: 'polygons',
    answer: `${locations(1, 2, 3, 4, 5, 6)}<and>${locations(7, 8, 9, 10, 11, 12)}`,
    result: [
      ['', [1, 2, 3, 4, 5, 6]],
      ['', [7, 8, 9, 10, 11, 12]],
    ],
  },
  'a label over two lines': {
    shape: 'description_with_bboxes',
    answer: `red\n mug${BOX}`,
    result: [['red mug', 100, 200, 300, 400]],
  },
  'a description with its region behind it': {
    shape: 'pure_text',
    answer: `</s><s>a red mug${BOX}</s>`,
    result: 'a red mug',
  },
}

describe('parseAnswer', () => {
  it.each(Object.entries(CASES))('reads %s', (_name, { shape, answer, phrase, result, warnings = 0 }) => {
    const parsed = parse(shape, answer, phrase)
    expect(summarise(parsed.result)).toEqual(result)
    expect(parsed.warnings).toHaveLength(warnings)
  })

  it('never throws, whatever the model says', () => {
    const pieces = ['cup', '<loc_1>', '<loc_999>', '<poly>', '</poly>', '<sep>', '<and>', '</s>', ' ', '<']
    const shapes: AnswerShape[] = ['ocr', 'bboxes', 'polygons', 'phrase_grounding', 'pure_text']
    // A fixed sequence that looks random (Numerical Recipes' linear congruential generator), so that a failure repeats.
    let seed = 7
    const next = (below: number) => {
      seed = (seed * 1664525 + 1013904223) % 2 ** 32
      return Math.floor((seed / 2 ** 32) * below)
    }
    for (let round = 0; round < 500; round += 1) {
      const answer = Array.from({ length: next(60) }, () => pieces[next(pieces.length)]).join('')
      for (const shape of shapes) expect(() => parse(shape, answer)).not.toThrow()
    }
  })
})
