/** What the runtime throws, in the product's own words. */
import { AppError } from '@vitrine/contracts'
import { saysOutOfMemory } from '../out-of-memory.ts'

/** The graphics driver has given up on the device, most often for want of memory: its sessions are dead. */
const DEVICE_LOST = /device (?:was |is )?lost/i

export const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof Error && !(thrown instanceof AppError) && saysOutOfMemory(thrown.message)

/** An error of a chat as it goes out: `cancelled` after an abort, `out-of-memory` where that is what was meant. */
export function explainFailure(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown
  if (DEVICE_LOST.test(thrown.message))
    return new AppError(
      'out-of-memory',
      'The graphics device stopped working, most likely for want of memory.',
      {
        cause: thrown,
        suggestion: 'The engine starts anew by itself; a smaller model on the Models page takes less.',
      },
    )
  if (!isOutOfMemory(thrown)) return thrown
  return new AppError('out-of-memory', 'There is not enough memory for this conversation.', {
    cause: thrown,
    suggestion: 'Ask with fewer or smaller pictures, or choose a smaller model on the Models page.',
  })
}
