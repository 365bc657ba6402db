import type { EngineManifest } from '../engine.ts'

/** Deep readings by a server that speaks the OpenAI way: Ollama, vLLM, llama-server, LM Studio or another. */
export const openaiManifest: EngineManifest = {
  name: 'openai',
  stages: ['reasoning'],
  tasks: [],
  batchSize: 1,
}
