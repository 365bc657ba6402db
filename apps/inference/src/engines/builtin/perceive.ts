/** All that the builtin engine sees in one picture. */
import {
  boxFromPixels,
  type Detection,
  type Embedding,
  quadFromPixels,
  type TaskProvenance,
  type TextRegion,
} from '@vitrine/contracts'
import { examinePixels } from '../../facts/colours.ts'
import { decideKind } from '../../facts/kind.ts'
import { gatherTextFacts } from '../../facts/text-facts.ts'
import type { DecodedImage } from '../../image/image.ts'
import type { PerceptionOutput } from '../engine.ts'
import { MODELS } from './assets.ts'
import { SURE_SCORE, writeCaption, writeDetailedCaption } from './caption.ts'
import { runCenterNet } from './detection/centernet.ts'
import { fuseDetections } from './detection/fuse.ts'
import { runNanoDet } from './detection/nanodet.ts'
import { toEmbedding } from './embedding.ts'
import type { BuiltinModels } from './models.ts'
import { readText } from './ocr/reader.ts'

/** Below this a detection is noise. */
const MIN_SCORE = 0.45

export interface ObjectsResult {
  /** Surest first. */
  detections: Detection[]
  embedding: Embedding | undefined
}

/** Objects by both detectors, and the feature vector that falls off on the way. */
export async function findObjects(models: BuiltinModels, image: DecodedImage): Promise<ObjectsResult> {
  const centernet = models.centernet && (await runCenterNet(models.centernet, image))
  const nanodet = await runNanoDet(models.nanodet, image)
  const fused = fuseDetections(centernet ? [centernet.found, nanodet] : [nanodet], MIN_SCORE)
  const detections = fused.map(({ label, score, box: [x0, y0, x1, y1], rival }) => ({
    label,
    score,
    box: boxFromPixels({ x0, y0, x1, y1 }, image.size),
    ...(rival === undefined ? {} : { rival }),
  }))
  return { detections, embedding: centernet && toEmbedding(centernet.features) }
}

export interface TextResult {
  /** In reading order. */
  textRegions: TextRegion[]
  /** How many lines a person would count: a label and its price beside it are one. */
  rows: number
}

/** Reads the text; stops with the signal's reason between batches. */
export async function findText(
  models: BuiltinModels,
  image: DecodedImage,
  signal: AbortSignal,
): Promise<TextResult> {
  const rows = await readText(models.ocr, image, signal)
  const textRegions = rows.flat().map(({ text, score, corners }) => ({
    text,
    score: Math.min(1, score),
    quad: quadFromPixels(
      corners.map(([x, y]) => [x, y]),
      image.size,
    ),
  }))
  return { textRegions, rows: rows.length }
}

/** Every stage-1 task on one picture; stops with the signal's reason between models. */
export async function perceivePicture(
  models: BuiltinModels,
  image: DecodedImage,
  signal: AbortSignal,
): Promise<PerceptionOutput> {
  const pixels = await examinePixels(image)
  signal.throwIfAborted()
  const { detections, embedding } = await findObjects(models, image)
  signal.throwIfAborted()
  const { textRegions, rows } = await findText(models, image, signal)
  const text = gatherTextFacts(textRegions, rows)
  const objects = detections.filter(({ score = 0 }) => score >= SURE_SCORE).length
  const kind = decideKind({ size: image.size, pixels, text, objects, caption: '' })
  const facts = { size: image.size, kind, detections, textRegions, pixels, rows, prices: text.prices }
  return {
    captionKind: 'template',
    caption: writeCaption(facts),
    detailedCaption: writeDetailedCaption(facts),
    detections,
    textRegions,
    kind,
    colours: pixels.colours,
    ...(embedding ? { embedding } : {}),
    provenance: provenanceOf(models),
    warnings: [...image.warnings, ...models.warnings],
  }
}

function provenanceOf({ centernet }: BuiltinModels): TaskProvenance[] {
  return [
    { task: 'caption', model: MODELS.rules },
    { task: 'detailed-caption', model: MODELS.rules },
    { task: 'image-classification', model: MODELS.rules },
    { task: 'object-detection', model: centernet ? MODELS.detectors : MODELS.nanodetAlone },
    { task: 'ocr-with-region', model: MODELS.ocr },
    ...(centernet ? [{ task: 'image-embedding' as const, model: MODELS.features }] : []),
  ]
}
