import type { EngineManifest } from '../engine.ts'

/** Qwen-VL on this machine: deep readings and conversations about pictures. */
export const qwen2VlManifest: EngineManifest = {
  name: 'qwen2-vl',
  stages: ['reasoning'],
  tasks: [],
  batchSize: 1,
}
