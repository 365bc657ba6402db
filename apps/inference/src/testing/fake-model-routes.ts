/** What the model server of the tests says of itself, by the routes that each kind of server has. */
import { z } from 'zod'
import type { FakeModelServer } from './fake-model-server.ts'

interface Said {
  status: number
  value: unknown
}

const NOT_FOUND: Said = { status: 404, value: { error: { message: '404 page not found' } } }
const OWNERS = {
  ollama: 'library',
  vllm: 'vllm',
  'llama-server': 'llamacpp',
  'lm-studio': 'organization_owner',
} as const

export function describeItself(server: FakeModelServer, route: string, body: string): Said {
  if (route === 'GET /v1/models') return ok({ object: 'list', data: server.models.map(listed(server)) })
  switch (server.kind) {
    case 'ollama':
      return ollama(server, route, body)
    case 'vllm':
      return route === 'GET /version' ? ok({ version: '0.11.0' }) : NOT_FOUND
    case 'llama-server':
      return route === 'GET /props' ? ok(props(server)) : NOT_FOUND
    case 'lm-studio':
      return route === 'GET /api/v0/models' ? ok({ object: 'list', data: studio(server) }) : NOT_FOUND
  }
}

const ok = (value: unknown): Said => ({ status: 200, value })

function listed({ kind, contextTokens }: FakeModelServer) {
  const length = kind === 'vllm' && contextTokens !== null ? { max_model_len: contextTokens } : {}
  return (id: string) => ({ id, object: 'model', owned_by: OWNERS[kind], ...length })
}

function props({ seeing, contextTokens }: FakeModelServer) {
  return {
    build_info: 'b10257-22dc605c4',
    ...(contextTokens === null ? {} : { default_generation_settings: { n_ctx: contextTokens } }),
    ...(seeing === null ? {} : { modalities: { vision: seeing.length > 0, audio: false } }),
  }
}

function studio({ models, seeing, loaded, contextTokens }: FakeModelServer) {
  return models.map((id) => {
    const isLoaded = loaded.some(({ name }) => name === id)
    return {
      id,
      type: seeing?.includes(id) ? 'vlm' : 'llm',
      state: isLoaded ? 'loaded' : 'not-loaded',
      ...(isLoaded && contextTokens !== null ? { loaded_context_length: contextTokens } : {}),
    }
  })
}

function ollama(server: FakeModelServer, route: string, body: string): Said {
  const { models, seeing, loaded, contextTokens } = server
  const length = contextTokens === null ? {} : { context_length: contextTokens }
  switch (route) {
    case 'GET /api/version':
      return ok({ version: '0.12.3' })
    case 'GET /api/tags':
      return ok({ models: models.map((name) => ({ name, digest: digestOf(models.indexOf(name)) })) })
    case 'GET /api/ps':
      return ok({ models: loaded.map((model) => ({ ...model, ...length })) })
    case 'POST /api/show': {
      const { model } = Show.parse(JSON.parse(body))
      const sight = seeing?.includes(model) ? ['vision'] : []
      return seeing === null ? ok({ details: {} }) : ok({ capabilities: ['completion', ...sight] })
    }
    case 'POST /api/generate':
      return keep(server, Keep.parse(JSON.parse(body)))
    default:
      return NOT_FOUND
  }
}

const Show = z.strictObject({ model: z.string() })
const Keep = z.strictObject({
  model: z.string(),
  keep_alive: z.union([z.string(), z.number()]),
  stream: z.literal(false),
})

/** A question that asks nothing: the model is loaded, or let go of. */
function keep(server: FakeModelServer, wish: z.infer<typeof Keep>): Said {
  if (server.keepRefusal) return { status: server.keepRefusal.status, value: server.keepRefusal.body }
  server.kept.push({ model: wish.model, keep_alive: wish.keep_alive })
  const others = server.loaded.filter(({ name }) => name !== wish.model)
  server.loaded = wish.keep_alive === 0 ? others : [...others, { name: wish.model, size_vram: 6_000_000_000 }]
  return ok({ model: wish.model, done: true, done_reason: wish.keep_alive === 0 ? 'unload' : 'load' })
}

/** The first as it has always been; each other one's own. */
const digestOf = (index: number) => `${index === 0 ? 'f' : index}b90415cde1e4d85a0b7b4d2f0d6e4c1`
