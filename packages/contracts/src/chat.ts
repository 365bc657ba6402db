/**
 * What an engine is asked in a chat, and what it streams back. `POST /v1/chat` takes multipart: `options`
 * (ChatOptions as JSON) and one file part for each picture, named by its key; it answers with server-sent events,
 * each the JSON of a ChatEvent. Who hangs up cancels.
 */
import * as z from 'zod'
import { WireError } from './errors.ts'
import { Box, type Size } from './geometry.ts'
import { EngineName, ModelRef } from './models.ts'
import { Priority } from './perception.ts'

/** Names a picture of a request; the same key always means the same bytes, so that caches may go by it. */
export const PictureKey = z
  .string()
  .max(80)
  .regex(/^[A-Za-z0-9._-]+$/)
export type PictureKey = z.infer<typeof PictureKey>

/** A piece of a message, in the order in which it is to be read. */
export const ChatPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image'), picture: PictureKey }),
  /** A part of a picture that stands in this message or an earlier one; `label`: what it is called. */
  z.object({
    type: z.literal('region'),
    picture: PictureKey,
    box: Box,
    label: z.string().max(200).default(''),
  }),
  /** A picture out of a video, and when it is seen there, in seconds from its start. */
  z.object({ type: z.literal('frame'), picture: PictureKey, atSeconds: z.number().nonnegative() }),
])
export type ChatPart = z.infer<typeof ChatPart>

export const ChatRole = z.enum(['system', 'user', 'assistant'])
export type ChatRole = z.infer<typeof ChatRole>

export const ChatMessage = z.object({ role: ChatRole, parts: z.array(ChatPart).min(1).max(400) })
export type ChatMessage = z.infer<typeof ChatMessage>

/** The most pixels of a picture that are looked at unless said otherwise: 1280 tokens of Qwen2-VL. */
export const DEFAULT_MAX_PIXELS = 1280 * 28 * 28

export const ChatOptions = z.object({
  priority: Priority.default('interactive'),
  /** The most milliseconds the caller waits, queueing and loading included: a processor may write for minutes. */
  deadlineMs: z.int().min(1).max(3_600_000).default(1_800_000),
  /** Which engine is wanted; the best present one when left out. */
  engine: EngineName.optional(),
  /** Which of that engine's models, by its id; the one in use when left out. */
  model: z.string().min(1).max(200).optional(),
  /** What the engine may keep its cache under: the turns of one conversation share a beginning. */
  conversation: z.string().min(1).max(64).optional(),
  messages: z.array(ChatMessage).min(1).max(400),
  /** The most tokens of the answer. */
  maxTokens: z.int().min(1).max(16_384).default(1024),
  /** Larger pictures are made smaller. */
  maxPixels: z
    .int()
    .min(4 * 28 * 28)
    .max(16_384 * 28 * 28)
    .default(DEFAULT_MAX_PIXELS),
  /** 0: the likeliest token, always. */
  temperature: z.number().min(0).max(2).default(0),
})
export type ChatOptions = z.infer<typeof ChatOptions>
/** As a caller writes them: what is left out has its default. */
export type ChatRequest = z.input<typeof ChatOptions>

const Tokens = z.int().nonnegative().nullable()

/** Of one answer. Null where an engine does not count. */
export const ChatUsage = z.object({
  /** The whole conversation up to the answer, pictures included. */
  promptTokens: Tokens,
  /** Of these, what was still there from an earlier turn and not read again. */
  cachedTokens: Tokens,
  /** Of the prompt, what stands for pictures. */
  imageTokens: Tokens,
  completionTokens: Tokens,
  /** In the engine's queue, loading included. */
  queueMs: z.number().nonnegative(),
  /** From the engine's beginning to the first piece of text; null when there was none. */
  firstTokenMs: z.number().nonnegative().nullable(),
  /** In the engine. */
  totalMs: z.number().nonnegative(),
  /** After the first. */
  tokensPerSecond: z.number().nonnegative().nullable(),
})
export type ChatUsage = z.infer<typeof ChatUsage>

/** Why an answer ended: by itself, or at the limit of tokens. */
export const FinishReason = z.enum(['stop', 'length'])
export type FinishReason = z.infer<typeof FinishReason>

/** In this order: any `waiting` and `loading`; one `started`; `reading` and `text`; at last one `done` or `failed`. */
export const ChatEvent = z.discriminatedUnion('type', [
  /** Others are before this one in the queue. */
  z.object({ type: z.literal('waiting'), engine: EngineName, ahead: z.int().nonnegative() }),
  z.object({ type: z.literal('loading'), engine: EngineName }),
  z.object({ type: z.literal('started'), engine: EngineName, model: ModelRef }),
  /** The prompt is being read: tokens done of tokens to do, what is cached left out. */
  z.object({
    type: z.literal('reading'),
    doneTokens: z.int().nonnegative(),
    totalTokens: z.int().nonnegative(),
  }),
  /** The next piece of the answer. */
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('done'),
    engine: EngineName,
    model: ModelRef,
    finish: FinishReason,
    usage: ChatUsage,
    /** What went less well, in plain sentences. */
    warnings: z.array(z.string()),
  }),
  z.object({ type: z.literal('failed'), error: WireError.shape.error }),
])
export type ChatEvent = z.infer<typeof ChatEvent>

/** The side of the square of pixels that is one token of Qwen2-VL and Qwen2.5-VL. */
const TOKEN_SIDE = 28

/**
 * Tokens that a picture costs under a cap of pixels, as Qwen2-VL counts them: both sides are rounded to multiples of
 * 28 after the picture has been made to fit. Other models are near it.
 */
export function estimateImageTokens({ width, height }: Size, maxPixels = DEFAULT_MAX_PIXELS): number {
  const shrink = Math.min(1, Math.sqrt(maxPixels / (width * height)))
  const side = (length: number) => Math.max(1, Math.round((length * shrink) / TOKEN_SIDE))
  return side(width) * side(height)
}
