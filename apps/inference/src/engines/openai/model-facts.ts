/** What servers tell of their models beyond the names, each by routes of its own. */
import { z } from 'zod'
import { type ServerQuestion, tryGet, tryPost } from './ask-server.ts'

/** A model of a server; null for what it does not tell. */
export interface ListedModel {
  id: string
  /** The hash of its weights. */
  digest: string | null
  takesPictures: boolean | null
  isLoaded: boolean | null
  /** Of the server's graphics memory, while it is loaded. */
  memoryBytes: number | null
  /** The longest conversation that it takes as it is loaded, in tokens. */
  contextTokens: number | null
}

export function unknownModel(id: string): ListedModel {
  const unknown = {
    digest: null,
    takesPictures: null,
    isLoaded: null,
    memoryBytes: null,
    contextTokens: null,
  }
  return { id, ...unknown }
}

const Tokens = z.int().positive().nullish().catch(null)

/** Ollama, docs/api.md, "List Local Models" and "List Running Models"; the context length by newer ones only. */
const Tags = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string().min(1) })) })
const Running = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size_vram: z.int().nonnegative().nullish().catch(null),
      context_length: Tokens,
    }),
  ),
})
/** Ollama, docs/api.md, "Show Model Information"; capabilities by newer ones only. */
const Shown = z.object({ capabilities: z.array(z.string()) })

/** Each is asked about by itself: libraries of hundreds are not gone through. */
const MAX_SHOWN = 40

export async function ollamaFacts(question: ServerQuestion, ids: readonly string[]): Promise<ListedModel[]> {
  const { root } = question.address
  const [tags, running, ...shown] = await Promise.all([
    tryGet(question, `${root}/api/tags`, Tags),
    tryGet(question, `${root}/api/ps`, Running),
    ...ids
      .slice(0, MAX_SHOWN)
      .map((model) => tryPost(question, { url: `${root}/api/show`, body: { model } }, Shown)),
  ])
  return ids.map((id, index) => {
    const digest = tags?.models.find(({ name }) => name === id)?.digest.replace(/^sha256:/, '')
    const loaded = running?.models.find(({ name }) => name === id)
    return {
      id,
      digest: digest?.slice(0, 12) ?? null,
      takesPictures: shown[index]?.capabilities.includes('vision') ?? null,
      isLoaded: running ? loaded !== undefined : null,
      memoryBytes: loaded?.size_vram ?? null,
      contextTokens: loaded?.context_length ?? null,
    }
  })
}

/** llama.cpp, tools/server/README.md, "GET /props". */
const Props = z.object({
  build_info: z.string().min(1),
  modalities: z.object({ vision: z.boolean() }).nullish().catch(null),
  default_generation_settings: z.object({ n_ctx: Tokens }).nullish().catch(null),
})

/** It serves one model, and says what it is built of. */
export async function llamaServerFacts(
  question: ServerQuestion,
  ids: readonly string[],
): Promise<{ version: string; models: ListedModel[] }> {
  const props = await tryGet(question, `${question.address.root}/props`, Props)
  const models = ids.map((id) => ({
    ...unknownModel(id),
    takesPictures: ids.length === 1 ? (props?.modalities?.vision ?? null) : null,
    contextTokens: ids.length === 1 ? (props?.default_generation_settings?.n_ctx ?? null) : null,
  }))
  return { version: props?.build_info ?? '', models }
}

/** LM Studio, "REST API v0", "GET /api/v0/models". */
const Studio = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      state: z.string().nullish(),
      loaded_context_length: Tokens,
    }),
  ),
})

export async function studioFacts(question: ServerQuestion, ids: readonly string[]): Promise<ListedModel[]> {
  const studio = await tryGet(question, `${question.address.root}/api/v0/models`, Studio)
  return ids.map((id) => {
    const known = studio?.data.find((model) => model.id === id)
    if (!known) return unknownModel(id)
    return {
      ...unknownModel(id),
      takesPictures: known.type === 'vlm',
      isLoaded: known.state ? known.state === 'loaded' : null,
      contextTokens: known.loaded_context_length ?? null,
    }
  })
}
