/** Conversations with a loaded tiny model, for this engine's tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError, type ChatMessage, type ChatPart, type PictureKey } from '@vitrine/contracts'
import { type TinyGgufOptions, writeTinyGguf } from '../../testing/tiny/gguf-repository.ts'
import type { ChatJob, ChatOutput, ChatPicture, Engine, EngineChatEvent } from '../engine.ts'
import { loadLibrary } from './library.ts'
import type { GgufEngineOptions } from './options.ts'

/** Why tests with the real library are skipped; null where it is installed. */
export function whyNoLibrary(): string | null {
  try {
    loadLibrary()
    return null
  } catch (thrown) {
    return AppError.from(thrown).message
  }
}

export interface TinyGguf {
  dir: string
  options: GgufEngineOptions
  remove(): void
}

export function makeTinyGguf(written: TinyGgufOptions = {}): TinyGguf {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-gguf-'))
  writeTinyGguf(dir, written)
  return { dir, options: optionsFor(dir), remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export function optionsFor(dir: string): GgufEngineOptions {
  return {
    weights: {
      key: 'qwen2-vl-7b-gguf',
      repository: 'bartowski/Qwen2-VL-7B-Instruct-GGUF',
      revision: '0123456789abcdef0123456789abcdef01234567',
      dir,
      dtypes: { model: 'q4-k-m', mmproj: 'fp16' },
      sizeBytes: 1,
      licence: 'Apache-2.0',
    },
    device: 'cpu',
    threads: 1,
    statesDir: path.join(dir, 'states'),
    contextTokens: 1024,
  }
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

/** Of one colour. */
export function plainPicture([red, green, blue]: readonly [number, number, number]): ChatPicture {
  const size = { width: 112, height: 84 }
  const pixels = Buffer.alloc(size.width * size.height * 3)
  for (let at = 0; at < pixels.length; at += 3) pixels.set([red, green, blue], at)
  return { bytes: new Uint8Array(), decode: () => Promise.resolve({ size, pixels, warnings: [] }) }
}

/** Of 4 × 3 tokens each. */
export const PICTURES: ReadonlyMap<PictureKey, ChatPicture> = new Map([
  ['red', plainPicture([220, 20, 20])],
  ['blue', plainPicture([30, 40, 210])],
])
export const PICTURE_TOKENS = 12

export const jobOf = (messages: readonly ChatMessage[], more: Partial<ChatJob> = {}): ChatJob => ({
  messages,
  pictures: PICTURES,
  maxTokens: 20,
  maxPixels: 1_000_000,
  temperature: 0,
  ...more,
})

export interface Heard {
  output: ChatOutput
  text: string
  events: EngineChatEvent[]
}

export async function ask(
  engine: Engine,
  job: ChatJob,
  { signal = new AbortController().signal, onEvent }: AskOptions = {},
): Promise<Heard> {
  if (!engine.chat) throw new Error('The engine cannot chat.')
  const events: EngineChatEvent[] = []
  const say = (event: EngineChatEvent) => {
    events.push(event)
    onEvent?.(event)
  }
  const output = await engine.chat(job, say, signal)
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  return { output, text, events }
}

interface AskOptions {
  signal?: AbortSignal
  onEvent?: (event: EngineChatEvent) => void
}
