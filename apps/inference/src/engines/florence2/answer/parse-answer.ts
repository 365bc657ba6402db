/** From a generated answer to a task's result: pure, never throws, and says what it had to leave out. */
import type { TaskInput, TaskResult } from '@vitrine/contracts'
import type { AnswerShape } from '../tasks.ts'
import { parseBareBoxes, parseGroundedPhrases, parseLabelledBoxes } from './boxes.ts'
import type { AnswerItem } from './items.ts'
import { type OutlinedThing, parseNamedOutlines, parsePolygons } from './polygons.ts'
import { parseTextRegions } from './text-regions.ts'

export interface ParsedAnswer {
  result: TaskResult
  warnings: string[]
}

/** @param input What was asked: outlines that the answer does not name get the phrase's name. */
export function parseAnswer(
  shape: AnswerShape,
  items: readonly AnswerItem[],
  input: TaskInput = {},
): ParsedAnswer {
  switch (shape) {
    case 'pure_text':
      return { result: { type: 'text', text: plainText(items) }, warnings: [] }
    case 'ocr': {
      const { found, warnings } = parseTextRegions(items)
      return { result: { type: 'text-regions', textRegions: found }, warnings }
    }
    case 'description_with_bboxes':
      return detections(parseLabelledBoxes(items))
    case 'phrase_grounding':
      return detections(parseGroundedPhrases(items))
    case 'bboxes': {
      const { found, warnings } = parseBareBoxes(items)
      return { result: { type: 'regions', regions: found }, warnings }
    }
    case 'polygons':
      return outlines(parsePolygons(items), input)
    case 'description_with_bboxes_or_polygons':
      return items.some((item) => item.kind === 'mark' && item.mark === 'polygon-start')
        ? outlines(parseNamedOutlines(items), input)
        : detections(parseLabelledBoxes(items))
  }
}

const detections = ({ found, warnings }: ReturnType<typeof parseLabelledBoxes>): ParsedAnswer => ({
  result: { type: 'detections', detections: found },
  warnings,
})

const outlines = (
  { found, warnings }: { found: OutlinedThing[]; warnings: string[] },
  { phrase }: TaskInput,
): ParsedAnswer => ({
  result: {
    type: 'polygons',
    instances: found.map(({ label, polygons }) => ({ label: label || (phrase ?? ''), polygons })),
  },
  warnings,
})

/** The words alone: of a region's description the model echoes the region's locations behind it. */
function plainText(items: readonly AnswerItem[]): string {
  return items
    .map((item) => (item.kind === 'text' ? item.text : ''))
    .join('')
    .trim()
}
