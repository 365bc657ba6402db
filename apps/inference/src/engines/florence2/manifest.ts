import type { EngineManifest } from '../engine.ts'
import { FLORENCE_TASK_NAMES } from './tasks.ts'

/** Florence-2: one task token in, structured text out; every task of stage 1 from one look at the picture. */
export const florence2Manifest: EngineManifest = {
  name: 'florence2',
  stages: ['perception'],
  tasks: [...FLORENCE_TASK_NAMES, 'image-embedding'],
  batchSize: 8,
}
