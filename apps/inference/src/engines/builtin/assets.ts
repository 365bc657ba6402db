/** Where the committed models lie, and what each of them is. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, type ModelRef, type TaskName } from '@vitrine/contracts'
import { RULES_MODEL } from '../../facts/rules-model.ts'
import type { EngineModel } from '../engine.ts'

export interface ModelFiles {
  textDetector: string
  textDirection: string
  textRecogniser: string
  textDictionary: string
  nanodet: string
}

/** The committed files; throws AppError `no-engine` when the installation lacks them. */
export function locateModels(modelsDir = findModelsDir()): ModelFiles {
  const files = {
    textDetector: join(modelsDir, 'pp-ocrv6-tiny/detector.onnx'),
    textDirection: join(modelsDir, 'pp-ocr-direction/direction.onnx'),
    textRecogniser: join(modelsDir, 'pp-ocrv6-tiny/recogniser.onnx'),
    textDictionary: join(modelsDir, 'pp-ocrv6-tiny/dictionary.txt'),
    nanodet: join(modelsDir, 'nanodet/nanodet.onnx'),
  }
  const missing = Object.values(files).filter((path) => !existsSync(path))
  if (missing.length > 0)
    throw new AppError('no-engine', `The builtin models are incomplete: ${missing.join(', ')} is missing.`, {
      suggestion: 'Check the repository out again.',
    })
  return files
}

/** `models/` lies beside `src/` in the source tree and beside `dist/` in a build: upwards from here, either way. */
function findModelsDir(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'models')
    if (existsSync(join(candidate, 'pp-ocrv6-tiny'))) return candidate
  }
  throw new AppError('no-engine', 'The folder with the builtin models was not found.', {
    suggestion: 'Check the repository out again.',
  })
}

const ref = (id: string, revision: string, dtype: ModelRef['dtype'] = 'fp32'): ModelRef => ({
  id,
  revision,
  dtype,
  device: 'cpu',
})

/** Each model as answers name it. The rules of kind, colour and caption have a revision of their own. */
export const MODELS = {
  ocr: ref('pp-ocr-v6-tiny', '2612ab3'),
  detectors: ref('centernet-mbv3+nanodet-g', 'human-3.3.6+human-models-3.0.4', 'fp16'),
  nanodetAlone: ref('nanodet-g', 'human-models-3.0.4', 'fp16'),
  features: ref('centernet-mbv3-720', 'human-3.3.6', 'fp16'),
  rules: RULES_MODEL,
} as const

const row = (
  model: ModelRef,
  tasks: TaskName[],
  { licence, sizeBytes }: { licence: string; sizeBytes: number },
): EngineModel => ({ model, stages: ['perception'], tasks, licence, sizeBytes })

/** The rows for `GET /v1/models`. */
export function listModels(sizes: { ocr: number; detectors: number }, hasCenterNet: boolean): EngineModel[] {
  const detector = hasCenterNet ? MODELS.detectors : MODELS.nanodetAlone
  const detectorLicence = hasCenterNet ? 'Apache-2.0 (NanoDet), MIT (as published in Human)' : 'Apache-2.0'
  return [
    row(MODELS.ocr, ['ocr', 'ocr-with-region', 'region-to-ocr'], {
      licence: 'Apache-2.0',
      sizeBytes: sizes.ocr,
    }),
    row(detector, ['object-detection'], { licence: detectorLicence, sizeBytes: sizes.detectors }),
    ...(hasCenterNet
      ? [row(MODELS.features, ['image-embedding'], { licence: 'MIT (as published in Human)', sizeBytes: 0 })]
      : []),
    row(MODELS.rules, ['caption', 'detailed-caption', 'image-classification'], {
      licence: 'MIT',
      sizeBytes: 0,
    }),
  ]
}
