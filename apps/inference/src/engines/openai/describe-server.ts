/** What a server is and what it has: asked once, before its first reading. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import { z } from 'zod'
import { chooseModel } from './choose-model.ts'
import { explainRefusal } from './explain-refusal.ts'
import { explainSilence } from './explain-silence.ts'
import type { Http } from './http.ts'
import type { Address } from './settings.ts'

export type ServerKind = 'ollama' | 'vllm' | 'llama-server' | 'lm-studio' | 'openai-compatible'

export interface ServerInfo {
  kind: ServerKind
  /** The model that reads, with the best revision that is known before it has answered. */
  model: ModelRef
  /** The hash of its weights, where the server tells; null elsewhere. */
  digest: string | null
}

export interface ServerQuestion {
  http: Http
  address: Address
  headers: Record<string, string>
  /** The model that is wanted. */
  wanted: string | undefined
  timeoutMs: number
}

const ModelList = z.object({
  data: z
    .array(z.object({ id: z.string().min(1), owned_by: z.string().nullish().catch(null) }))
    .nullish()
    .transform((data) => data ?? []),
})
const Version = z.object({ version: z.string().min(1) })
const Props = z.object({ build_info: z.string().min(1) })
const Tags = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string().min(1) })) })

/** Throws `engine-starting` when it does not answer, `no-engine` when it has no model for this, or what it refuses with. */
export async function describeServer(question: ServerQuestion): Promise<ServerInfo> {
  const { address, wanted } = question
  const { data } = await listModels(question)
  const ids = data.map(({ id }) => id)
  const id = chooseModel(ids, wanted)
  const ollama = await tryGet(question, `${address.root}/api/version`, Version)
  if (id === null) throw noModel(question, ids, ollama !== null)
  const owner = data.find((model) => model.id === id)?.owned_by ?? ''
  const { kind, version, digest } = ollama
    ? { kind: 'ollama' as const, version: ollama.version, digest: await findDigest(question, id) }
    : { ...(await findBuild(question, owner)), digest: null }
  const revision = digest ?? `${kind} ${version}`.trim()
  return { kind, digest, model: { id, revision, dtype: 'none', device: 'remote' } }
}

async function listModels(question: ServerQuestion): Promise<z.infer<typeof ModelList>> {
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

/** Ollama's own list has the hash of each model. */
async function findDigest(question: ServerQuestion, id: string): Promise<string | null> {
  const tags = await tryGet(question, `${question.address.root}/api/tags`, Tags)
  const digest = tags?.models.find(({ name }) => name === id)?.digest
  return digest ? digest.replace(/^sha256:/, '').slice(0, 12) : null
}

/** Servers name themselves as the owner of what they serve. */
async function findBuild(
  question: ServerQuestion,
  owner: string,
): Promise<{ kind: ServerKind; version: string }> {
  const { root } = question.address
  switch (owner) {
    case 'vllm':
      return { kind: 'vllm', version: (await tryGet(question, `${root}/version`, Version))?.version ?? '' }
    case 'llamacpp':
      return {
        kind: 'llama-server',
        version: (await tryGet(question, `${root}/props`, Props))?.build_info ?? '',
      }
    case 'organization_owner':
      return { kind: 'lm-studio', version: '' }
    default:
      return { kind: 'openai-compatible', version: '' }
  }
}

/** Null where the server has no such route, or answers in another form: it is another kind of server. */
export async function tryGet<T>(
  question: ServerQuestion,
  url: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  try {
    const reply = await get(question, url)
    const body = await reply.text()
    return reply.status === 200 ? parseAs(schema, body) : null
  } catch (thrown) {
    throw explainSilence(thrown, question.address.root, false)
  }
}

function get({ http, headers, timeoutMs }: ServerQuestion, url: string) {
  return http.fetch(url, { method: 'GET', headers, signal: AbortSignal.timeout(timeoutMs) })
}

function parseAs<T>(schema: z.ZodType<T>, body: string): T | null {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

const MAX_NAMED = 12

function noModel({ address, wanted }: ServerQuestion, ids: readonly string[], isOllama: boolean): AppError {
  const server = `The server at ${address.root}`
  const have = `It has: ${ids.slice(0, MAX_NAMED).join(', ')}${ids.length > MAX_NAMED ? ', …' : ''}.`
  const options = { retryAfterSeconds: 60 }
  if (ids.length === 0)
    return new AppError('no-engine', `${server} has no model yet.`, {
      ...options,
      suggestion: isOllama ? 'On its machine: ollama pull qwen2.5vl:7b' : 'Load a model that takes images.',
    })
  if (wanted !== undefined)
    return new AppError('no-engine', `${server} has no model called ${wanted}. ${have}`, {
      ...options,
      suggestion: 'Choose one of them on the Models page, or in VITRINE_REASONING_MODEL.',
    })
  return new AppError('no-engine', `${server} has no model that is known to take images. ${have}`, {
    ...options,
    suggestion: 'Choose one that does on the Models page, or in VITRINE_REASONING_MODEL.',
  })
}
