import { describe, expect, it } from 'vitest'
import { type ChildLimits, DEFAULT_RESTART_RULES, findHang, planRestart, type Running } from './policy.ts'

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
    chatQuietMs: 3_000,
    loadMs: 1,
    memoryBytes: 1,
  }
  const batch: Running[] = [{ type: 'batch', startedAt: 10_000, pictures: 2 }]
  const chat = (lastSaidAt: number): Running[] => [{ type: 'chat', startedAt: 10_000, lastSaidAt }]
  it.each<[string, Parameters<typeof findHang>[0], string | null]>([
    ['trusts an idle child that speaks', { now: 10_400, lastHeardAt: 10_000, running: [] }, null],
    [
      'notices an idle child that fell silent',
      { now: 10_600, lastHeardAt: 10_000, running: [] },
      'was silent for 0.6 s',
    ],
    ['tolerates a long run without a heartbeat', { now: 11_000, lastHeardAt: 10_000, running: batch }, null],
    [
      'notices a batch gone silent',
      { now: 11_100, lastHeardAt: 10_000, running: batch },
      'was silent for 1.1 s during a batch',
    ],
    ['counts silence from the start of the batch', { now: 10_900, lastHeardAt: 9_000, running: batch }, null],
    ['gives every picture its time', { now: 14_000, lastHeardAt: 13_900, running: batch }, null],
    [
      'notices a batch that never ends',
      { now: 14_001, lastHeardAt: 13_999, running: batch },
      'did not finish a batch within 4.0 s',
    ],
    [
      'lets a chat go on while it says something',
      { now: 90_000, lastHeardAt: 89_900, running: chat(88_000) },
      null,
    ],
    [
      'notices a chat that does not get on',
      { now: 20_000, lastHeardAt: 19_900, running: chat(16_000) },
      'did not get on with a chat for 4.0 s',
    ],
    [
      'notices a chat gone silent',
      { now: 20_000, lastHeardAt: 18_500, running: chat(18_500) },
      'was silent for 1.5 s during a chat',
    ],
    [
      'notices the one of several chats that does not get on',
      { now: 20_000, lastHeardAt: 19_900, running: [...chat(19_900), ...chat(15_000)] },
      'did not get on with a chat for 5.0 s',
    ],
  ])('%s', (_name, child, expected) => {
    expect(findHang(child, limits)).toBe(expected)
  })
})
