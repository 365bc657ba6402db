/** Videos read as one sequence: by themselves once all keyframes were looked at, or when a person asks. */
import { AppError, type ErrorCode, type VideoInfo } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import type { Inference } from '../inference/inference.ts'
import type { ImageBytes } from '../inference/sidecar.ts'
import type { Log } from '../log.ts'
import { pickFrames, planSequence, SEQUENCE_PROMPT } from './plan-sequence.ts'

export interface Sequences {
  /** Reads the video that this image is a keyframe of. Throws `not-found`, `bad-request`, or what the engine says. */
  read(imageId: number, signal: AbortSignal): Promise<void>
  /** Reads, one after the other, what waits; until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}

export interface SequencesDeps {
  db: Pick<Db, 'images' | 'videos'>
  readBlob(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>
  inference: Pick<Inference, 'hasReasoningEngine' | 'chat'>
  changes: { poke(): void; next(signal: AbortSignal): Promise<void> }
  /** Milliseconds since 1970. */
  now(): number
  log: Log
}

/** What says nothing of the video: the engine is away, busy, or taken away. It is asked again after a while. */
const NOT_ITS_FAULT = new Set<ErrorCode>([
  'cancelled',
  'sidecar-unreachable',
  'no-engine',
  'engine-starting',
  'engine-busy',
  'database-busy',
])
/** How long the engine is left alone then, where it does not say. */
const REST_MS = 30_000

export function createSequences(deps: SequencesDeps): Sequences {
  return {
    async read(imageId, signal) {
      const image = await deps.db.images.detail(imageId)
      if (!image) throw new AppError('not-found', `There is no image ${imageId}.`)
      if (!image.video) throw new AppError('bad-request', 'This image is no keyframe of a video.')
      await readSequence(deps, { sha256: image.sha256, video: image.video }, signal)
    },
    async run(signal) {
      let restUntil = 0
      while (!signal.aborted) {
        await deps.changes.next(signal)
        if (signal.aborted || deps.now() < restUntil || !deps.inference.hasReasoningEngine()) continue
        restUntil = deps.now() + (await readNext(deps, signal))
      }
    },
  }
}

/** Reads one that waits. Never rejects; resolves with how long to wait before the next, in milliseconds. */
async function readNext(deps: SequencesDeps, signal: AbortSignal): Promise<number> {
  const { db, log } = deps
  let sha256: string | null = null
  try {
    sha256 = await db.videos.nextUnread()
    const video = sha256 === null ? null : await db.videos.info(sha256)
    if (sha256 !== null && video !== null) await readSequence(deps, { sha256, video }, signal)
    return 0
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (error.code !== 'cancelled') log.warn({ err: error, sha256 }, 'a video could not be read as a whole')
    return noteFailure(deps, sha256, error)
  }
}

/** A video that makes the engine fail is left alone after a few tries; an engine that is away spends none. */
async function noteFailure(
  { db, log }: SequencesDeps,
  sha256: string | null,
  error: AppError,
): Promise<number> {
  try {
    if (sha256 === null || NOT_ITS_FAULT.has(error.code))
      return (error.retryAfterSeconds ?? 0) * 1000 || REST_MS
    await db.videos.noteAttempt(sha256)
    return 0
  } catch (thrown) {
    log.error({ err: AppError.from(thrown), sha256 }, 'a failed reading of a video could not be counted')
    return REST_MS
  }
}

async function readSequence(
  deps: SequencesDeps,
  { sha256, video }: { sha256: string; video: VideoInfo },
  signal: AbortSignal,
): Promise<void> {
  const frames = pickFrames(video.frames)
  const { keys, pictures } = await loadPictures(
    deps,
    frames.map(({ id }) => id),
  )
  if (pictures.size === 0) throw new AppError('not-found', 'The pictures of this video are gone.')
  let text = ''
  let isDone = false
  for await (const event of deps.inference.chat(planSequence(video, frames, keys), pictures, signal)) {
    if (event.type === 'text') text += event.text
    if (event.type !== 'done') continue
    isDone = true
    if (text.trim() === '') throw new AppError('engine-crashed', 'The model wrote nothing about this video.')
    const { engine, model } = event
    const source = { by: 'model', engine, model, task: 'reading', promptVersion: SEQUENCE_PROMPT } as const
    await deps.db.videos.setReading(sha256, { text: text.trim(), source })
    deps.changes.poke()
  }
  if (!isDone) throw new AppError('engine-crashed', 'The answer about this video broke off.')
}

/** The previews: as large as a model looks at, and small to send. */
async function loadPictures({ db, readBlob }: SequencesDeps, ids: readonly number[]) {
  const keys = new Map<number, string>()
  const pictures = new Map<string, ImageBytes>()
  for (const id of ids) {
    const stored = (await db.images.bytes(id, 'preview')) ?? (await db.images.bytes(id, 'raster'))
    const bytes = stored && (await readBlob(stored.sha256))
    if (!stored || !bytes) continue
    keys.set(id, stored.sha256)
    pictures.set(stored.sha256, { bytes, mediaType: stored.mediaType, fileName: stored.fileName })
  }
  return { keys, pictures }
}
