import type { EngineManifest } from '../engine.ts'

/** Qwen-VL in llama.cpp's format: deep readings and conversations about pictures. */
export const ggufManifest: EngineManifest = {
  name: 'gguf',
  stages: ['reasoning'],
  tasks: [],
  batchSize: 1,
}
