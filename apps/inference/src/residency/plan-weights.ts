/** From what is installed and on what it may run to what an engine is to do: pure. */
import type { Device } from '@vitrine/contracts'
import type { DeviceChoice } from '../devices/choose-device.ts'
import type { EngineSetup, InstalledWeights } from '../host/protocol.ts'
import type { Plan } from './resident.ts'

export interface WeightsPlanQuestion {
  choice: DeviceChoice
  /** Those that the engine is to run; null where none are here. */
  weights: InstalledWeights | null
  /** What they are expected to take on the device. */
  expectedBytes: number
  setup: Omit<EngineSetup, 'device' | 'weights'>
}

const ABSENT = 'Its weights are not on this machine.'

/** Nothing runs before the devices are known; a device that was asked for and does not work is never replaced. */
export function planWeights({ choice, weights, expectedBytes, setup }: WeightsPlanQuestion): Plan {
  const device: Device = choice.type === 'chosen' ? choice.device : 'cpu'
  if (!weights) return { type: 'absent', why: ABSENT, device, expectedBytes }
  switch (choice.type) {
    case 'chosen':
      return { type: 'run', setup: { ...setup, device, weights }, device, expectedBytes }
    case 'unknown':
      return { type: 'absent', why: choice.why, device, expectedBytes }
    case 'none':
      return { type: 'blocked', why: choice.why, suggestion: choice.suggestion, device, expectedBytes }
  }
}
