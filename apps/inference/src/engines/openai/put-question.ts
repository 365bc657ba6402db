/** One question of a conversation to one server, in the manner in which that one takes it. */
import { AppError, type PictureKey } from '@vitrine/contracts'
import type { ChatJob, EngineChatEvent } from '../engine.ts'
import type { AskContext } from './ask.ts'
import { complete } from './complete.ts'
import type { ServerInfo } from './describe-server.ts'
import type { EncodedPictures } from './picture.ts'
import type { Completion } from './read-completion.ts'
import { ofOneModel, type Server } from './servers.ts'
import { toWireMessages, type WireMessage } from './wire-messages.ts'

export interface ChatQuestion {
  context: AskContext
  pictures: EncodedPictures
  job: ChatJob
  say(event: EngineChatEvent): void
  /** Whether a word of the answer has gone out. */
  hasSpoken(): boolean
  signal: AbortSignal
}

/** How a server takes a question: found out by asking, and kept with it. */
interface Manner {
  /** Pictures that it has are only named. */
  byName: boolean
  withUsage: boolean
}

export interface Asked {
  completion: Completion
  /** When the first piece came, on the clock of `performance.now()`; null when none did. */
  firstAt: number | null
}

/** Asks once more in a plainer manner when the server does not take the one it is known for. */
export async function putQuestion(errand: ChatQuestion, server: Server, info: ServerInfo): Promise<Asked> {
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
  { context, pictures, job, say, signal }: ChatQuestion,
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
