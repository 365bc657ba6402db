import type { EngineManifest } from '../engine.ts'

/** Deep readings and conversations by a server that speaks the OpenAI way: Ollama, vLLM, llama-server, LM Studio or another. */
export const openaiManifest: EngineManifest = {
  name: 'openai',
  stages: ['reasoning'],
  tasks: [],
  batchSize: 1,
  // Servers queue by themselves, and vLLM answers many at once; more from one gallery would starve who else asks them.
  parallelChats: 4,
}
