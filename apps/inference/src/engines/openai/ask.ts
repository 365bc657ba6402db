/** Questions about one picture to the servers: in the shape that each takes, and on to the next when one fails. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { ChatMessage, ReadingPlan } from '../reasoning/plan-reading.ts'
import type { Ask, ModelAnswer } from '../reasoning/read-picture.ts'
import { type CompletionRequest, type Connection, complete, type Waits } from './complete.ts'
import type { ServerInfo } from './describe-server.ts'
import type { Http } from './http.ts'
import { keepLoaded } from './keep-loaded.ts'
import type { Completion } from './read-completion.ts'
import type { Server, Servers } from './servers.ts'
import type { ReasoningServers } from './settings.ts'
import type { WireMessage } from './wire-messages.ts'

export interface AskContext {
  settings: ReasoningServers
  servers: Servers
  http: Http
  waits: Waits
}

export interface Errand {
  plan: ReadingPlan
  /** A data URL. */
  picture: string
  signal: AbortSignal
}

export function createAsk(context: AskContext, { plan, picture, signal }: Errand): Ask {
  const { servers, settings, http, waits } = context
  return (question) =>
    servers.use(
      async (server, info) => {
        const { address, headers } = server
        const connection: Connection = { http, headers, waits, address }
        const request = { model: info.model.id, maxTokens: plan.maxTokens, temperature: 0, withUsage: false }
        const answer = question.wantsData
          ? await askForData({ server, connection, request, picture, signal, messages: question.messages })
          : await askAs('none', { connection, request, picture, signal, messages: question.messages })
        await keepLoaded(connection, info, settings.keepAlive)
        return toAnswer(answer, info)
      },
      { signal },
    )
}

interface Asking extends Pick<Parameters<Ask>[0], 'messages'> {
  connection: Connection
  request: Omit<CompletionRequest, 'messages' | 'isHeldToSchema'>
  /** A data URL. */
  picture: string
  signal: AbortSignal
}

type Shaped = Completion & Pick<ModelAnswer, 'shape'>

/** Servers that know no schemas refuse the question: they are asked without, and from then on at once. */
async function askForData({ server, ...asking }: Asking & { server: Server }): Promise<Shaped> {
  if (!server.takesSchema) return askAs('fence', asking)
  try {
    return await askAs('schema', asking)
  } catch (thrown) {
    if (AppError.from(thrown).code !== 'bad-request') throw thrown
    const answer = await askAs('fence', asking)
    server.takesSchema = false
    return answer
  }
}

async function askAs(shape: ModelAnswer['shape'], asking: Asking): Promise<Shaped> {
  const { connection, request, picture, messages, signal } = asking
  const isHeldToSchema = shape === 'schema'
  const completion = await complete(
    connection,
    { ...request, messages: messages(shape).map((message) => toWire(message, picture)), isHeldToSchema },
    { signal },
  )
  return { ...completion, shape }
}

function toWire({ role, text, hasPicture }: ChatMessage, picture: string): WireMessage {
  if (!hasPicture) return { role, content: text }
  return {
    role,
    content: [
      { type: 'image_url', image_url: { url: picture } },
      { type: 'text', text },
    ],
  }
}

function toAnswer(
  { text, shape, finishReason, fingerprint, brokenEvents }: Shaped,
  info: ServerInfo,
): ModelAnswer {
  const warnings =
    brokenEvents > 0 ? ['Some of what the server sent could not be read: words may be missing.'] : []
  return { text, shape, isCutOff: finishReason === 'length', model: refOf(info, fingerprint), warnings }
}

/** A hash of the weights says most; a fingerprint that is the same for all models, or only the name, says nothing. */
export function refOf({ model, digest }: ServerInfo, fingerprint: string | null): ModelRef {
  if (digest !== null || !fingerprint || fingerprint === 'fp_ollama' || fingerprint === model.id) return model
  return { ...model, revision: fingerprint }
}
