import { describe, expect, it } from 'vitest'
import { believedDuration, fitPixels, takenFromTags, uprightSize } from './facts.ts'

const TODAY = Date.UTC(2026, 5, 1)

describe('uprightSize', () => {
  it.each([
    ['square pixels', { width: 320, height: 240, aspect: null, turns: 0 }, [320, 240]],
    ['oblong pixels', { width: 720, height: 576, aspect: { num: 16, den: 15 }, turns: 0 }, [768, 576]],
    ['a quarter turn', { width: 320, height: 240, aspect: null, turns: 3 }, [240, 320]],
    ['both', { width: 720, height: 576, aspect: { num: 16, den: 15 }, turns: -1 }, [576, 768]],
    ['an aspect of nothing', { width: 320, height: 240, aspect: { num: 0, den: 1 }, turns: 0 }, [320, 240]],
    [
      'an aspect without sense',
      { width: 320, height: 240, aspect: { num: 1, den: 0 }, turns: 0 },
      [320, 240],
    ],
    ['an absurd aspect', { width: 320, height: 240, aspect: { num: 1, den: 9999 }, turns: 0 }, [320, 240]],
    ['an absurd one the other way', { width: 9, height: 9, aspect: { num: 9999, den: 1 }, turns: 0 }, [9, 9]],
  ])('takes %s', (_name, shape, [width, height]) => {
    expect(uprightSize(shape)).toEqual({ width, height })
  })

  it('refuses a picture without pixels', () => {
    expect(() => uprightSize({ width: 0, height: 240, aspect: null, turns: 0 })).toThrow(/video is damaged/)
  })
})

describe('fitPixels', () => {
  it('keeps the shape, and at least a pixel', () => {
    expect(fitPixels({ width: 320, height: 240 }, 19_200)).toEqual({ width: 160, height: 120 })
    expect(fitPixels({ width: 320, height: 240 }, 1e6)).toEqual({ width: 320, height: 240 })
    expect(fitPixels({ width: 100_000, height: 1 }, 100).height).toBe(1)
  })
})

describe('believedDuration', () => {
  it.each([
    [null, null],
    [0, null],
    [6_000, 6_000],
    [9e15, null],
  ])('of %s is %s', (told, believed) => {
    expect(believedDuration(told)).toBe(believed)
  })
})

describe('takenFromTags', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['the header’s time', { creation_time: '2024-05-01T16:30:00.000000Z' }, '2024-05-01T16:30:00.000Z'],
    [
      'the local time with its zone before it',
      {
        creation_time: '2025-01-01T00:00:00.000000Z',
        'com.apple.quicktime.creationdate': '2024-05-01T18:30:00+0200',
      },
      '2024-05-01T16:30:00.000Z',
    ],
    ['nothing of a clock that was never set', { creation_time: '1970-01-01T00:00:00.000000Z' }, null],
    ['nothing of one that was set to 1904', { creation_time: '1904-01-01T00:00:00.000000Z' }, null],
    ['nothing of the future', { creation_time: '2040-01-01T00:00:00.000000Z' }, null],
    ['nothing of what is no time', { creation_time: 'yesterday' }, null],
    ['nothing of nothing', {}, null],
  ])('believes %s', (_name, tags, time) => {
    const { takenAt } = takenFromTags(tags, TODAY)
    expect(takenAt === null ? null : new Date(takenAt).toISOString()).toBe(time)
  })

  it('names the camera', () => {
    const tags = { 'com.apple.quicktime.make': 'Apple', 'com.apple.quicktime.model': 'iPhone 15' }
    expect(takenFromTags(tags, TODAY).camera).toBe('Apple iPhone 15')
  })
})
