/** Videos decoded by the package `node-av`, in a process of their own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'
import { SAMPLE } from './keyframes.ts'
import { damagedVideo, noPictures, type OpenVideo, type OpenVideoFile } from './video.ts'

const Message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('info'),
    durationMs: z.number().nonnegative().nullable(),
    width: z.int().positive(),
    height: z.int().positive(),
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
    reason: z.enum(['unavailable', 'no-video', 'damaged']),
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
      this.#heard.push(Message.parse(raw))
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
      if (message.type === 'failed') throw damagedVideo(new Error(message.detail))
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

export const openWithPackage: OpenVideoFile = async (path, signal) => {
  signal?.throwIfAborted()
  const process = new VideoProcess(signal)
  try {
    process.order({ type: 'open', path })
    const first = await process.next()
    if (first.type === 'info') return toVideo(process, first)
    await process.close()
    if (first.type === 'failed' && first.reason === 'unavailable') return null
    throw first.type === 'failed' && first.reason === 'damaged'
      ? damagedVideo(new Error(first.detail))
      : noPictures()
  } catch (error) {
    await process.close()
    if (signal?.aborted) throw new AppError('cancelled', 'The upload was cancelled.', { cause: error })
    throw error
  }
}

function toVideo(process: VideoProcess, info: OpenVideo['info']): OpenVideo {
  return {
    info: { durationMs: info.durationMs, width: info.width, height: info.height },
    async *samples(options) {
      process.order({ type: 'samples', ...options, ...SAMPLE })
      for await (const { atMs, data } of process.until('sample')) yield { atMs, pixels: data }
    },
    async *frames(times, maxPixels) {
      process.order({ type: 'frames', times: [...times], maxPixels })
      for await (const { type: _, ...frame } of process.until('frame')) {
        yield frame
        process.order({ type: 'next' })
      }
    },
    close: () => process.close(),
  }
}
