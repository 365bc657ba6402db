/** Running out of memory: how to know it, and how to get by with less at once. */
import { AppError } from '@vitrine/contracts'
import { saysOutOfMemory } from '../out-of-memory.ts'

/** The graphics driver has given up on the device, most often for want of memory: its sessions are dead. */
const DEVICE_LOST = /device (?:was |is )?lost/i

export function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof Error && saysOutOfMemory(thrown.message)
}

export interface Halved<R> {
  results: R[]
  /** The largest part that ran; smaller than the whole when memory was short. */
  partSize: number
}

/**
 * Runs all items at once; when memory runs out, in halves, down to one by one.
 * Throws AppError `out-of-memory` when one alone does not fit, or the device is gone.
 */
export async function runHalving<T, R>(
  items: readonly T[],
  run: (part: readonly T[]) => Promise<R[]>,
): Promise<Halved<R>> {
  try {
    return { results: await run(items), partSize: items.length }
  } catch (thrown) {
    if (isDeviceLost(thrown)) throw deviceLost(thrown)
    if (!isOutOfMemory(thrown)) throw thrown
    if (items.length <= 1)
      throw new AppError('out-of-memory', 'There is not enough memory for this picture.', {
        cause: thrown,
        suggestion: 'Close what else uses the memory, or choose a smaller model on the Models page.',
      })
  }
  const middle = Math.ceil(items.length / 2)
  const first = await runHalving(items.slice(0, middle), run)
  const second = await runHalving(items.slice(middle), run)
  return {
    results: [...first.results, ...second.results],
    partSize: Math.max(first.partSize, second.partSize),
  }
}

const isDeviceLost = (thrown: unknown) => thrown instanceof Error && DEVICE_LOST.test(thrown.message)

/** The engine's process has to be replaced, which is what this code leads to. */
const deviceLost = (cause: unknown) =>
  new AppError('out-of-memory', 'The graphics device stopped working, most likely for want of memory.', {
    cause,
    suggestion: 'The engine starts anew by itself; a smaller model on the Models page takes less.',
  })
