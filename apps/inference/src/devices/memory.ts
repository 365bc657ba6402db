/** How much memory devices have and how much is taken, as far as the system tells. */
import { freemem, totalmem } from 'node:os'
import type { Device } from '@vitrine/contracts'
import { type Cards, readCards } from './cards.ts'
import { askForProcesses } from './nvidia-smi.ts'

export interface DeviceMemory {
  totalBytes: number | null
  /** By all processes. */
  usedBytes: number | null
}

/** A container's limit counts as the machine's memory. */
export function readSystemMemory(): { totalBytes: number; freeBytes: number } {
  const limit = process.constrainedMemory()
  const totalBytes = limit > 0 ? Math.min(totalmem(), limit) : totalmem()
  return { totalBytes, freeBytes: Math.min(freemem(), totalBytes) }
}

/** Pure but for the processor's memory. DirectML and WebGPU run on the same card as CUDA would. */
export function memoryOf(device: Device, cards: Cards): DeviceMemory {
  // On a Mac the GPU works in the system's memory.
  if (device === 'cpu' || device === 'coreml' || device === 'metal') {
    const { totalBytes, freeBytes } = readSystemMemory()
    return { totalBytes, usedBytes: totalBytes - freeBytes }
  }
  const card = cards.nvidia ?? (device === 'cuda' ? null : cards.amd)
  return card && device !== 'remote'
    ? { totalBytes: card.totalBytes, usedBytes: card.usedBytes }
    : { totalBytes: null, usedBytes: null }
}

/** Measures what an engine takes; effects are passed in so that the ledger can be tried without a card. */
export interface MemoryMeter {
  /** `ownBytes`: of that process, where the device tells it. */
  read(device: Device, pid: number | undefined): Promise<DeviceMemory & { ownBytes: number | null }>
}

export const systemMeter: MemoryMeter = {
  async read(device, pid) {
    if (device === 'cpu' || device === 'remote') return { ...memoryOf(device, NO_CARDS), ownBytes: null }
    const memory = memoryOf(device, await readCards())
    const ownBytes = device === 'cuda' && pid ? ((await askForProcesses()).get(pid) ?? null) : null
    return { ...memory, ownBytes }
  },
}

export const NO_CARDS: Cards = { nvidia: null, hasNvidia: false, amd: null }
