/** The child's pictures on their way from bytes to pixels, some of them ahead of their turn. */
import { AppError } from '@vitrine/contracts'
import type { Engine, Settled } from '../engines/engine.ts'
import { decodeImage } from '../image/decode.ts'
import type { DecodedImage } from '../image/image.ts'
import type { PictureJob, Ticketed } from './protocol.ts'

export interface DecodedPicture {
  image: DecodedImage
  decodeMs: number
}

/** A job, and its picture when it is wanted. */
export interface DecodableJob {
  job: PictureJob
  decode(): Promise<Settled<DecodedPicture>>
}

export class Pictures {
  readonly #engine: Pick<Engine, 'decodeSide' | 'prepare'>
  readonly #maxPixels: number
  /** Begun ahead of their batch, by ticket. */
  readonly #ahead = new Map<number, DecodableJob>()

  constructor(engine: Pick<Engine, 'decodeSide' | 'prepare'>, maxPixels: number) {
    this.#engine = engine
    this.#maxPixels = maxPixels
  }

  /** Begins decoding at once: sharp works beside the engine, whose runs hold this process up. */
  begin(ahead: readonly { ticket: number; job: PictureJob }[]): void {
    for (const { ticket, job } of ahead) {
      const decoded = this.#decode(job)
      this.#ahead.set(ticket, { job, decode: () => decoded })
    }
  }

  /** The batch's pictures in order; what was begun ahead for another batch is let go. */
  take(batch: readonly Ticketed[], signal: AbortSignal): DecodableJob[] {
    const pictures = batch.map(({ ticket, job }) => {
      if (job?.type === 'chat') throw new Error('A batch of pictures held a chat.')
      if (job) return { job, decode: () => this.#decode(job, signal) }
      const begun = this.#ahead.get(ticket)
      if (begun) return begun
      throw new Error(`The picture with ticket ${ticket} was never sent.`)
    })
    this.#ahead.clear()
    return pictures
  }

  #decode(job: PictureJob, signal?: AbortSignal): Promise<Settled<DecodedPicture>> {
    const startedAt = performance.now()
    return settle(async () => {
      const bytes = Buffer.from(job.bytes.buffer, job.bytes.byteOffset, job.bytes.byteLength)
      const image = await decodeImage(bytes, {
        maxPixels: this.#maxPixels,
        maxSide: this.#engine.decodeSide,
        ...(signal ? { signal } : {}),
      })
      await this.#engine.prepare?.(image)
      return { image, decodeMs: performance.now() - startedAt }
    })
  }
}

/** Whatever goes wrong goes wrong for one picture only. */
export async function settle<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    const error = AppError.from(thrown)
    // The cause does not cross the process: the log is the only place that has it.
    if (error.code === 'internal') console.error(thrown)
    return { ok: false, error }
  }
}
