import type { EngineManifest } from '../engine.ts'

/** Answers that are written at once; each has a context of its own. */
export const SLOTS = 2

/** Qwen-VL in llama.cpp's format: deep readings and conversations about pictures. */
export const ggufManifest: EngineManifest = {
  name: 'gguf',
  stages: ['reasoning'],
  tasks: [],
  batchSize: 1,
  parallelChats: SLOTS,
}
