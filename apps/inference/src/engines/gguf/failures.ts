/** What the library throws, in the product's own words. */
import { AppError } from '@vitrine/contracts'
import { saysOutOfMemory } from '../out-of-memory.ts'

export function explainFailure(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
  if (thrown instanceof AppError || !(thrown instanceof Error) || !saysOutOfMemory(thrown.message))
    return thrown
  return new AppError('out-of-memory', 'There is not enough memory for this conversation.', {
    cause: thrown,
    suggestion: 'Ask with fewer or smaller pictures, or choose a smaller model on the Models page.',
  })
}

export const tooLong = (tokens: number, contextTokens: number) =>
  new AppError(
    'too-large',
    `This conversation has ${tokens} tokens, and there is room for ${contextTokens}, the answer included.`,
    { suggestion: 'Ask with fewer or smaller pictures, or begin a new conversation.' },
  )
