import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readTurnedVideo, readVideo } from './testing/files.ts'
import { idOf, only, openTestRooms, type TestRooms } from './testing/rooms.ts'
import { openWithPackage } from './video/package-video.ts'
import { createSystemVideo } from './video/system-video.ts'
import { firstDecoder } from './video/video.ts'

/** The mean colour of what was stored as the frame. */
async function colourOf({ db, blobs }: TestRooms, id: number): Promise<number[]> {
  const stored = await db.images.bytes(id, 'raster')
  const { channels } = await sharp(blobs.path(stored?.sha256 ?? '')).stats()
  return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 64) * 64)
}

describe('a video', () => {
  it.each([
    ['MP4', 'mp4', 'video/mp4'],
    ['MOV', 'mov', 'video/quicktime'],
    ['WebM', 'webm', 'video/webm'],
  ] as const)('in %s becomes its keyframes, one a scene', async (_name, format, mediaType) => {
    const rooms = await openTestRooms()
    const bytes = await readVideo(format)
    const items = await rooms.ingest.ingestFile({ bytes, fileName: `walk.${format}` })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const names = items.map(({ fileName }) => fileName)
    expect(names).toEqual(['0:00', '0:02', '0:04'].map((time) => `walk.${format} (at ${time})`))
    const [red = 0, green = 0, blue = 0] = items.map(idOf)
    expect(await rooms.db.images.detail(green)).toMatchObject({
      mediaType,
      sha256,
      sourceSha256: sha256,
      width: 320,
      height: 240,
      pageNumber: 2,
      atSeconds: 2,
      video: { durationSeconds: 6, frames: [{ id: red }, { id: green, atSeconds: 2 }, { id: blue }] },
    })
    expect(await colourOf(rooms, red)).toEqual([256, 0, 0])
    expect(await colourOf(rooms, blue)).toEqual([0, 0, 256])
    expect(await rooms.db.images.bytes(red, 'original')).toMatchObject({ sha256, mediaType })
  })

  it('that was held upright is shown upright', async () => {
    const rooms = await openTestRooms()
    const items = await rooms.ingest.ingestFile({ bytes: await readTurnedVideo(), fileName: 'walk.mp4' })
    expect(await rooms.db.images.card(items.map(idOf)[0] ?? 0)).toMatchObject({ width: 240, height: 320 })
  })

  it('sent again is the same keyframes', async () => {
    const rooms = await openTestRooms()
    const bytes = await readVideo('mp4')
    const first = await rooms.ingest.ingestFile({ bytes, fileName: 'walk.mp4' })
    const again = await rooms.ingest.ingestFile({ bytes, fileName: 'walk.mp4' })
    expect(again.map(({ outcome }) => outcome)).toEqual(['duplicate', 'duplicate', 'duplicate'])
    expect(again.map(idOf)).toEqual(first.map(idOf))
  })

  it('that is cut short is refused with its reason', async () => {
    const rooms = await openTestRooms()
    const bytes = (await readVideo('mp4')).subarray(0, 1500)
    expect(only(await rooms.ingest.ingestFile({ bytes, fileName: 'walk.mp4' }))).toMatchObject({
      outcome: 'rejected',
      code: 'undecodable-image',
      reason: expect.stringContaining('video is damaged'),
    })
  })

  it('is refused, saying how to get FFmpeg, where there is none', async () => {
    const missing = createSystemVideo({ ffmpeg: 'no-such-ffmpeg', ffprobe: 'no-such-ffprobe' })
    const rooms = await openTestRooms({ openVideo: firstDecoder(async () => null, missing) })
    const item = only(await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' }))
    expect(item).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('Install ffmpeg') })
  })

  it('leaves nothing behind when its upload is cancelled', async () => {
    const rooms = await openTestRooms()
    const signal = AbortSignal.abort()
    await expect(
      rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' }, signal),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(await rooms.db.images.list({ limit: 10 })).toMatchObject({ images: [] })
  })
})

describe('decoders', () => {
  it('give the reason when a file has no moving pictures', async () => {
    await expect(openWithPackage(import.meta.filename)).rejects.toMatchObject({ code: 'undecodable-image' })
  })
})
