/** Videos decoded by the package `node-av`, in a process of their own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'
import { believedDuration, fitPixels, uprightSize } from './facts.ts'
import { SAMPLE } from './keyframes.ts'
import {
  damagedVideo,
  FORMATS,
  noPictures,
  type OpenVideo,
  type OpenVideoFile,
  tooManyPixels,
} from './video.ts'

const Message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('info'),
    durationMs: z.number().nonnegative().nullable(),
    width: z.int(),
    height: z.int(),
    aspect: z.object({ num: z.number(), den: z.number() }).nullable(),
    turns: z.int(),
    tags: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('sample'), atMs: z.number().nonnegative(), data: z.instanceof(Uint8Array) }),
  z.object({
    type: z.literal('frame'),
    atMs: z.number().nonnegative(),
    width: z.int().positive(),
    height: z.int().positive(),
    data: z.instanceof(Uint8Array),
  }),
  z.object({ type: z.literal('end') }),
  z.object({
    type: z.literal('failed'),
    reason: z.enum(['unavailable', 'no-video', 'too-many-pixels', 'damaged']),
    detail: z.string(),
  }),
])
type Message = z.infer<typeof Message>

/** Silence for longer than this is given up: a hostile file can keep a decoder busy for ever. */
const SILENCE_MS = 120_000

/** The decoding process, and what it says, one message at a time. */
class VideoProcess {
  readonly #child: ChildProcess
  readonly #signal: AbortSignal | undefined
  readonly #heard: Message[] = []
  #hasEnded = false
  #wake: () => void = () => {}

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
    this.#child = fork(fileURLToPath(new URL('./video-worker.mjs', import.meta.url)), [], {
      serialization: 'advanced',
      // A decoder's complaints about a file are no lines of our log.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      ...(signal ? { signal } : {}),
      killSignal: 'SIGKILL',
    })
    this.#child.on('message', (raw) => {
      // What a file makes it say is no fault of ours to fall over.
      const message = Message.safeParse(raw)
      this.#heard.push(message.success ? message.data : nonsense(message.error))
      this.#wake()
    })
    const end = () => {
      this.#hasEnded = true
      this.#wake()
    }
    this.#child.once('exit', end)
    this.#child.once('error', end)
  }

  order(order: object): void {
    if (this.#child.connected) this.#child.send(order)
  }

  /** Throws `cancelled`, or `undecodable-image` when the process has ended or is silent. */
  async next(): Promise<Message> {
    const lateAt = Date.now() + SILENCE_MS
    for (;;) {
      const message = this.#heard.shift()
      if (message) return message
      this.#signal?.throwIfAborted()
      if (this.#hasEnded) throw damagedVideo(new Error('The decoding process ended early.'))
      await this.#wait(lateAt - Date.now())
    }
  }

  /** The messages up to the end of what was ordered. */
  async *until<T extends 'sample' | 'frame'>(type: T): AsyncGenerator<Extract<Message, { type: T }>> {
    const isWanted = (message: Message): message is Extract<Message, { type: T }> => message.type === type
    for (;;) {
      const message = await this.next()
      if (message.type === 'end') return
      if (message.type === 'failed') throw refusal(message)
      if (isWanted(message)) yield message
    }
  }

  async close(): Promise<void> {
    if (this.#hasEnded) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  #wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(damagedVideo(new Error('It took too long to decode.'))),
        Math.max(0, timeoutMs),
      )
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

const nonsense = (error: z.ZodError): Message => ({
  type: 'failed',
  reason: 'damaged',
  detail: `The video has numbers that can't be: ${error.message}`,
})

export const openWithPackage: OpenVideoFile = async (path, { maxPixels, signal }) => {
  signal?.throwIfAborted()
  const process = new VideoProcess(signal)
  try {
    process.order({ type: 'open', path, formats: FORMATS, maxPixels })
    const first = await process.next()
    if (first.type === 'info') return toVideo(process, first)
    if (first.type !== 'failed') throw damagedVideo(new Error(`It began with a ${first.type}.`))
    if (first.reason !== 'unavailable') throw refusal(first)
    await process.close()
    return null
  } catch (error) {
    await process.close()
    if (signal?.aborted) throw new AppError('cancelled', 'The upload was cancelled.', { cause: error })
    throw error
  }
}

function refusal({ reason, detail }: Extract<Message, { type: 'failed' }>): AppError {
  switch (reason) {
    case 'no-video':
      return noPictures()
    case 'too-many-pixels':
      return tooManyPixels()
    case 'unavailable':
    case 'damaged':
      return damagedVideo(new Error(detail))
  }
}

function toVideo(process: VideoProcess, info: Extract<Message, { type: 'info' }>): OpenVideo {
  const size = uprightSize(info)
  return {
    info: { ...size, durationMs: believedDuration(info.durationMs), tags: info.tags },
    async *samples(options) {
      process.order({ type: 'samples', ...options, ...SAMPLE })
      for await (const { atMs, data } of process.until('sample')) yield { atMs, pixels: data }
    },
    async *frames(times, { maxPixels, withinMs }) {
      process.order({ type: 'frames', times: [...times], withinMs, ...fitPixels(size, maxPixels) })
      for await (const { type: _, ...frame } of process.until('frame')) {
        yield frame
        process.order({ type: 'next' })
      }
    },
    close: () => process.close(),
  }
}
