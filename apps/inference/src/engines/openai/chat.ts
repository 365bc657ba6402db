/** A conversation's next answer by one of the servers, streamed as it is written. */
import { AppError, type PictureKey } from '@vitrine/contracts'
import type { ChatJob, ChatOutput, Engine, EngineChatEvent } from '../engine.ts'
import { type AskContext, refOf } from './ask.ts'
import { complete } from './complete.ts'
import type { ServerInfo } from './describe-server.ts'
import { keepLoaded } from './keep-loaded.ts'
import type { EncodedPictures } from './picture.ts'
import type { Completion } from './read-completion.ts'
import { ofOneModel, type Server } from './servers.ts'
import { toWireMessages, type WireMessage } from './wire-messages.ts'

type Chat = NonNullable<Engine['chat']>

interface Errand {
  context: AskContext
  pictures: EncodedPictures
  job: ChatJob
  say(event: EngineChatEvent): void
  signal: AbortSignal
}

/** How a server takes a question: found out by asking, and kept with it. */
interface Manner {
  /** Pictures that it has are only named. */
  byName: boolean
  withUsage: boolean
}

export function createChat(context: AskContext, pictures: EncodedPictures): Chat {
  return (job, say, signal) => answer({ context, pictures, job, say, signal })
}

/** Goes on to the next server as long as nothing has been said: what was said cannot be taken back. */
async function answer(errand: Errand): Promise<ChatOutput> {
  const { context, job, signal } = errand
  let hasSpoken = false
  const say = (event: EngineChatEvent) => {
    if (event.type === 'text') hasSpoken = true
    errand.say(event)
  }
  return context.servers.use(
    async (server, info) => {
      say({ type: 'started', model: info.model })
      const startedAt = performance.now()
      const asking = { ...errand, say, hasSpoken: () => hasSpoken }
      const { completion, firstAt } = await askServer(asking, server, info)
      await keepLoaded({ http: context.http, ...server }, info, context.settings.keepAlive)
      return toOutput(completion, { model: refOf(info, completion.fingerprint), startedAt, firstAt })
    },
    { signal, conversation: job.conversation, model: job.model, isFinal: () => hasSpoken },
  )
}

interface Asked {
  completion: Completion
  /** When the first piece came, on the clock of `performance.now()`; null when none did. */
  firstAt: number | null
}

/** Asks once more in a plainer manner when the server does not take the one it is known for. */
async function askServer(
  errand: Errand & { hasSpoken(): boolean },
  server: Server,
  info: ServerInfo,
): Promise<Asked> {
  const names = [...errand.job.pictures.keys()].map((key) => nameOf(key, errand.job))
  for (;;) {
    const manner: Manner = {
      byName: info.kind === 'vllm' && names.some((name) => server.sent.has(name)),
      withUsage: server.takesUsage,
    }
    try {
      const asked = await askOnce(errand, { server, info, manner })
      if (info.kind === 'vllm') server.sent.note(names)
      if (manner.byName) server.sent.confirm()
      return asked
    } catch (thrown) {
      const error = AppError.from(thrown)
      // What was said cannot be taken back, and would be said twice.
      if (errand.hasSpoken()) throw error
      if (error.code === 'no-engine' && errand.job.model !== undefined) throw ofOneModel(error)
      // Neither says anything about the question: a cache forgets, and not every server counts tokens.
      if (manner.byName && isRefusal(error)) server.sent.miss()
      else if (
        manner.withUsage &&
        error.code === 'bad-request' &&
        /stream_options/i.test(String(error.cause))
      )
        server.takesUsage = false
      else throw error
    }
  }
}

/** What a refusal of a picture that is only named looks like: vLLM's own words differ from version to version. */
const isRefusal = ({ code }: AppError) =>
  code === 'bad-request' || code === 'engine-crashed' || code === 'no-engine' || code === 'too-large'

/** The same picture at another size is another one to a cache. */
const nameOf = (key: PictureKey, { maxPixels }: ChatJob) => `${key}-${maxPixels}`

async function askOnce(
  { context, pictures, job, say, signal }: Errand,
  { server, info, manner }: { server: Server; info: ServerInfo; manner: Manner },
): Promise<Asked> {
  let firstAt: number | null = null
  const completion = await complete(
    { ...context, address: server.address, headers: server.headers },
    {
      model: info.model.id,
      messages: await messagesFor({ server, info, manner }, pictures, job),
      maxTokens: job.maxTokens,
      temperature: job.temperature,
      isHeldToSchema: false,
      withUsage: manner.withUsage,
    },
    {
      signal,
      onText: (text) => {
        firstAt ??= performance.now()
        say({ type: 'text', text })
      },
    },
  )
  return { completion, firstAt }
}

async function messagesFor(
  { server, info, manner }: { server: Server; info: ServerInfo; manner: Manner },
  pictures: EncodedPictures,
  job: ChatJob,
): Promise<WireMessage[]> {
  const urls = new Map<PictureKey, string>()
  for (const [key, picture] of job.pictures) {
    if (manner.byName && server.sent.has(nameOf(key, job))) continue
    urls.set(key, await pictures.encode(key, picture, job.maxPixels))
  }
  return toWireMessages(job.messages, (key) => {
    const url = urls.get(key)
    const uuid = info.kind === 'vllm' ? { uuid: nameOf(key, job) } : {}
    return { type: 'image_url', image_url: url === undefined ? null : { url }, ...uuid }
  })
}

function toOutput(
  { usage, finishReason, brokenEvents }: Completion,
  { model, startedAt, firstAt }: { model: ServerInfo['model']; startedAt: number; firstAt: number | null },
): ChatOutput {
  const now = performance.now()
  const seconds = firstAt === null ? 0 : (now - firstAt) / 1000
  const completionTokens = usage?.completionTokens ?? null
  return {
    model,
    finish: finishReason === 'length' ? 'length' : 'stop',
    usage: {
      promptTokens: usage?.promptTokens ?? null,
      cachedTokens: usage?.cachedTokens ?? null,
      // Servers do not tell pictures and words apart.
      imageTokens: null,
      completionTokens,
      firstTokenMs: firstAt === null ? null : firstAt - startedAt,
      totalMs: now - startedAt,
      tokensPerSecond:
        completionTokens !== null && completionTokens > 1 && seconds > 0
          ? (completionTokens - 1) / seconds
          : null,
    },
    warnings:
      brokenEvents > 0 ? ['Some of what the server sent could not be read: words may be missing.'] : [],
  }
}
