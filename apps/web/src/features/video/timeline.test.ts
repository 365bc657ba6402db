import type { VideoInfo } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { framesToAsk, piecesOf, placesOf } from './timeline.ts'

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

describe('piecesOf', () => {
  const cut = (text: string) =>
    piecesOf(text, video(3_700, 0)).map((piece) =>
      piece.atSeconds === null ? piece.text : [piece.text, piece.atSeconds],
    )

  it.each<[string, string, unknown[]]>([
    ['times among words', 'A boat (0:42) leaves.', ['A boat (', ['0:42', 42], ') leaves.']],
    ['hours', '1:01:05', [['1:01:05', 3_665]]],
    ['a span', '(0:05-0:10)', ['(', ['0:05', 5], '-', ['0:10', 10], ')']],
    [
      'no time that the video does not reach',
      'At 14:30 it rains.'.replace('14', '62'),
      ['At 62:30 it rains.'],
    ],
    [
      'no score, date or ratio of other forms',
      'Lost 3:1 on 2024:05:01, 16:9.',
      ['Lost 3:1 on 2024:05:01, 16:9.'],
    ],
    ['nothing of nothing', '', []],
  ])('finds %s', (_name, text, pieces) => {
    expect(cut(text)).toEqual(pieces)
  })
})
