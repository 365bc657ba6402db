import { AppError, type IngestItem, type VideoType } from '@vitrine/contracts'
import { frameName } from './file-name.ts'
import type { Arrival, IngestRooms } from './ingest.ts'
import { pictureFromRaw } from './picture.ts'
import { renderVariants } from './render.ts'
import { storeImage } from './store-image.ts'
import { chooseKeyframes, KEYFRAME_RULES, type Sample } from './video/keyframes.ts'
import { damagedVideo, type OpenVideo, type VideoFramePicture } from './video/video.ts'

/** How far apart frames are compared. */
const EVERY_MS = 500
/** Of longer videos only the frames that the file can show without others are compared: encoders put them where scenes begin. */
const WHOLE_MS = 90_000

/**
 * Takes in a video, one image a keyframe: its bytes are the video's, its raster is the frame. The same bytes again
 * give the same keyframes, so that one that was cut off in the middle is made whole.
 */
export async function ingestVideo(
  rooms: IngestRooms,
  arrival: Arrival,
  mediaType: VideoType,
): Promise<IngestItem[]> {
  const { staged, signal } = arrival
  const video = await rooms.openVideo(staged.path, signal)
  try {
    const times = chooseKeyframes(await collect(samplesOf(video)), {
      ...KEYFRAME_RULES,
      maxFrames: rooms.limits.maxVideoFrames,
    })
    const items: IngestItem[] = []
    for await (const frame of video.frames(times, rooms.limits.maxPagePixels)) {
      signal?.throwIfAborted()
      const number = items.length + 1
      items.push(
        await rooms.pictures.add(() =>
          ingestFrame(rooms, arrival, { frame, number, mediaType, ...video.info }),
        ),
      )
    }
    if (items.length === 0) throw damagedVideo(new Error('No frame could be decoded.'))
    return items
  } finally {
    await video.close()
  }
}

function samplesOf(video: OpenVideo): AsyncGenerator<Sample> {
  const isLong = (video.info.durationMs ?? Number.POSITIVE_INFINITY) > WHOLE_MS
  return video.samples({ everyMs: EVERY_MS, onlyKeyframes: isLong })
}

async function collect(samples: AsyncGenerator<Sample>): Promise<Sample[]> {
  const all: Sample[] = []
  for await (const sample of samples) all.push(sample)
  return all
}

async function ingestFrame(
  rooms: IngestRooms,
  { staged, fileName }: Arrival,
  {
    frame,
    number,
    mediaType,
    durationMs,
  }: { frame: VideoFramePicture; number: number; mediaType: VideoType; durationMs: number | null },
): Promise<IngestItem> {
  if (frame.width * frame.height > rooms.limits.maxPixels)
    throw new AppError('too-many-pixels', 'This video has more pixels than are read.')
  const picture = pictureFromRaw(frame, rooms.limits)
  const { placeholder, variants } = await renderVariants(picture, staged.sizeBytes)
  const atMs = Math.round(frame.atMs)
  return storeImage(rooms, staged, variants, {
    sha256: staged.sha256,
    sizeBytes: staged.sizeBytes,
    mediaType,
    fileName: frameName(fileName, atMs),
    ...picture.size,
    placeholder,
    takenAt: null,
    camera: null,
    sourceSha256: staged.sha256,
    pageNumber: number,
    atMs,
    video: { durationMs: durationMs === null ? null : Math.round(durationMs) },
  })
}
