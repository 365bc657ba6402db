import type { VideoInfo } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { framesToAsk, placesOf } from './timeline.ts'

const video = (durationSeconds: number | null, ...times: number[]): VideoInfo => ({
  durationSeconds,
  frames: times.map((atSeconds, index) => ({ id: index + 1, atSeconds, caption: '', version: 1 })),
  reading: null,
})

describe('placesOf', () => {
  it.each([
    ['by the length of the video', video(10, 0, 5, 9), [0, 0.5, 0.9]],
    ['up to the last keyframe where the length is not known', video(null, 0, 5, 10), [0, 0.5, 1]],
    ['within the line when a keyframe comes after the length that is told', video(8, 0, 10), [0, 1]],
    ['at the start of a video of one picture', video(null, 0), [0]],
  ])('places keyframes %s', (_name, info, shares) => {
    expect(placesOf(info).map(({ share }) => share)).toEqual(shares)
  })
})

describe('framesToAsk', () => {
  it('takes all of a short video', () => {
    expect(framesToAsk(video(10, 0, 5, 9))).toEqual([1, 2, 3])
  })

  it('spreads over a long one, from its first keyframe to its last', () => {
    const long = video(100, ...Array.from({ length: 48 }, (_, at) => at * 2))
    const asked = framesToAsk(long)
    expect(asked).toHaveLength(16)
    expect(new Set(asked).size).toBe(16)
    expect([asked[0], asked.at(-1)]).toEqual([1, 48])
  })
})
