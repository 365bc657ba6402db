import type { VideoInfo } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { placesOf } from './timeline.ts'

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
