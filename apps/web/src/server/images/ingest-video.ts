import type { IngestItem, VideoType } from '@vitrine/contracts'
import type { TakenInfo } from './exif.ts'
import { frameName } from './file-name.ts'
import type { Arrival, IngestRooms } from './ingest.ts'
import { pictureFromRaw } from './picture.ts'
import { renderVariants } from './render.ts'
import { type DrawnImage, discardDrawn, stageDrawn, storeDrawn } from './store-image.ts'
import { LONGEST_MS, takenFromTags } from './video/facts.ts'
import { chooseKeyframes, KEYFRAME_RULES, type Sample } from './video/keyframes.ts'
import { damagedVideo, type OpenVideo, type VideoFramePicture } from './video/video.ts'

/** How far apart frames are compared, at the least. */
const EVERY_MS = 500
/** Of longer videos only the frames that the file can show without others are compared: encoders put them where scenes begin. */
const WHOLE_MS = 90_000
/** Frames further apart than this on average miss too much. */
const SPARSE_MS = 20_000
/** Nearly three hours at the finest; longer ones are compared more coarsely. */
const MAX_SAMPLES = 20_000
/** What can't be looked through in this time is looked at as far as it goes. */
const WITHIN_MS = 600_000

/**
 * Takes in a video, one image a keyframe: its bytes are the video's, its raster is the frame. All of them are written
 * at once, so that nobody sees half a video. The same bytes again give the same keyframes.
 */
export async function ingestVideo(
  rooms: IngestRooms,
  arrival: Arrival,
  mediaType: VideoType,
): Promise<IngestItem[]> {
  const { staged, signal } = arrival
  const { maxPixels, maxPagePixels, maxVideoFrames } = rooms.limits
  const video = await rooms.openVideo(staged.path, { maxPixels, signal })
  const drawn: DrawnImage[] = []
  try {
    const rules = { ...KEYFRAME_RULES, maxFrames: maxVideoFrames }
    const chosen = chooseKeyframes(await samplesOf(video), rules)
    // One that is over before a second look has a beginning all the same.
    const times = chosen.length > 0 ? chosen : [0]
    const taken = takenFromTags(video.info.tags, rooms.now())
    for await (const frame of video.frames(times, { maxPixels: maxPagePixels, withinMs: WITHIN_MS })) {
      signal?.throwIfAborted()
      const about = { number: drawn.length + 1, mediaType, durationMs: video.info.durationMs, taken }
      drawn.push(await rooms.pictures.add(() => drawFrame(rooms, arrival, { frame, ...about })))
    }
    if (drawn.length === 0) throw damagedVideo(new Error('No frame could be decoded.'))
    signal?.throwIfAborted()
    return await storeDrawn(rooms, staged, drawn)
  } finally {
    await video.close()
    await discardDrawn(rooms.blobs, drawn)
  }
}

/**
 * The frames that the file can show without others are many times as fast to look at; where they are too far apart to
 * tell what happens, as in recordings of a screen, all are looked at.
 */
async function samplesOf(video: OpenVideo): Promise<Sample[]> {
  const { durationMs } = video.info
  const all = {
    everyMs: Math.max(EVERY_MS, (durationMs ?? 0) / MAX_SAMPLES),
    onlyKeyframes: false,
    maxSamples: MAX_SAMPLES,
    withinMs: WITHIN_MS,
  }
  if (durationMs !== null && durationMs <= WHOLE_MS) return collect(video.samples(all))
  const samples = await collect(video.samples({ ...all, onlyKeyframes: true }))
  const lastMs = durationMs ?? samples.at(-1)?.atMs ?? 0
  const isEnough = samples.length > 1 && lastMs / samples.length <= SPARSE_MS
  return isEnough ? samples : collect(video.samples(all))
}

async function collect(samples: AsyncGenerator<Sample>): Promise<Sample[]> {
  const all: Sample[] = []
  for await (const sample of samples) if (sample.atMs <= LONGEST_MS) all.push(sample)
  return all
}

interface FrameAbout {
  frame: VideoFramePicture
  number: number
  mediaType: VideoType
  durationMs: number | null
  /** When the video's recording began, and with what. */
  taken: TakenInfo
}

async function drawFrame(
  rooms: IngestRooms,
  { staged, fileName }: Arrival,
  { frame, number, mediaType, durationMs, taken }: FrameAbout,
): Promise<DrawnImage> {
  const picture = pictureFromRaw(frame, rooms.limits)
  const { placeholder, variants } = await renderVariants(picture, staged.sizeBytes)
  const atMs = Math.round(frame.atMs)
  return stageDrawn(rooms.blobs, variants, {
    sha256: staged.sha256,
    sizeBytes: staged.sizeBytes,
    mediaType,
    fileName: frameName(fileName, atMs),
    ...picture.size,
    placeholder,
    takenAt: taken.takenAt === null ? null : taken.takenAt + atMs,
    camera: taken.camera,
    sourceSha256: staged.sha256,
    pageNumber: number,
    atMs,
    video: { durationMs: durationMs === null ? null : Math.round(durationMs) },
  })
}
