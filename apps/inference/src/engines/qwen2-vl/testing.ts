/** Conversations with a loaded tiny model, for this engine's tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ChatMessage, ChatPart, PictureKey } from '@vitrine/contracts'
import type { DecodedImage } from '../../image/image.ts'
import { testDevice } from '../../testing/run-on-software-gpu.ts'
import type { TinyQwenColour } from '../../testing/tiny/qwen-answers.ts'
import { type TinyQwenOptions, writeTinyQwen } from '../../testing/tiny/qwen-repository.ts'
import type { ChatJob, ChatOutput, ChatPicture, Engine, EngineChatEvent } from '../engine.ts'
import type { Qwen2VlEngineOptions } from './index.ts'

const COLOURS = { red: [220, 20, 20], green: [20, 200, 30], blue: [30, 40, 210] } as const

/** A picture of one colour. */
export function plainPicture(colour: TinyQwenColour, size = { width: 64, height: 48 }): DecodedImage {
  const pixels = Buffer.alloc(size.width * size.height * 3)
  const [red, green, blue] = COLOURS[colour]
  for (let at = 0; at < pixels.length; at += 3) pixels.set([red, green, blue], at)
  return { size, pixels, warnings: [] }
}

/** How often each picture was decoded. */
export class Album {
  readonly pictures = new Map<PictureKey, ChatPicture>()
  readonly decoded: PictureKey[] = []

  add(key: PictureKey, image: DecodedImage): this {
    const decode = () => {
      this.decoded.push(key)
      return Promise.resolve(image)
    }
    this.pictures.set(key, { bytes: new Uint8Array(), decode })
    return this
  }
}

/** Red, green and blue in three sizes: 2 × 2, 2 × 4 and 3 × 2 tokens. */
export function plainAlbum(): Album {
  return new Album()
    .add('red', plainPicture('red', { width: 56, height: 56 }))
    .add('green', plainPicture('green', { width: 112, height: 56 }))
    .add('blue', plainPicture('blue', { width: 56, height: 84 }))
}

export const asked = (...parts: (string | ChatPart)[]): ChatMessage => ({
  role: 'user',
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
})
export const answered = (text: string): ChatMessage => ({
  role: 'assistant',
  parts: [{ type: 'text', text }],
})
export const image = (picture: PictureKey): ChatPart => ({ type: 'image', picture })

export const FP32 = { embed_tokens: 'fp32', vision_encoder: 'fp32', decoder_model_merged: 'fp32' } as const

export interface TinyModel {
  dir: string
  options: Qwen2VlEngineOptions
  remove(): void
}

/** A tiny repository in a folder of its own, and what loads it. */
export function makeTinyModel(written: TinyQwenOptions = {}): TinyModel {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-qwen-'))
  writeTinyQwen(dir, written)
  return { dir, options: optionsFor(dir), remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export function optionsFor(dir: string): Qwen2VlEngineOptions {
  return {
    weights: {
      key: 'qwen2-vl-2b',
      repository: 'onnx-community/Qwen2-VL-2B-Instruct',
      revision: '0123456789abcdef0123456789abcdef01234567',
      dir,
      dtypes: { ...FP32 },
      sizeBytes: 1,
      licence: 'Apache-2.0',
    },
    device: testDevice(),
    threads: 1,
  }
}

export interface Heard {
  output: ChatOutput
  text: string
  events: EngineChatEvent[]
}

export interface AskOptions {
  signal?: AbortSignal
  onEvent?: (event: EngineChatEvent) => void
}

/** Asks and listens to the end. */
export async function ask(
  engine: Engine,
  job: Pick<ChatJob, 'messages' | 'pictures'> & Partial<ChatJob>,
  { signal = new AbortController().signal, onEvent }: AskOptions = {},
): Promise<Heard> {
  const events: EngineChatEvent[] = []
  const say = (event: EngineChatEvent) => {
    events.push(event)
    onEvent?.(event)
  }
  if (!engine.chat) throw new Error('The engine does not chat.')
  const output = await engine.chat(
    { maxTokens: 200, maxPixels: 1280 * 28 * 28, temperature: 0, ...job },
    say,
    signal,
  )
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  return { output, text, events }
}
