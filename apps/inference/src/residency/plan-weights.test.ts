import { describe, expect, it } from 'vitest'
import type { DeviceChoice } from '../devices/choose-device.ts'
import type { InstalledWeights } from '../host/protocol.ts'
import { planWeights } from './plan-weights.ts'
import type { Plan } from './resident.ts'

const weights: InstalledWeights = {
  key: 'florence-2-base-ft',
  repository: 'onnx-community/Florence-2-base-ft',
  revision: '1',
  dir: '/models',
  dtypes: {},
  sizeBytes: 1,
  licence: 'MIT',
}
const setup = {
  engine: 'florence2' as const,
  threads: 1,
  cacheDir: '/cache',
  maxPixels: 1,
  heartbeatMs: 1,
}
const CUDA: DeviceChoice = { type: 'chosen', device: 'cuda', why: 'It works.' }
const UNKNOWN: DeviceChoice = { type: 'unknown', why: 'The devices are being tried.' }
const NONE: DeviceChoice = { type: 'none', why: 'CUDA is missing.', suggestion: 'Set auto.' }

describe('planWeights', () => {
  it.each<[string, DeviceChoice, InstalledWeights | null, Partial<Plan>]>([
    [
      'runs what is here where it may',
      CUDA,
      weights,
      { type: 'run', device: 'cuda', setup: { ...setup, device: 'cuda', weights } },
    ],
    ['has nothing to run without weights', CUDA, null, { type: 'absent', device: 'cuda' }],
    [
      'waits until the devices are known',
      UNKNOWN,
      weights,
      { type: 'absent', why: 'The devices are being tried.' },
    ],
    [
      'does not replace a device that a person asks for',
      NONE,
      weights,
      { type: 'blocked', why: 'CUDA is missing.', suggestion: 'Set auto.' },
    ],
    ['does not complain of a device that nothing wants', NONE, null, { type: 'absent' }],
  ])('%s', (_name, choice, given, expected) => {
    expect(planWeights({ choice, weights: given, expectedBytes: 7, setup })).toMatchObject(expected)
  })
})
