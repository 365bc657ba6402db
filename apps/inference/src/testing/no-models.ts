/** A sidecar's surroundings without weights and without a GPU, for tests of what has nothing to do with them. */
import { AppError } from '@vitrine/contracts'
import { pino } from 'pino'
import { Devices } from '../devices/devices.ts'
import { type MemoryMeter, NO_CARDS } from '../devices/memory.ts'
import type { ModelStore } from '../downloads/model-store.ts'

/** A store that knows of no weights. */
export function createEmptyStore(): ModelStore {
  const unknown = () => new AppError('not-found', 'There are no weights here.')
  return {
    start: async () => undefined,
    list: () => [],
    find: () => null,
    keysOf: () => [],
    pull: () => Promise.reject(unknown()),
    cancel: () => undefined,
    remove: () => Promise.reject(unknown()),
    hub: { url: 'https://hub.example', isReachable: null, problem: null },
    onChange: () => () => undefined,
    rescan: async () => undefined,
    stop: async () => undefined,
  }
}

/** Devices of a machine that has only a processor. */
export function createCpuOnly(cacheFile: string): Devices {
  return new Devices({
    wish: 'cpu',
    platform: 'linux',
    cacheFile,
    run: async () => ({ type: 'threw', message: 'backend not found', log: '' }),
    readCards: async () => NO_CARDS,
    fingerprint: () => '',
    logger: pino({ level: 'silent' }),
  })
}

/** A meter that sees nothing: what a child says of itself is all there is. */
export const blindMeter: MemoryMeter = {
  read: async () => ({ totalBytes: null, usedBytes: null, ownBytes: null }),
}
