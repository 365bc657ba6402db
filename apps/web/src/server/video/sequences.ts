/** Videos read as one sequence: by themselves once all keyframes were looked at, or when a person asks. */
import { AppError, type VideoInfo } from '@vitrine/contracts'
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
  log: Log
}

export function createSequences(deps: SequencesDeps): Sequences {
  return {
    async read(imageId, signal) {
      const image = await deps.db.images.detail(imageId)
      if (!image) throw new AppError('not-found', `There is no image ${imageId}.`)
      if (!image.video) throw new AppError('bad-request', 'This image is no keyframe of a video.')
      await readSequence(deps, { sha256: image.sha256, video: image.video }, signal)
    },
    async run(signal) {
      while (!signal.aborted) {
        await deps.changes.next(signal)
        if (!signal.aborted && deps.inference.hasReasoningEngine()) await readNext(deps, signal)
      }
    },
  }
}

async function readNext(deps: SequencesDeps, signal: AbortSignal): Promise<void> {
  const { db, log } = deps
  const sha256 = await db.videos.nextUnread()
  const video = sha256 === null ? null : await db.videos.info(sha256)
  if (sha256 === null || video === null) return
  try {
    await db.videos.noteAttempt(sha256)
    await readSequence(deps, { sha256, video }, signal)
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (error.code !== 'cancelled') log.warn({ err: error, sha256 }, 'a video could not be read as a whole')
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
  for await (const event of deps.inference.chat(planSequence(video, frames, keys), pictures, signal)) {
    if (event.type === 'text') text += event.text
    if (event.type !== 'done') continue
    if (text.trim() === '') throw new AppError('engine-crashed', 'The model wrote nothing about this video.')
    const { engine, model } = event
    const source = { by: 'model', engine, model, task: 'reading', promptVersion: SEQUENCE_PROMPT } as const
    await deps.db.videos.setReading(sha256, { text: text.trim(), source })
    deps.changes.poke()
  }
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
