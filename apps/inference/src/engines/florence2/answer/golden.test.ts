/** Our parser beside the official one, on its answers to texts that models write and texts that they should not. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Size, type TaskResult } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FLORENCE_TASK_NAMES, FLORENCE_TASKS } from '../tasks.ts'
import { itemsFromText } from './items.ts'
import { parseAnswer } from './parse-answer.ts'

const Places = z.array(z.array(z.number()))
const Result = z.union([
  z.string(),
  z.object({ quad_boxes: Places, labels: z.array(z.string()) }),
  z.object({
    bboxes: Places,
    bboxes_labels: z.array(z.string()),
    polygons: z.array(Places),
    polygons_labels: z.array(z.string()),
  }),
  z.object({ polygons: z.array(Places), labels: z.array(z.string()) }),
  z.object({ bboxes: Places, labels: z.array(z.string()) }),
])
type Result = z.infer<typeof Result>

const { rows } = z
  .object({
    rows: z.array(z.object({ task: z.string(), text: z.string(), imageSize: Size, result: Result })),
  })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, '../golden/post-processing.json'), 'utf8')))

interface Thing {
  label: string
  places: number[][]
}

/** The reference leaves out whatever is not ASCII in the labels of boxes and outlines; we do not. */
const ascii = (label: string) => label.replace(/[^\x20-\x7e]/g, '').trim()

/** Where a token breaks the reference's patterns, it takes the rest of the token's name for text: `loc_3>cat`. */
const withoutTokenNames = (label: string) => label.replace(/^.*>/, '').trim()

/** Malformed answers of which we make more, or something sounder, than the reference. */
const ON_PURPOSE: Readonly<Record<string, readonly Thing[]>> = {
  '</s><s>two\nlines<loc_100><loc_200><loc_300><loc_400></s>': [
    { label: 'two lines', places: [[100, 200, 300, 400]] },
  ],
  '</s><s>two\nlines<loc_10><loc_10><loc_90><loc_10><loc_90><loc_30><loc_10><loc_30></s>': [
    { label: 'two lines', places: [[10, 10, 90, 10, 90, 30, 10, 30]] },
  ],
  '</s><s>a < b<loc_100><loc_200><loc_300><loc_400></s>': [
    { label: 'a < b', places: [[100, 200, 300, 400]] },
  ],
  // Here stands a snowman, of which this test leaves nothing.
  '</s><s>☃<loc_100><loc_200><loc_300><loc_400></s>': [{ label: '', places: [[100, 200, 300, 400]] }],
  // There is no such token; the reference takes it for a place one beyond the picture's edge.
  '</s><s>dog<loc_1><loc_2><loc_3><loc_1000>cat<loc_100><loc_200><loc_300><loc_400></s>': [
    { label: 'cat', places: [[100, 200, 300, 400]] },
  ],
  '</s><s><loc_1><loc_2><loc_3><loc_4><loc_5><loc_1000></s>': [],
  // A start or an end that is missing is no reason to throw a whole outline away.
  '</s><s><loc_100><loc_100><loc_500><loc_100><loc_300><loc_600></poly></s>': [
    { label: '', places: [[100, 100, 500, 100, 300, 600]] },
  ],
  '</s><s><poly><loc_100><loc_100><loc_500><loc_100><loc_300><loc_600></poly><poly><loc_1><loc_1><loc_9><loc_1><loc_9><loc_9><loc_5><loc_12><loc_1><loc_9></s>':
    [
      { label: '', places: [[100, 100, 500, 100, 300, 600]] },
      { label: '', places: [[1, 1, 9, 1, 9, 9, 5, 12, 1, 9]] },
    ],
  // What is named is told by its name, and boxes beside outlines are outlines of four corners.
  '</s><s>the dog<loc_100><loc_100><loc_500><loc_100><loc_300><loc_600></s>': [
    { label: 'the dog', places: [[100, 100, 500, 100, 300, 600]] },
  ],
  '</s><s>the dog<loc_100><loc_100><loc_500><loc_100><loc_300><loc_600>the cat<loc_1><loc_1><loc_9><loc_1><loc_9><loc_9><loc_5><loc_12><loc_1><loc_9></s>':
    [
      { label: 'the dog', places: [[100, 100, 500, 100, 300, 600]] },
      { label: 'the cat', places: [[1, 1, 9, 1, 9, 9, 5, 12, 1, 9]] },
    ],
  '</s><s>a dog<loc_100><loc_200><loc_300><loc_400>a cat<poly><loc_1><loc_1><loc_9><loc_1><loc_9><loc_9><loc_5><loc_12><loc_1><loc_9></poly></s>':
    [
      { label: 'a dog', places: [[100, 200, 300, 200, 300, 400, 100, 400]] },
      { label: 'a cat', places: [[1, 1, 9, 1, 9, 9, 5, 12, 1, 9]] },
    ],
}

/** The reference's result in one form for all shapes. */
function expected(result: Result): string | Thing[] {
  if (typeof result === 'string') return result.replace(/<loc_\d+>/g, '').trim()
  const pair = (labels: readonly string[], places: readonly number[][][]) =>
    places.map(
      (own, at): Thing => ({
        label: withoutTokenNames(labels[at] ?? ''),
        places: own.map((place) => [...place]),
      }),
    )
  const singly = (places: readonly number[][]) => places.map((place) => [place])
  if ('quad_boxes' in result) return pair(result.labels, singly(result.quad_boxes))
  if ('bboxes_labels' in result)
    return [
      ...pair(result.bboxes_labels, singly(result.bboxes)),
      ...pair(result.polygons_labels, result.polygons),
    ]
  return 'polygons' in result
    ? pair(result.labels, result.polygons)
    : pair(result.labels, singly(result.bboxes))
}

/** Ours in the same form, in whole pixels as the reference's. */
function ours(result: TaskResult, { width, height }: Size): string | Thing[] {
  const pixels = (places: readonly number[]) =>
    places.map((value, at) => Math.trunc(value * (at % 2 === 0 ? width : height) + 1e-6))
  const box = ({ x, y, ...size }: { x: number; y: number; width: number; height: number }) =>
    pixels([x, y, x + size.width, y + size.height])
  switch (result.type) {
    case 'text':
      return result.text
    case 'text-regions':
      return result.textRegions.map(({ text, quad }) => ({ label: text, places: [pixels(quad.flat())] }))
    case 'detections':
      return result.detections.map((one) => ({ label: ascii(one.label), places: [box(one.box)] }))
    case 'regions':
      return result.regions.map((one) => ({ label: '', places: [box(one)] }))
    case 'polygons':
      return result.instances.map(({ label, polygons }) => ({
        label: ascii(label),
        places: polygons.map((polygon) => pixels(polygon.flat())),
      }))
    default:
      throw new Error(`Florence-2 gives no ${result.type}.`)
  }
}

/** What we do otherwise, on purpose. */
function withOurRules(things: readonly Thing[], shape: string): Thing[] {
  const sorted = things.flatMap(({ label, places }): Thing[] => {
    // What has no name or no words is nothing to show.
    if (label === '' && shape !== 'polygons' && shape !== 'bboxes') return []
    if (shape === 'ocr') return [{ label, places }]
    // An outline takes three points; a box is the same from whichever corner it is told.
    const sound = places.flatMap((place) => {
      if (place.length !== 4) return place.length >= 6 ? [place] : []
      if (shape === 'polygons') return []
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = place
      return [[Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)]]
    })
    return sound.length > 0 ? [{ label, places: sound }] : []
  })
  // The model saying the same again is said once; bare boxes have nothing to tell a repetition by.
  if (shape === 'bboxes' || shape === 'polygons') return sorted
  const seen = new Set<string>()
  return sorted.filter((thing) => {
    const key = JSON.stringify(thing)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

describe('parsing as the reference does', () => {
  it.each(rows.map((row) => [row.task, row.text, row] as const))('%s: %s', (token, text, row) => {
    const task = FLORENCE_TASK_NAMES.find((name) => FLORENCE_TASKS[name].token === token)
    if (!task) throw new Error(`No task is called ${token}.`)
    const { shape } = FLORENCE_TASKS[task]
    const own = ours(parseAnswer(shape, itemsFromText(text)).result, row.imageSize)
    const wanted = expected(row.result)
    const theirs = typeof wanted === 'string' ? wanted : withOurRules(wanted, shape)
    expect(own).toEqual(ON_PURPOSE[text] ?? theirs)
  })
})
