/** Single tasks, for those who want one thing of a picture. */
import {
  AppError,
  boxToPixels,
  joinText,
  type ModelRef,
  type TaskInput,
  type TaskName,
  type TaskResult,
} from '@vitrine/contracts'
import type { DecodedImage } from '../../image/image.ts'
import { cropTo } from '../../image/raster.ts'
import type { TaskOutput } from '../engine.ts'
import { MODELS } from './assets.ts'
import type { BuiltinModels } from './models.ts'
import { findObjects, findText, perceivePicture } from './perceive.ts'

export interface TaskRequest {
  task: TaskName
  input: TaskInput
}

/** Runs one task; throws AppError `task-unsupported` for those that need a larger model. */
export async function runBuiltinTask(
  models: BuiltinModels,
  image: DecodedImage,
  request: TaskRequest,
  signal: AbortSignal,
): Promise<TaskOutput> {
  const warnings = [...image.warnings, ...models.warnings]
  const answer = (model: ModelRef, result: TaskResult): TaskOutput => ({ model, result, warnings })
  const perceive = () => perceivePicture(models, image, signal)
  switch (request.task) {
    case 'caption':
      return answer(MODELS.rules, { type: 'text', text: (await perceive()).caption })
    case 'detailed-caption':
      return answer(MODELS.rules, { type: 'text', text: (await perceive()).detailedCaption })
    case 'image-classification':
      return answer(MODELS.rules, { type: 'kind', kind: (await perceive()).kind })
    case 'object-detection': {
      const { detections } = await findObjects(models, image)
      return answer(models.centernet ? MODELS.detectors : MODELS.nanodetAlone, {
        type: 'detections',
        detections,
      })
    }
    case 'image-embedding': {
      const { embedding } = await findObjects(models, image)
      if (!embedding) throw unsupported('The model for image embeddings is not installed.')
      return answer(MODELS.features, { type: 'embedding', embedding })
    }
    case 'ocr':
      return answer(MODELS.ocr, {
        type: 'text',
        text: joinText((await findText(models, image, signal)).textRegions),
      })
    case 'ocr-with-region':
      return answer(MODELS.ocr, {
        type: 'text-regions',
        textRegions: (await findText(models, image, signal)).textRegions,
      })
    case 'region-to-ocr':
      return answer(MODELS.ocr, { type: 'text', text: await readRegion(models, image, request, signal) })
    default:
      throw unsupported(`The builtin engine cannot do ${request.task}.`)
  }
}

async function readRegion(
  models: BuiltinModels,
  image: DecodedImage,
  { input }: TaskRequest,
  signal: AbortSignal,
): Promise<string> {
  if (!input.region)
    throw new AppError('bad-request', 'Reading a region needs the region.', {
      suggestion: 'Send `input.region` as { x, y, width, height }, each 0 to 1.',
    })
  const part = await cropTo(image, boxToPixels(input.region, image.size))
  return joinText((await findText(models, part, signal)).textRegions)
}

const unsupported = (message: string) =>
  new AppError('task-unsupported', message, {
    suggestion: 'Install the Florence-2 weights; that engine does it.',
  })
