import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  readAbsurdVideo,
  readRecordedVideo,
  readSoundOnly,
  readTurnedVideo,
  readVideo,
} from '../testing/files.ts'
import { makeFolder } from '../testing/rooms.ts'
import { takenFromTags } from './facts.ts'
import { chooseKeyframes, type Sample } from './keyframes.ts'
import { openWithPackage } from './package-video.ts'
import { outputOf, startProgram } from './run-program.ts'
import { createSystemVideo } from './system-video.ts'
import { FORMATS, type OpenVideo, type OpenVideoFile } from './video.ts'

const isInstalled = ['ffmpeg', 'ffprobe'].every((name) => spawnSync(name, ['-version']).error === undefined)
if (!isInstalled) console.warn('skipped: no ffmpeg and ffprobe on this machine')

/** What every decoder must make of the same file. */
const decoders: [string, OpenVideoFile, boolean][] = [
  ['the package', openWithPackage, true],
  ['the system’s ffmpeg', createSystemVideo(), isInstalled],
]

/** More than these videos need. */
const AMPLE = { maxPixels: 1_000_000, withinMs: 60_000 }
const WHOLE = { everyMs: 500, onlyKeyframes: false, maxSamples: 1_000, withinMs: 60_000 }

async function openBytes(
  open: OpenVideoFile,
  bytes: Uint8Array | string,
  { maxPixels = AMPLE.maxPixels, folder = '' } = {},
): Promise<OpenVideo> {
  const file = path.join(folder || (await makeFolder()), 'video')
  await writeFile(file, bytes)
  const video = await open(file, { maxPixels })
  if (!video) throw new Error('There is no decoder.')
  return video
}
async function allOf<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
const timesOf = (samples: Sample[]) => chooseKeyframes(samples).map((time) => Math.round(time / 100) / 10)

describe.each(decoders)('%s', (_name, open, isThere) => {
  it.runIf(isThere)('finds the scenes of a video and shows each', async () => {
    const video = await openBytes(open, await readVideo('mp4'))
    expect(video.info).toMatchObject({ width: 320, height: 240 })
    expect(Math.round((video.info.durationMs ?? 0) / 100)).toBe(60)
    const samples = await allOf(video.samples(WHOLE))
    expect(timesOf(samples)).toEqual([0, 2, 4])
    const frames = await allOf(video.frames([0, 2_500, 5_000], AMPLE))
    const shades = frames.map(({ data }) => [...data.subarray(0, 3)].map((value) => Math.round(value / 250)))
    expect(shades).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ])
    await video.close()
  })

  it.runIf(isThere)('turns what was held upright', async () => {
    const video = await openBytes(open, await readTurnedVideo())
    expect(video.info).toMatchObject({ width: 240, height: 320 })
    expect(await allOf(video.frames([0], AMPLE))).toMatchObject([{ width: 240, height: 320 }])
    await video.close()
  })

  it.runIf(isThere)('makes frames smaller than a limit of pixels', async () => {
    const video = await openBytes(open, await readVideo('mp4'))
    const [frame] = await allOf(video.frames([0], { ...AMPLE, maxPixels: 19_200 }))
    expect(frame).toMatchObject({ width: 160, height: 120 })
    await video.close()
  })

  it.runIf(isThere)('compares only what can be shown by itself when asked to', async () => {
    const video = await openBytes(open, await readVideo('webm'))
    const samples = await allOf(video.samples({ ...WHOLE, onlyKeyframes: true }))
    expect(samples.length).toBeGreaterThan(0)
    await video.close()
  })

  it.runIf(isThere)('looks at no more of a video than is asked for', async () => {
    const video = await openBytes(open, await readVideo('mp4'))
    expect(await allOf(video.samples({ ...WHOLE, maxSamples: 3 }))).toHaveLength(3)
    expect(await allOf(video.frames([0, 2_500], { ...AMPLE, withinMs: -1 }))).toEqual([])
    expect(await allOf(video.frames([2_500], AMPLE))).toHaveLength(1)
    await video.close()
  })

  it.runIf(isThere)('tells when it was recorded', async () => {
    const at = new Date('2024-05-01T16:30:00Z')
    const video = await openBytes(open, await readRecordedVideo(at))
    expect(takenFromTags(video.info.tags, Date.UTC(2026, 0, 1)).takenAt).toBe(at.getTime())
    await video.close()
  })

  it.runIf(isThere)('takes pixels for square that are said to have a shape that none have', async () => {
    const video = await openBytes(open, await readAbsurdVideo())
    expect(video.info).toMatchObject({ width: 320, height: 240 })
    await video.close()
  })

  it.runIf(isThere)('refuses one whose pictures are larger than is allowed', async () => {
    await expect(openBytes(open, await readVideo('mp4'), { maxPixels: 10_000 })).rejects.toMatchObject({
      code: 'too-many-pixels',
    })
  })

  it.runIf(isThere)('refuses what is no video', async () => {
    await expect(openBytes(open, 'This is a letter.')).rejects.toMatchObject({ code: 'undecodable-image' })
  })

  it.runIf(isThere)('refuses what can only be heard', async () => {
    await expect(openBytes(open, await readSoundOnly())).rejects.toMatchObject({
      code: 'undecodable-image',
    })
  })

  it.runIf(isThere).each([
    ['HLS', '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nother.mp4\n#EXT-X-ENDLIST\n'],
    ['FFmpeg', 'ffconcat version 1.0\nfile other.mp4\n'],
  ])('opens no other file that is named in a list of %s', async (_name, list) => {
    const folder = await makeFolder()
    await writeFile(path.join(folder, 'other.mp4'), await readVideo('mp4'))
    await expect(openBytes(open, list, { folder })).rejects.toMatchObject({ code: 'undecodable-image' })
  })
})

describe('the decoding process', () => {
  it('goes on when a terminal is interrupted, and leaves with whoever started it', async () => {
    const file = path.join(await makeFolder(), 'video')
    await writeFile(file, await readVideo('mp4'))
    const worker = fork(fileURLToPath(new URL('./video-worker.mjs', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    })
    const said = async () => (await once(worker, 'message'))[0]
    const opened = said()
    worker.send({ type: 'open', path: file, formats: FORMATS, maxPixels: 1e6 })
    expect(await opened).toMatchObject({ type: 'info' })
    const next = said()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) worker.kill(signal)
    worker.send({ type: 'samples', ...WHOLE, width: 32, height: 18 })
    expect(await next).toMatchObject({ type: 'sample' })
    worker.disconnect()
    expect(await once(worker, 'exit')).toEqual([0, null])
  })

  it('of the system is in a group of its own', async () => {
    const forever = ['-e', 'setInterval(() => {}, 1000)']
    const child = startProgram(process.execPath, forever, { signal: undefined, timeoutMs: 60_000 })
    // Throws where there is no group of this name.
    expect(process.kill(-(child.pid ?? 0), 'SIGKILL')).toBe(true)
    await once(child, 'exit')
  })
})

describe('outputOf', () => {
  const bounds = { signal: undefined, timeoutMs: 60_000, maxBytes: 1_000 }
  const node = (code: string) => outputOf(process.execPath, ['-e', code], bounds)

  it('is what a program writes', async () => {
    expect(String(await node('process.stdout.write("hello")'))).toBe('hello')
  })

  it.each([
    ['does not end well', () => node('process.stdout.write("x"); process.exitCode = 3')],
    ['writes too much', () => node('for (;;) require("fs").writeSync(1, "x".repeat(999))')],
    ['is not there', () => outputOf('no-such-program', [], bounds)],
  ])('is an error when it %s', async (_name, run) => {
    await expect(run()).rejects.toThrow()
  })
})
