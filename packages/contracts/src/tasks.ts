/** What a stage can ask of a picture: the closed union of vision tasks, their inputs and their results. */
import * as z from 'zod'
import { Box, Polygon, Quad } from './geometry.ts'

export const TaskName = z.enum([
  'caption',
  'detailed-caption',
  'more-detailed-caption',
  'object-detection',
  'dense-region-caption',
  'region-proposal',
  'ocr',
  'ocr-with-region',
  'phrase-grounding',
  'open-vocabulary-detection',
  'referring-expression-segmentation',
  'region-to-segmentation',
  'region-to-category',
  'region-to-description',
  'region-to-ocr',
  'image-classification',
  'image-embedding',
])
export type TaskName = z.infer<typeof TaskName>

/** What the tasks need beside the image: a phrase, a region, or nothing. */
export const TASK_INPUT: Record<TaskName, 'none' | 'phrase' | 'region'> = {
  caption: 'none',
  'detailed-caption': 'none',
  'more-detailed-caption': 'none',
  'object-detection': 'none',
  'dense-region-caption': 'none',
  'region-proposal': 'none',
  ocr: 'none',
  'ocr-with-region': 'none',
  'phrase-grounding': 'phrase',
  'open-vocabulary-detection': 'phrase',
  'referring-expression-segmentation': 'phrase',
  'region-to-segmentation': 'region',
  'region-to-category': 'region',
  'region-to-description': 'region',
  'region-to-ocr': 'region',
  'image-classification': 'none',
  'image-embedding': 'none',
}

export const TaskInput = z.object({
  /** What to look for, or a caption whose phrases are to be found. */
  phrase: z.string().trim().min(1).max(2000).optional(),
  region: Box.optional(),
})
export type TaskInput = z.infer<typeof TaskInput>

/** What the task needs and was not given, or null. */
export function missingInput(task: TaskName, input: TaskInput): 'phrase' | 'region' | null {
  const needed = TASK_INPUT[task]
  return needed === 'none' || input[needed] !== undefined ? null : needed
}

/** A thing that was found, and where. `score` is absent where the model gives none. */
export const Detection = z.object({
  label: z.string().min(1),
  box: Box,
  score: z.number().min(0).max(1).optional(),
  /** The label that came second and was close, for example `horse` beside `cow`. */
  rival: z.string().optional(),
})
export type Detection = z.infer<typeof Detection>

/** A line of text, in reading order, and where it stands. */
export const TextRegion = z.object({
  text: z.string().min(1),
  quad: Quad,
  score: z.number().min(0).max(1).optional(),
})
export type TextRegion = z.infer<typeof TextRegion>

export const ImageKind = z.enum([
  'photo',
  'document',
  'receipt',
  'form',
  'table',
  'chart',
  'screenshot',
  'label',
  'drawing',
])
export type ImageKind = z.infer<typeof ImageKind>

/** What sort of picture this is, and what says so. */
export const KindDecision = z.object({
  kind: ImageKind,
  score: z.number().min(0).max(1),
  /** Plain sentences: "11 prices", "the word TOTAL", "92 % of neighbouring pixels are equal". */
  evidence: z.array(z.string()),
})
export type KindDecision = z.infer<typeof KindDecision>

/** A dominant colour: its everyday name, its sRGB hex, its share of the pixels. */
export const Colour = z.object({
  name: z.string(),
  hex: z.string().regex(/^#[0-9a-f]{6}$/),
  share: z.number().min(0).max(1),
})
export type Colour = z.infer<typeof Colour>

/** A feature vector, L2-normalised; comparable only within one `space`. */
export const Embedding = z.object({
  space: z.string().min(1),
  /** Little-endian float32, base64. */
  data: z.string(),
  dimensions: z.int().positive(),
})
export type Embedding = z.infer<typeof Embedding>

export const TaskResult = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('detections'), detections: z.array(Detection) }),
  z.object({ type: z.literal('text-regions'), textRegions: z.array(TextRegion) }),
  z.object({ type: z.literal('regions'), regions: z.array(Box) }),
  z.object({
    type: z.literal('polygons'),
    instances: z.array(z.object({ label: z.string(), polygons: z.array(Polygon) })),
  }),
  z.object({ type: z.literal('kind'), kind: KindDecision }),
  z.object({ type: z.literal('embedding'), embedding: Embedding }),
])
export type TaskResult = z.infer<typeof TaskResult>
