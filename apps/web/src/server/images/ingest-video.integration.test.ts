import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readRecordedVideo, readTurnedVideo, readVideo } from './testing/files.ts'
import { filesBelow, idOf, only, openTestRooms, type TestRooms } from './testing/rooms.ts'
import { openWithPackage } from './video/package-video.ts'
import { createSystemVideo } from './video/system-video.ts'
import { damagedVideo, firstDecoder, type OpenVideo, type SampleOptions } from './video/video.ts'

/** The mean colour of what was stored as the frame. */
async function colourOf({ db, blobs }: TestRooms, id: number): Promise<number[]> {
  const stored = await db.images.bytes(id, 'raster')
  const { channels } = await sharp(blobs.path(stored?.sha256 ?? '')).stats()
  return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 64) * 64)
}

const isInstalled = ['ffmpeg', 'ffprobe'].every((name) => spawnSync(name, ['-version']).error === undefined)

/** A video of two plain scenes, as any decoder would hand them out. */
function makeVideo(changes: Partial<OpenVideo> = {}): OpenVideo {
  return {
    info: { durationMs: 4_000, width: 40, height: 30, tags: {} },
    async *samples() {
      for (const [index, shade] of [60, 60, 200, 200].entries())
        yield { atMs: index * 1_000, pixels: new Uint8Array(32 * 18 * 3).fill(shade) }
    },
    async *frames(times) {
      for (const atMs of times)
        yield { atMs, width: 40, height: 30, data: new Uint8Array(40 * 30 * 4).fill(atMs / 10) }
    },
    close: async () => {},
    ...changes,
  }
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

  it.runIf(isInstalled)('is taken in by the ffmpeg of the system as well', async () => {
    const rooms = await openTestRooms({ openVideo: firstDecoder(createSystemVideo()) })
    const items = await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' })
    expect(items.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created'])
    const [red = 0, , blue = 0] = items.map(idOf)
    expect(await colourOf(rooms, red)).toEqual([256, 0, 0])
    expect(await colourOf(rooms, blue)).toEqual([0, 0, 256])
  })

  it('was taken when it was recorded, each keyframe at its moment', async () => {
    const rooms = await openTestRooms()
    const at = new Date('2024-05-01T16:30:00Z')
    const bytes = await readRecordedVideo(at)
    const items = await rooms.ingest.ingestFile({ bytes, fileName: 'walk.mp4' })
    const cards = await rooms.db.images.cards(items.map(idOf))
    expect(cards.map(({ takenAt }) => takenAt)).toEqual([0, 2_000, 4_000].map((ms) => at.getTime() + ms))
  })

  it('appears as a whole: nobody sees one keyframe before all are there', async () => {
    let seenMeanwhile = 0
    const rooms: TestRooms = await openTestRooms({
      openVideo: async () =>
        makeVideo({
          async *frames(times) {
            yield* makeVideo().frames(times, { maxPixels: 1e6, withinMs: 1e6 })
            seenMeanwhile = (await rooms.db.images.list({ limit: 10 })).images.length
          },
        }),
    })
    const items = await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' })
    expect(items).toHaveLength(2)
    expect(seenMeanwhile).toBe(0)
  })

  it('leaves nothing behind when it fails after its first keyframe', async () => {
    const rooms = await openTestRooms({
      openVideo: async () =>
        makeVideo({
          async *frames() {
            yield* makeVideo().frames([0], { maxPixels: 1e6, withinMs: 1e6 })
            throw damagedVideo(new Error('The rest is missing.'))
          },
        }),
    })
    const item = only(await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' }))
    expect(item).toMatchObject({ outcome: 'rejected', code: 'undecodable-image' })
    expect(await rooms.db.images.list({ limit: 10 })).toMatchObject({ images: [] })
    expect((await filesBelow(rooms.dataDir)).filter((name) => /^(?:blobs|tmp)/.test(name))).toEqual([])
  })

  it('gets back a keyframe that was deleted for good when it is sent again', async () => {
    const rooms = await openTestRooms()
    const bytes = await readVideo('mp4')
    const first = (await rooms.ingest.ingestFile({ bytes, fileName: 'walk.mp4' })).map(idOf)
    await rooms.db.images.trash({ ids: first.slice(1, 2) })
    await rooms.db.images.purge({ ids: first.slice(1, 2) })
    const again = await rooms.ingest.ingestFile({ bytes, fileName: 'walk.mp4' })
    expect(again.map(({ outcome }) => outcome)).toEqual(['duplicate', 'created', 'duplicate'])
    expect(await colourOf(rooms, again.map(idOf)[1] ?? 0)).toEqual([0, 256, 0])
  })

  it('that has more pixels than are read is refused, saying what to do', async () => {
    const rooms = await openTestRooms({ limits: { maxPixels: 1_000 } })
    const item = only(await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'walk.mp4' }))
    expect(item).toMatchObject({
      outcome: 'rejected',
      code: 'too-many-pixels',
      reason: expect.stringContaining('Scale it down'),
    })
  })

  it('that is too short to be compared with itself is its first picture', async () => {
    const rooms = await openTestRooms({ openVideo: async () => makeVideo({ async *samples() {} }) })
    const items = await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'blink.mp4' })
    expect(only(items)).toMatchObject({ outcome: 'created', fileName: 'blink.mp4 (at 0:00)' })
  })

  it('that is long is looked at whole where it has too few frames that stand for themselves', async () => {
    const asked: SampleOptions[] = []
    const rooms = await openTestRooms({
      openVideo: async () =>
        makeVideo({
          info: { durationMs: 200_000, width: 40, height: 30, tags: {} },
          async *samples(options) {
            asked.push(options)
            const all = makeVideo().samples(options)
            for await (const sample of all) if (!options.onlyKeyframes || sample.atMs === 0) yield sample
          },
        }),
    })
    const items = await rooms.ingest.ingestFile({ bytes: await readVideo('mp4'), fileName: 'screen.mp4' })
    expect(asked.map(({ onlyKeyframes }) => onlyKeyframes)).toEqual([true, false])
    expect(items).toHaveLength(2)
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
    await expect(openWithPackage(import.meta.filename, { maxPixels: 1e6 })).rejects.toMatchObject({
      code: 'undecodable-image',
    })
  })
})
