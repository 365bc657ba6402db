/** How people name tasks and regions where they type them: short names, and four numbers. */
import * as z from 'zod'
import { Box } from './geometry.ts'
import { TaskName } from './tasks.ts'

/** Short names, as on the command line; the full names are always understood. */
export const SHORT_TASK_NAMES = {
  od: 'object-detection',
  dense: 'dense-region-caption',
  proposals: 'region-proposal',
  ground: 'phrase-grounding',
  find: 'open-vocabulary-detection',
  segment: 'referring-expression-segmentation',
  'segment-region': 'region-to-segmentation',
  'name-region': 'region-to-category',
  'describe-region': 'region-to-description',
  'read-region': 'region-to-ocr',
} as const satisfies Record<string, TaskName>

const SHORT = new Map<string, TaskName>(Object.entries(SHORT_TASK_NAMES))

/** The task of a short or full name; null when nothing is called so. */
export function taskOfName(name: string): TaskName | null {
  const known = SHORT.get(name)
  if (known) return known
  const full = TaskName.safeParse(name)
  return full.success ? full.data : null
}

/** `x,y,width,height`, each a share (0..1) of the image's width or height, as a Box within the image. */
export const RegionText = z.string().transform((text, context): Box => {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const [x, y, width, height] = numbers
  const box = Box.safeParse({ x, y, width, height })
  // A rounding error past the edge is none.
  const isInside =
    box.success &&
    numbers.length === 4 &&
    box.data.width > 0 &&
    box.data.height > 0 &&
    box.data.x + box.data.width <= 1.0001 &&
    box.data.y + box.data.height <= 1.0001
  if (isInside) return box.data
  context.addIssue({
    code: 'custom',
    message:
      'A region is x,y,width,height, each from 0 to 1 of the image, and within it; for example 0.1,0.2,0.3,0.4.',
  })
  return z.NEVER
})
