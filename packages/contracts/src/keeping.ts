/** What can be kept of a tool's answer: the one place that says which answer becomes which annotation. */
import * as z from 'zod'
import { type Box, boundingBox } from './geometry.ts'
import { Annotation, type AnnotationBody, ImageId } from './image.ts'
import { TaskResponse } from './perception.ts'
import { TaskInput, type TaskName, type TaskResult } from './tasks.ts'

/** Keeps an answer of a tool, or parts of it, beside what the reading found. */
export const KeepRequest = z.object({
  id: ImageId,
  response: TaskResponse,
  /** What the tool was given with the image. */
  input: TaskInput.default({}),
  /** Places in what `keepableBodies` gives; everything when left out. */
  which: z.array(z.int().nonnegative()).optional(),
})
export type KeepRequest = z.infer<typeof KeepRequest>

/** Kept annotations as they were before they were dropped, to be put back. */
export const PutBackRequest = z.object({ id: ImageId, annotations: z.array(Annotation).min(1).max(1000) })
export type PutBackRequest = z.infer<typeof PutBackRequest>

/** Detections of this task are sentences about a part of the picture, not names of things. */
const DESCRIBING = new Set<TaskName>(['dense-region-caption'])
/** Texts of these tasks speak of the whole picture. */
const CAPTIONING = new Set<TaskName>(['caption', 'detailed-caption', 'more-detailed-caption'])
const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 }

/**
 * The annotations an answer can become, in its order; empty where there is nothing to keep. A caption becomes a
 * detailed one, because the short caption of a card is the reading's own; the name of a region is a detection.
 */
export function keepableBodies(
  { task, result }: { task: TaskName; result: TaskResult },
  input: TaskInput,
): AnnotationBody[] {
  switch (result.type) {
    case 'text':
      return result.text.trim() === '' ? [] : [bodyOfText(task, result.text.trim(), input)]
    case 'detections':
      return result.detections.map(({ label, box, score = null, rival = null }) =>
        DESCRIBING.has(task)
          ? { type: 'region', text: label, box, score }
          : { type: 'detection', label, box, score, rival },
      )
    case 'regions':
      return result.regions.map((box) => ({ type: 'region', text: '', box, score: null }))
    case 'text-regions':
      return result.textRegions.map(({ text, quad, score = null }) => ({
        type: 'text-region',
        text,
        quad,
        score,
      }))
    case 'polygons':
      return result.instances
        .filter(({ polygons }) => polygons.length > 0)
        .map(({ label, polygons }) => ({
          type: 'mask',
          // What is asked for by its name often comes back without one.
          label: label.trim() || (input.phrase ?? ''),
          polygons,
          box: boundingBox(polygons.flat()),
          score: null,
        }))
    case 'kind':
    case 'embedding':
      return []
  }
}

function bodyOfText(task: TaskName, text: string, { region }: TaskInput): AnnotationBody {
  if (CAPTIONING.has(task)) return { type: 'detailed-caption', text, template: false }
  const box = region ?? WHOLE
  if (task === 'region-to-category') return { type: 'detection', label: text, box, score: null, rival: null }
  return { type: 'region', text, box, score: null }
}
