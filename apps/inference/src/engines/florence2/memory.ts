/** Running out of memory: how to know it, and how to get by with less at once. */
import { AppError } from '@vitrine/contracts'

/** What the runtime, CUDA, Dawn and the C++ library say when there is no more. */
const SIGNS =
  /out of memory|failed to allocate|bad_alloc|std::bad_alloc|CUDA(?:_ERROR_OUT_OF_MEMORY| failure 2)|CUBLAS_STATUS_ALLOC_FAILED|VK_ERROR_OUT_OF|Array buffer allocation failed|device (?:was )?lost/i

export function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof Error && SIGNS.test(thrown.message)
}

export interface Halved<R> {
  results: R[]
  /** The largest part that ran; smaller than the whole when memory was short. */
  partSize: number
}

/**
 * Runs all items at once; when memory runs out, in halves, down to one by one.
 * Throws AppError `out-of-memory` when one alone does not fit.
 */
export async function runHalving<T, R>(
  items: readonly T[],
  run: (part: readonly T[]) => Promise<R[]>,
): Promise<Halved<R>> {
  try {
    return { results: await run(items), partSize: items.length }
  } catch (thrown) {
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
