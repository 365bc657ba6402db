/** Deep readings by an engine that holds conversations: the same questions, asked as its chat takes them. */
import { createHash } from 'node:crypto'
import type { ChatPart, ChatMessage as ContractMessage, PictureKey } from '@vitrine/contracts'
import type { DecodedImage } from '../../image/image.ts'
import { asSharp } from '../../image/raster.ts'
import type { ChatPicture, Engine } from '../engine.ts'
import { type AnswerShape, type ChatMessage, planReading, type ReadingPlan } from './plan-reading.ts'
import { type Ask, readPicture } from './read-picture.ts'

type Chat = NonNullable<Engine['chat']>

/** Fine enough that small print loses nothing that a model could see. */
const JPEG_QUALITY = 92

/** An engine's `reason` out of its `chat`. */
export function createReasoning(chat: Chat): NonNullable<Engine['reason']> {
  return async (image, context, signal) => {
    const plan = planReading(context)
    const picture = await toPicture(image, plan.maxPixels)
    return readPicture(plan, askByChat(chat, { plan, picture, signal }))
  }
}

interface Errand {
  plan: ReadingPlan
  picture: ChatPicture
  signal: AbortSignal
}

/** Nothing holds these engines to a schema, so that data is asked for in a fence. */
function askByChat(chat: Chat, { plan, picture, signal }: Errand): Ask {
  const key = keyOf(picture)
  return async ({ messages, wantsData }) => {
    const shape: AnswerShape = wantsData ? 'fence' : 'none'
    let text = ''
    const { model, finish, warnings } = await chat(
      {
        messages: messages(shape).map((message) => toContract(message, key)),
        pictures: new Map([[key, picture]]),
        maxTokens: plan.maxTokens,
        maxPixels: plan.maxPixels,
        temperature: 0,
      },
      (event) => {
        if (event.type === 'text') text += event.text
      },
      signal,
    )
    return { text, shape, isCutOff: finish === 'length', model, warnings }
  }
}

function toContract({ role, text, hasPicture }: ChatMessage, picture: PictureKey): ContractMessage {
  const parts: ChatPart[] = [{ type: 'text', text }]
  return { role, parts: hasPicture ? [{ type: 'image', picture }, ...parts] : parts }
}

/** The copy in bytes is no larger than what is looked at. */
async function toPicture(image: DecodedImage, maxPixels: number): Promise<ChatPicture> {
  const { width, height } = image.size
  const shrink = Math.min(1, Math.sqrt(maxPixels / (width * height)))
  const bytes = await asSharp(image)
    .resize({ width: Math.max(1, Math.round(width * shrink)), kernel: 'lanczos3' })
    .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer()
  return { bytes, decode: () => Promise.resolve(image) }
}

/** By what is in it, since an engine may keep what it knows of a picture under its key. */
const keyOf = ({ bytes }: ChatPicture): PictureKey =>
  `reading-${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`
