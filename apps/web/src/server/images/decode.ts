/** Formats that sharp does not read, decoded in threads of their own. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { AppError } from '@vitrine/contracts'
import PQueue from 'p-queue'
import { z } from 'zod'

/** Pixels in memory: RGBA, 8 bits, row by row, upright. */
export interface RawPicture {
  width: number
  height: number
  data: Uint8Array
}

export interface RawPage extends RawPicture {
  /** 1-based. */
  page: number
  pageCount: number
}

export interface PdfOptions {
  dpi: number
  /** A page larger than this is drawn smaller. */
  maxPixels: number
}

/** Every method throws `undecodable-image`, `too-many-pixels` or `cancelled`; bytes that are handed in are given away. */
export interface Decoder {
  heic(bytes: Buffer, maxPixels: number, signal?: AbortSignal): Promise<RawPicture>
  bmp(bytes: Buffer, maxPixels: number, signal?: AbortSignal): Promise<RawPicture>
  /** One page at a time: the next is drawn when it is asked for. */
  pdf(bytes: Buffer, options: PdfOptions, signal?: AbortSignal): AsyncGenerator<RawPage>
}

interface Work {
  task: 'heic' | 'bmp' | 'pdf'
  bytes: Uint8Array
  maxPixels: number
  dpi: number
}

const Message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('picture'),
    width: z.int().positive(),
    height: z.int().positive(),
    data: z.instanceof(Uint8Array),
    page: z.int().positive().default(1),
    pageCount: z.int().positive().default(1),
  }),
  z.object({
    type: z.literal('refused'),
    reason: z.enum(['damaged', 'encrypted', 'too-many-pixels']),
    detail: z.string(),
  }),
  z.object({ type: z.literal('end') }),
])

/** Decoding threads that run at once. */
const THREADS = 2
/** A picture or a page that takes longer is given up. */
const DEADLINE_MS = 120_000

/** A decoder with a bound on how many files are decoded at once. */
export function createDecoder(): Decoder {
  const turns = new PQueue({ concurrency: THREADS })
  const single = (work: Work, signal?: AbortSignal): Promise<RawPicture> =>
    turns.add(async () => {
      for await (const picture of decodeInThread(work, signal)) return picture
      throw refusal('damaged', '')
    })
  return {
    heic: (bytes, maxPixels, signal) => single({ task: 'heic', bytes, maxPixels, dpi: 0 }, signal),
    bmp: (bytes, maxPixels, signal) => single({ task: 'bmp', bytes, maxPixels, dpi: 0 }, signal),
    pdf: (bytes, options, signal) =>
      inTurn(turns, decodeInThread({ task: 'pdf', bytes, ...options }, signal)),
  }
}

/** Starts a generator when its turn comes and holds the turn until it is done or dropped. */
async function* inTurn<T>(turns: PQueue, items: AsyncGenerator<T>): AsyncGenerator<T> {
  let release = () => {}
  let turn: Promise<void> | undefined
  try {
    await new Promise<void>((started) => {
      turn = turns.add(
        () =>
          new Promise<void>((done) => {
            release = done
            started()
          }),
      )
    })
    yield* items
  } finally {
    release()
    await turn
  }
}

/** Runs one file through a thread; the thread ends with the generator, however that ends. */
async function* decodeInThread(work: Work, signal?: AbortSignal): AsyncGenerator<RawPage> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./decode-worker.mjs', import.meta.url), { workerData: work })
  try {
    for (;;) {
      const message = await nextMessage(worker, signal)
      if (message.type === 'end') return
      if (message.type === 'refused') throw refusal(message.reason, message.detail)
      yield message
      worker.postMessage('next')
    }
  } finally {
    await worker.terminate()
  }
}

async function nextMessage(worker: Worker, signal?: AbortSignal): Promise<z.infer<typeof Message>> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  const stop = new AbortController()
  const either = AbortSignal.any([deadline, stop.signal, ...(signal ? [signal] : [])])
  try {
    const exited = once(worker, 'exit', { signal: either }).then(() => {
      throw refusal('damaged', 'The decoding thread ended early.')
    })
    const [value] = await Promise.race([once(worker, 'message', { signal: either }), exited])
    return Message.parse(value)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof AppError) throw error
    throw refusal('damaged', deadline.aborted ? 'It took too long to decode.' : '', error)
  } finally {
    stop.abort()
  }
}

function refusal(
  reason: 'damaged' | 'encrypted' | 'too-many-pixels',
  detail: string,
  cause?: unknown,
): AppError {
  switch (reason) {
    case 'encrypted':
      return new AppError('undecodable-image', 'This PDF is protected by a password and can’t be opened.', {
        cause: cause ?? detail,
        suggestion: 'Save a copy without the password and upload that.',
      })
    case 'too-many-pixels':
      return new AppError('too-many-pixels', 'This picture has more pixels than are read.', { cause: detail })
    case 'damaged':
      return new AppError('undecodable-image', 'This file is damaged or cut short and can’t be opened.', {
        cause: cause ?? detail,
      })
  }
}
