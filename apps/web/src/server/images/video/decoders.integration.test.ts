import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTurnedVideo, readVideo } from '../testing/files.ts'
import { makeFolder } from '../testing/rooms.ts'
import { chooseKeyframes, type Sample } from './keyframes.ts'
import { openWithPackage } from './package-video.ts'
import { createSystemVideo } from './system-video.ts'
import type { OpenVideo, OpenVideoFile } from './video.ts'

const isInstalled = ['ffmpeg', 'ffprobe'].every((name) => spawnSync(name, ['-version']).error === undefined)
if (!isInstalled) console.warn('skipped: no ffmpeg and ffprobe on this machine')

/** What every decoder must make of the same file. */
const decoders: [string, OpenVideoFile, boolean][] = [
  ['the package', openWithPackage, true],
  ['the system’s ffmpeg', createSystemVideo(), isInstalled],
]

async function openBytes(open: OpenVideoFile, bytes: Uint8Array): Promise<OpenVideo> {
  const file = path.join(await makeFolder(), 'video')
  await writeFile(file, bytes)
  const video = await open(file)
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
    const samples = await allOf(video.samples({ everyMs: 500, onlyKeyframes: false }))
    expect(timesOf(samples)).toEqual([0, 2, 4])
    const frames = await allOf(video.frames([0, 2_500, 5_000], 1_000_000))
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
    expect(await allOf(video.frames([0], 1_000_000))).toMatchObject([{ width: 240, height: 320 }])
    await video.close()
  })

  it.runIf(isThere)('makes frames smaller than a limit of pixels', async () => {
    const video = await openBytes(open, await readVideo('mp4'))
    const [frame] = await allOf(video.frames([0], 19_200))
    expect(frame).toMatchObject({ width: 160, height: 120 })
    await video.close()
  })

  it.runIf(isThere)('compares only what can be shown by itself when asked to', async () => {
    const video = await openBytes(open, await readVideo('webm'))
    const samples = await allOf(video.samples({ everyMs: 500, onlyKeyframes: true }))
    expect(samples.length).toBeGreaterThan(0)
    await video.close()
  })

  it.runIf(isThere)('refuses what is no video', async () => {
    await expect(openBytes(open, Buffer.from('This is a letter.'))).rejects.toMatchObject({
      code: 'undecodable-image',
    })
  })
})
