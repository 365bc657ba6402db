import { describe, expect, it } from 'vitest'
import { type ChildLimits, DEFAULT_RESTART_RULES, findHang, planRestart } from './policy.ts'

describe('planRestart', () => {
  it.each([
    ['comes back soon after a first crash', { failures: 0, livedMs: 10, batches: 0 }, 1, 250],
    ['waits twice as long after each further one', { failures: 2, livedMs: 10, batches: 0 }, 3, 1_000],
    ['never waits longer than the cap', { failures: 30, livedMs: 10, batches: 0 }, 31, 15_000],
    ['forgets old crashes after healthy minutes', { failures: 6, livedMs: 120_000, batches: 0 }, 1, 250],
    ['forgets old crashes once it has worked', { failures: 6, livedMs: 10, batches: 3 }, 1, 250],
  ])('%s', (_name, previous, failures, delayMs) => {
    expect(planRestart(previous, DEFAULT_RESTART_RULES)).toEqual({ failures, delayMs })
  })
})

describe('findHang', () => {
  const limits: ChildLimits = {
    busySilenceMs: 1_000,
    idleSilenceMs: 500,
    pictureMs: 2_000,
    loadMs: 1,
    memoryBytes: 1,
  }
  const batch = { startedAt: 10_000, pictures: 2 }
  it.each<[string, Parameters<typeof findHang>[0], string | null]>([
    ['trusts an idle child that speaks', { now: 10_400, lastHeardAt: 10_000, batch: null }, null],
    [
      'notices an idle child that fell silent',
      { now: 10_600, lastHeardAt: 10_000, batch: null },
      'was silent for 0.6 s',
    ],
    ['tolerates a long run without a heartbeat', { now: 11_000, lastHeardAt: 10_000, batch }, null],
    [
      'notices a batch gone silent',
      { now: 11_100, lastHeardAt: 10_000, batch },
      'was silent for 1.1 s during a batch',
    ],
    ['counts silence from the start of the batch', { now: 10_900, lastHeardAt: 9_000, batch }, null],
    ['gives every picture its time', { now: 14_000, lastHeardAt: 13_900, batch }, null],
    [
      'notices a batch that never ends',
      { now: 14_001, lastHeardAt: 13_999, batch },
      'did not finish a batch within 4.0 s',
    ],
  ])('%s', (_name, child, expected) => {
    expect(findHang(child, limits)).toBe(expected)
  })
})
