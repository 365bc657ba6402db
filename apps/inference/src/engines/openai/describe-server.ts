/** What a server has and which of its models answers: asked once, before its first question. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { ServerQuestion } from './ask-server.ts'
import { chooseModel, findModel } from './choose-model.ts'
import { inspectServer, type ServerFacts } from './inspect-server.ts'

export interface ServerInfo extends Pick<ServerFacts, 'kind' | 'version' | 'models'> {
  /** The model that answers, with the best revision that is known before it has. */
  model: ModelRef
  /** The hash of its weights, where the server tells; null elsewhere. */
  digest: string | null
}

/** Throws what `inspectServer` does, and `no-engine` when it has no model for this. */
export async function describeServer(question: ServerQuestion): Promise<ServerInfo> {
  const facts = await inspectServer(question)
  const id = chooseModel(facts.models, question.wanted)
  if (id === null) throw noModel(question, facts)
  return describeModel(facts, id)
}

/** The same server with another of its models; null when it has none of that name. */
export function withModel(info: ServerInfo, wanted: string): ServerInfo | null {
  const id = findModel(info.models, wanted)
  return id === null ? null : describeModel(info, id)
}

function describeModel({ kind, version, models }: ServerFacts, id: string): ServerInfo {
  const digest = models.find((model) => model.id === id)?.digest ?? null
  const revision = digest ?? `${kind} ${version}`.trim()
  return { kind, version, models, digest, model: { id, revision, dtype: 'none', device: 'remote' } }
}

const MAX_NAMED = 12

/** Why nothing can be asked of a server, and what to do. */
export function noModel(
  { address, wanted }: Pick<ServerQuestion, 'address' | 'wanted'>,
  { kind, models }: Pick<ServerFacts, 'kind' | 'models'>,
): AppError {
  const server = `The server at ${address.root}`
  const ids = models.map(({ id }) => id)
  const have = `It has: ${ids.slice(0, MAX_NAMED).join(', ')}${ids.length > MAX_NAMED ? ', …' : ''}.`
  const options = { retryAfterSeconds: 60 }
  if (ids.length === 0)
    return new AppError('no-engine', `${server} has no model yet.`, {
      ...options,
      suggestion:
        kind === 'ollama' ? 'On its machine: ollama pull qwen2.5vl:7b' : 'Load a model that takes images.',
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
