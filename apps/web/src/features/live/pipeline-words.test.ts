import type { PipelineStatus } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { formatDuration, formatRate, isWorthShowing, pace, summarise } from './pipeline-words.ts'

const idle: PipelineStatus = {
  paused: false,
  queued: 0,
  perceiving: 0,
  reasoning: 0,
  waitingForReasoning: 0,
  ready: 10,
  failed: 0,
  cancelled: 0,
  imagesPerSecond: null,
  secondsLeft: null,
  problem: null,
}

describe('formatDuration', () => {
  it.each([
    [3, 'under a minute'],
    [61, '2 min'],
    [3540, '59 min'],
    [3600, '1 h'],
    [4700, '1 h 19 min'],
  ])('says %i seconds as "%s"', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })
})

describe('formatRate', () => {
  it.each([
    [24.4, '24 a second'],
    [2.41, '2.4 a second'],
    [0.2, '12 a minute'],
    [0.001, '1 a minute'],
  ])('says %f as "%s"', (rate, words) => {
    expect(formatRate(rate)).toBe(words)
  })
})

describe('summarise', () => {
  it.each<[Partial<PipelineStatus>, string]>([
    [{}, 'Everything is read'],
    [{ queued: 1200, perceiving: 4 }, 'Reading 1,204 images'],
    [{ reasoning: 1 }, 'Reading 1 image'],
    [{ paused: true, queued: 3 }, 'Paused with 3 images to read'],
    [{ failed: 1 }, '1 image could not be read'],
  ])('%o is "%s"', (over, words) => {
    expect(summarise({ ...idle, ...over })).toBe(words)
  })
})

describe('pace', () => {
  it('tells rate and time left while something is in hand', () => {
    expect(pace({ ...idle, queued: 9, imagesPerSecond: 2, secondsLeft: 100 })).toBe(
      '2.0 a second · 2 min left',
    )
  })

  it('is silent when paused or idle', () => {
    expect(pace({ ...idle, paused: true, queued: 9, imagesPerSecond: 2 })).toBe('')
    expect(pace({ ...idle, imagesPerSecond: 2 })).toBe('')
  })
})

describe('isWorthShowing', () => {
  it.each<[Partial<PipelineStatus>, boolean]>([
    [{}, false],
    [{ waitingForReasoning: 5 }, false],
    [{ queued: 1 }, true],
    [{ problem: 'The reader does not answer.' }, true],
    [{ failed: 2 }, true],
  ])('%o: %s', (over, shown) => {
    expect(isWorthShowing({ ...idle, ...over })).toBe(shown)
  })
})
