/** On which device llama.cpp runs: pure. */
import type { Device, DeviceWish } from '@vitrine/contracts'
import type { DeviceChoice } from '../choose-device.ts'
import type { GgufVerdict } from './judge-build.ts'

/** Graphics devices, the fastest first. */
const CANDIDATES: Partial<Record<NodeJS.Platform, readonly Device[]>> = {
  linux: ['cuda', 'vulkan'],
  win32: ['cuda', 'vulkan'],
  darwin: ['metal'],
}

export const candidatesFor = (platform: NodeJS.Platform): readonly Device[] => CANDIDATES[platform] ?? []

export interface GgufDeviceQuestion {
  /** VITRINE_DEVICE, whose names are onnxruntime's: each but `cpu` and `auto` stands for the graphics card. */
  wish: DeviceWish
  /** Null until they were tried. */
  probes: readonly GgufVerdict[] | null
  /** Devices that could not load the model, each with what went wrong. */
  dropped: ReadonlyMap<Device, string>
}

/** A card that a person asks for is never replaced by the processor. */
export function chooseGgufDevice({ wish, probes, dropped }: GgufDeviceQuestion): DeviceChoice {
  if (wish === 'cpu') return chosen('cpu', 'VITRINE_DEVICE asks for the processor.')
  if (probes === null) return { type: 'unknown', why: "llama.cpp's devices are being tried." }
  const passed: string[] = []
  for (const { device, works, why } of probes) {
    const reason = dropped.get(device)
    if (reason !== undefined) passed.push(`It was given up on ${device}: ${reason}`)
    else if (works) return chosen(device, [why, ...passed].join(' '))
    else passed.push(why)
  }
  if (wish === 'auto') return chosen('cpu', ['llama.cpp runs on the processor.', ...passed].join(' '))
  return {
    type: 'none',
    why: [`VITRINE_DEVICE asks for a graphics card, and llama.cpp has none.`, ...passed].join(' '),
    suggestion: 'Set VITRINE_DEVICE to auto or cpu to use the processor.',
  }
}

const chosen = (device: Device, why: string): DeviceChoice => ({ type: 'chosen', device, why })
