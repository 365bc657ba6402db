import { describe, expect, it } from 'vitest'
import { chooseKeyframes, KEYFRAME_RULES, SAMPLE, type Sample } from './keyframes.ts'

/** A frame of one shade, 0..255. */
const plain = (atMs: number, shade: number): Sample => ({
  atMs,
  pixels: new Uint8Array(SAMPLE.width * SAMPLE.height * 3).fill(shade),
})
/** One sample each half second. */
const film = (...shades: number[]) => shades.map((shade, index) => plain(index * 500, shade))

describe('chooseKeyframes', () => {
  it.each<[string, Sample[], number[]]>([
    ['nothing of nothing', [], []],
    ['the first of what never changes', film(90, 90, 90, 91, 90), [0]],
    ['the first of each scene', film(40, 40, 40, 120, 120, 120, 220, 220), [0, 1500, 3000]],
    ['what comes after a fade from black', film(0, 0, 2, 80, 80, 80), [1500]],
    ['the only picture there is, black as it is', film(0, 0, 0), [0]],
    ['no scene that is over within a second of the last', film(40, 200, 40, 200, 200), [0, 1500]],
    ['no flash of the same scene twice', film(40, 40, 40, 44, 40, 41, 40), [0]],
  ])('takes %s', (_name, samples, times) => {
    expect(chooseKeyframes(samples)).toEqual(times)
  })

  it('takes one now and then of what changes slowly', () => {
    const slow = Array.from({ length: 121 }, (_, i) => plain(i * 500, 40 + i))
    const times = chooseKeyframes(slow)
    expect(times.length).toBeGreaterThan(3)
    expect(times.length).toBeLessThan(8)
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(KEYFRAME_RULES.driftMs)
  })

  it('keeps those that change most when there are too many', () => {
    const shades = [100, 140, 100, 255, 100, 140, 100]
    const samples = shades.map((shade, index) => plain(index * 2000, shade))
    expect(chooseKeyframes(samples, { ...KEYFRAME_RULES, maxFrames: 3 })).toEqual([0, 6000, 8000])
  })

  it('waits for the end of a cross-fade', () => {
    expect(chooseKeyframes(film(40, 40, 40, 80, 95, 95, 95))).toEqual([0, 2000])
  })
})
