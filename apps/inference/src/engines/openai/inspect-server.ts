/** What a server is and which models it has. */
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'
import { get, parseAs, type ServerQuestion, tryGet } from './ask-server.ts'
import { explainRefusal } from './explain-refusal.ts'
import { explainSilence } from './explain-silence.ts'
import { type ListedModel, llamaServerFacts, ollamaFacts, studioFacts, unknownModel } from './model-facts.ts'

export type ServerKind = 'ollama' | 'vllm' | 'llama-server' | 'lm-studio' | 'openai-compatible'

export interface ServerFacts {
  kind: ServerKind
  /** Of its program; empty where it does not tell. */
  version: string
  models: ListedModel[]
}

const ModelList = z.object({
  data: z
    .array(
      z.object({
        id: z.string().min(1),
        owned_by: z.string().nullish().catch(null),
        /** vLLM's: the longest conversation, in tokens. */
        max_model_len: z.int().positive().nullish().catch(null),
      }),
    )
    .nullish()
    .transform((data) => data ?? []),
})
type ModelList = z.infer<typeof ModelList>
const Version = z.object({ version: z.string().min(1) })

/** Throws `engine-starting` when it does not answer, `no-engine` when it lists no models, or what it refuses with. */
export async function inspectServer(question: ServerQuestion): Promise<ServerFacts> {
  const { root } = question.address
  const { data } = await listModels(question)
  const ids = data.map(({ id }) => id)
  const ollama = await tryGet(question, `${root}/api/version`, Version)
  if (ollama) return { kind: 'ollama', version: ollama.version, models: await ollamaFacts(question, ids) }
  // Servers name themselves as the owner of what they serve.
  switch (data[0]?.owned_by) {
    case 'vllm': {
      const version = (await tryGet(question, `${root}/version`, Version))?.version ?? ''
      const models = data.map(({ id, max_model_len }) => ({
        ...unknownModel(id),
        contextTokens: max_model_len ?? null,
      }))
      return { kind: 'vllm', version, models }
    }
    case 'llamacpp':
      return { kind: 'llama-server', ...(await llamaServerFacts(question, ids)) }
    case 'organization_owner':
      return { kind: 'lm-studio', version: '', models: await studioFacts(question, ids) }
    default:
      return { kind: 'openai-compatible', version: '', models: ids.map(unknownModel) }
  }
}

async function listModels(question: ServerQuestion): Promise<ModelList> {
  const { address } = question
  let body: string
  try {
    const reply = await get(question, `${address.api}/models`)
    body = await reply.text()
    if (reply.status !== 200) {
      const retryAfter = reply.headers.get('retry-after')
      throw explainRefusal({ status: reply.status, body, retryAfter }, { server: address.root, model: null })
    }
  } catch (thrown) {
    throw explainSilence(thrown, address.root, false)
  }
  const parsed = parseAs(ModelList, body)
  if (parsed) return parsed
  throw new AppError('no-engine', `What answers at ${address.root} does not list models the OpenAI way.`, {
    retryAfterSeconds: 60,
  })
}
