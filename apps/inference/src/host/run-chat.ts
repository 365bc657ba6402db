/** What a child does with a chat: pictures decoded when the engine asks for them, events on their way out. */
import { AppError, type PictureKey } from '@vitrine/contracts'
import type { ChatPicture, Engine, EngineChatEvent, Settled } from '../engines/engine.ts'
import { decodeImage } from '../image/decode.ts'
import type { DecodedImage } from '../image/image.ts'
import { settle } from './pictures.ts'
import type { ChatAnswer, ChatJob } from './protocol.ts'
import { Speech } from './speech.ts'

export interface ChatRun {
  say(event: EngineChatEvent): void
  signal: AbortSignal
  /** The most that a picture may have. */
  maxPixels: number
}

/** Never rejects; everything that was said has gone out when it resolves. */
export async function runChat(engine: Engine, job: ChatJob, run: ChatRun): Promise<Settled<ChatAnswer>> {
  const speech = new Speech(run.say)
  const startedAt = performance.now()
  const warnings = new Set<string>()
  const outcome = await settle(async () => {
    if (!engine.chat) throw new AppError('task-unsupported', 'This engine cannot hold a conversation.')
    const { messages, conversation, model, maxTokens, maxPixels, temperature } = job
    const pictures = new Map<PictureKey, ChatPicture>(
      job.pictures.map(({ key, bytes }) => [key, toPicture(bytes, { engine, run, warnings })]),
    )
    return engine.chat(
      {
        messages,
        pictures,
        ...(conversation === undefined ? {} : { conversation }),
        ...(model === undefined ? {} : { model }),
        maxTokens,
        maxPixels,
        temperature,
      },
      (event) => speech.say(event),
      run.signal,
    )
  })
  speech.flush()
  if (!outcome.ok) return outcome
  const result = { ...outcome.value, warnings: [...new Set([...warnings, ...outcome.value.warnings])] }
  return { ok: true, value: { type: 'chat', engineMs: performance.now() - startedAt, result } }
}

function toPicture(
  bytes: Uint8Array,
  { engine, run, warnings }: { engine: Engine; run: ChatRun; warnings: Set<string> },
): ChatPicture {
  let decoded: Promise<DecodedImage> | undefined
  const decode = async () => {
    const image = await decodeImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      maxPixels: run.maxPixels,
      maxSide: engine.decodeSide,
      signal: run.signal,
    })
    for (const warning of image.warnings) warnings.add(warning)
    return image
  }
  return {
    bytes,
    decode: () => {
      decoded ??= decode()
      return decoded
    },
  }
}
