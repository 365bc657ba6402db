/** A conversation's next answer by one of the servers, streamed as it is written. */
import type { ChatOutput, Engine, EngineChatEvent } from '../engine.ts'
import { type AskContext, refOf } from './ask.ts'
import type { ServerInfo } from './describe-server.ts'
import { keepLoaded } from './keep-loaded.ts'
import type { EncodedPictures } from './picture.ts'
import { type ChatQuestion, putQuestion } from './put-question.ts'
import type { Completion } from './read-completion.ts'

type Chat = NonNullable<Engine['chat']>

type Errand = Omit<ChatQuestion, 'hasSpoken'>

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
      const { completion, firstAt } = await putQuestion(asking, server, info)
      const output = toOutput(completion, { model: refOf(info, completion.fingerprint), startedAt, firstAt })
      await keepLoaded({ http: context.http, ...server }, info, context.settings.keepAlive)
      return output
    },
    { signal, conversation: job.conversation, model: job.model, isFinal: () => hasSpoken },
  )
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
