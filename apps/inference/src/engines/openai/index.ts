/** Deep readings by servers that speak the OpenAI way; nothing is computed here but the picture's copy. */
import { AppError, type ModelRef } from '@vitrine/contracts'
import type { Engine, EngineModel, ReasoningOutput } from '../engine.ts'
import { planReading, type ReadingPlan } from '../reasoning/plan-reading.ts'
import { type Ask, type ModelAnswer, readPicture } from '../reasoning/read-picture.ts'
import { type CompletionRequest, type Connection, complete, type Waits } from './complete.ts'
import type { ServerInfo } from './describe-server.ts'
import { createHttp, type Http } from './http.ts'
import { keepLoaded } from './keep-loaded.ts'
import { openaiManifest } from './manifest.ts'
import { toDataUrl } from './picture.ts'
import type { Completion } from './read-completion.ts'
import { type Server, Servers } from './servers.ts'
import { parseAddress, type ReasoningServers } from './settings.ts'

/** Large enough for long receipts; what is sent is bounded by its pixels. */
const DECODE_SIDE = 4096
const DESCRIBE_MS = 8_000
const WAITS: Waits = { firstMs: 300_000, stallMs: 90_000 }

export interface OpenaiEngineOptions {
  servers: ReasoningServers
  waits?: Partial<Waits>
}

interface Context {
  settings: ReasoningServers
  servers: Servers
  http: Http
  headers: Record<string, string>
  waits: Waits
}

/** Asks the servers what they have. Throws AppError `engine-starting` or `no-engine` when none can serve. */
export async function createOpenaiEngine(options: OpenaiEngineOptions): Promise<Engine> {
  const context = createContext(options)
  const infos = await openOrClose(context)
  return {
    device: 'remote',
    decodeSide: DECODE_SIDE,
    models: listModels(infos),
    perceive: () => Promise.reject(onlyReads()),
    runTask: () => Promise.reject(onlyReads()),
    async reason(image, given, signal): Promise<ReasoningOutput> {
      const plan = planReading(given)
      const picture = await toDataUrl(image, plan.maxPixels)
      return readPicture(plan, createAsk(context, { plan, picture, signal }))
    },
    dispose: () => context.http.close(),
  }
}

function createContext({ servers: settings, waits }: OpenaiEngineOptions): Context {
  const http = createHttp(settings)
  const headers: Record<string, string> = settings.apiKey
    ? { authorization: `Bearer ${settings.apiKey}` }
    : {}
  const question = { http, headers, wanted: settings.model, timeoutMs: DESCRIBE_MS }
  const addresses = settings.urls.map(parseAddress)
  const servers = new Servers({ addresses, question, now: () => performance.now() })
  return { settings, servers, http, headers, waits: { ...WAITS, ...waits } }
}

async function openOrClose({ servers, http }: Context): Promise<ServerInfo[]> {
  try {
    return await servers.open()
  } catch (thrown) {
    await http.close()
    throw thrown
  }
}

interface Errand {
  plan: ReadingPlan
  picture: string
  signal: AbortSignal
}

function createAsk(context: Context, { plan, picture, signal }: Errand): Ask {
  const { servers, settings, http, headers, waits } = context
  return (question) =>
    servers.use(async (server, info) => {
      const connection: Connection = { http, headers, waits, address: server.address }
      const request = { model: info.model.id, picture, maxTokens: plan.maxTokens }
      const answer = question.wantsData
        ? await askForData({ server, connection, request, signal, messages: question.messages })
        : await askAs('none', { connection, request, signal, messages: question.messages })
      await keepLoaded(connection, info, settings.keepAlive)
      return toAnswer(answer, info)
    }, signal)
}

interface Asking extends Pick<Parameters<Ask>[0], 'messages'> {
  connection: Connection
  request: Omit<CompletionRequest, 'messages' | 'isHeldToSchema'>
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
  const { connection, request, messages, signal } = asking
  const isHeldToSchema = shape === 'schema'
  const completion = await complete(
    connection,
    { ...request, messages: messages(shape), isHeldToSchema },
    signal,
  )
  return { ...completion, shape }
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
function refOf({ model, digest }: ServerInfo, fingerprint: string | null): ModelRef {
  if (digest !== null || !fingerprint || fingerprint === 'fp_ollama' || fingerprint === model.id) return model
  return { ...model, revision: fingerprint }
}

function listModels(infos: readonly ServerInfo[]): EngineModel[] {
  const byName = new Map(infos.map(({ model }) => [`${model.id} ${model.revision}`, model]))
  return [...byName.values()].map((model) => ({
    model,
    stages: [...openaiManifest.stages],
    tasks: [...openaiManifest.tasks],
    licence: 'as its server has it',
    sizeBytes: 0,
  }))
}

const onlyReads = () => new AppError('task-unsupported', 'The openai engine does deep readings only.')
