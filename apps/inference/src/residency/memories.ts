/** Whose memory a device works in: pure. */
import type { Device } from '@vitrine/contracts'

export type Memory = 'main' | 'card' | 'shared' | 'elsewhere'

const MEMORIES: Record<Device, Memory> = {
  cpu: 'main',
  // Ways to the same graphics card: onnxruntime takes one, and llama.cpp may take another.
  cuda: 'card',
  webgpu: 'card',
  vulkan: 'card',
  dml: 'card',
  // On a Mac the GPU works in the system's memory, and has a budget of its own in it.
  coreml: 'shared',
  metal: 'shared',
  remote: 'elsewhere',
}

export const memoryOfDevice = (device: Device): Memory => MEMORIES[device]

export const sharesMemory = (one: Device, other: Device): boolean =>
  memoryOfDevice(one) === memoryOfDevice(other)
