import type { EngineManifest } from '../engine.ts'
import { listModels } from './assets.ts'

/** The engine that is always there: models that ship with the product; a template for its captions. */
export const builtinManifest: EngineManifest = {
  name: 'builtin',
  stages: ['perception'],
  tasks: [
    'caption',
    'detailed-caption',
    'object-detection',
    'ocr',
    'ocr-with-region',
    'image-classification',
    'image-embedding',
    'region-to-ocr',
  ],
  models: listModels({ ocr: 0, detectors: 0 }, true),
  // Its models take one picture at a time: a longer batch saves some 10 ms of half a second in decoding, and makes a
  // person wait for all of it.
  batchSize: 1,
}
