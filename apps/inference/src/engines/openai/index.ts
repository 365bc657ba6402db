/** Deep readings and conversations by servers that speak the OpenAI way; nothing is computed here but copies of pictures. */
import { AppError } from '@vitrine/contracts'
import type { Engine, EngineModel, ReasoningOutput } from '../engine.ts'
import { planReading } from '../reasoning/plan-reading.ts'
import { readPicture } from '../reasoning/read-picture.ts'
import { type AskContext, createAsk } from './ask.ts'
import { createChat } from './chat.ts'
import { isKnownToSee } from './choose-model.ts'
import type { Waits } from './complete.ts'
import { type ServerInfo, withModel } from './describe-server.ts'
import { createHttp } from './http.ts'
import { openaiManifest } from './manifest.ts'
import { EncodedPictures, toDataUrl } from './picture.ts'
import { Servers } from './servers.ts'
import { headersFor, parseAddress, type ReasoningServers } from './settings.ts'

/** Large enough for long receipts; what is sent is bounded by its pixels. */
const DECODE_SIDE = 4096
const DESCRIBE_MS = 8_000
const WAITS: Waits = { firstMs: 300_000, stallMs: 90_000 }

export interface OpenaiEngineOptions {
  servers: ReasoningServers
  waits?: Partial<Waits>
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
    chat: createChat(context, new EncodedPictures()),
    dispose: () => context.http.close(),
  }
}

function createContext({ servers: settings, waits }: OpenaiEngineOptions): AskContext {
  const http = createHttp(settings)
  const question = { http, wanted: settings.model, timeoutMs: DESCRIBE_MS }
  const named = settings.urls.map((url) => ({
    address: parseAddress(url),
    headers: headersFor(settings, url),
  }))
  const servers = new Servers({ servers: named, question, now: () => performance.now() })
  return { settings, servers, http, waits: { ...WAITS, ...waits } }
}

async function openOrClose({ servers, http }: AskContext): Promise<ServerInfo[]> {
  try {
    return await servers.open()
  } catch (thrown) {
    await http.close()
    throw thrown
  }
}

/** Those that answer unasked come first; then what else takes pictures, and can be chosen for a conversation. */
function listModels(infos: readonly ServerInfo[]): EngineModel[] {
  const others = infos.flatMap((info) =>
    info.models.filter(isKnownToSee).flatMap(({ id }) => withModel(info, id) ?? []),
  )
  const byName = new Map(
    [...infos, ...others].map(({ model }) => [`${model.id} ${model.revision}`, model] as const),
  )
  return [...byName.values()].map((model) => ({
    model,
    stages: [...openaiManifest.stages],
    tasks: [...openaiManifest.tasks],
    licence: 'as its server has it',
    sizeBytes: 0,
  }))
}

const onlyReads = () =>
  new AppError(
    'task-unsupported',
    'The openai engine does deep readings and answers questions; it looks for no objects.',
  )
