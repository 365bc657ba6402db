import type { EngineManifest } from '../engine.ts'

/** Qwen-VL in llama.cpp's format: deep readings and conversations about pictures. */
export const ggufManifest: EngineManifest = {
  name: 'gguf',
  stages: ['reasoning'],
  tasks: [],
  batchSize: 1,
  // The library gives out its slots by turns, so that a second one costs every follow-up its cache.
  parallelChats: 1,
}
